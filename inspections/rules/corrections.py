"""A stored visit as its form would have been typed, so that a correction starts from it."""

from collections.abc import Sequence
from typing import Any

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
