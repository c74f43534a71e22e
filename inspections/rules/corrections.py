"""Corrections: a stored visit as its form would have been typed, and the moment by which a corrected one is late.

Correcting a record that stands changes nothing about when the work was reported: late and 补录 go by the first record of the chain.
A record that the prefecture sent back did not count; what is put in its place is judged anew, by its own moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Link:
    """One visit of a chain: ``replaces`` the number of the one it corrects, ``recorded_at`` the server's moment."""

    replaces: int | None
    recorded_at: datetime
    was_sent_back: bool = False


def first_taken(number: int, links: Mapping[int, Link]) -> datetime:
    """When the chain of corrections that ends with visit ``number`` was first recorded."""
    link = links[number]
    while (before := links.get(link.replaces)) is not None and not before.was_sent_back:
        link = before
    return link.recorded_at


_PLAIN = (
    "visited_on", "arrived", "left", "outcome", "outcome_reason", "is_formal", "is_announced", "recusal_note", "longitude",
    "latitude", "accuracy_m", "remarks", "backfill_reason",
)  # fmt: skip


def as_typed(visit, inspectors: Sequence) -> dict[str, Any]:
    """Initial values of ``forms.visit.VisitForm`` by the names of its controls; ``inspectors`` in their order."""
    values = {name: getattr(visit, name) for name in _PLAIN}
    for code, answer in visit.answers.items():
        values[f"item_{code}"], values[f"note_{code}"] = answer["value"], answer["note"]
    values["colleagues"] = [str(one.officer_id) for one in inspectors if one.officer_id]
    outsiders = [one for one in inspectors if not one.officer_id]
    for number, one in enumerate(outsiders, start=1):
        values[f"outsider_name_{number}"], values[f"outsider_unit_{number}"] = one.name, one.unit
    return values
