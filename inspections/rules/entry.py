"""The keyboard grid: what an officer declares of a whole checklist with one mark, item by item as it is stored."""

from collections.abc import Mapping, Sequence
from typing import Any

from inspections.rules.answers import Asked

FIELDS = {
    "outcome_reason": "reason",
    "backfill_reason": "reason",
    "inspectors": "second",
    "findings": "outcome",
    "is_formal": "outcome",
}
"""Names of a report's errors that stand at another column of the grid."""


def all_normal(items: Sequence[Asked], previous: Mapping[str, Mapping[str, Any]]) -> dict[str, dict]:
    """Each item answered as normal; where no answer is the normal one, as the last time (``same``), if there was a last time.

    Optional items without either stay open; required ones are then asked for by ``rules.answers``.
    """
    found = {}
    for item in items:
        if item.good_answer:
            found[item.code] = {"value": item.good_answer}
        elif (previous.get(item.code) or {}).get("value"):
            found[item.code] = {"value": "", "same": True}
    return found


def column_of(name: str) -> str:
    """The column of the grid at which an error of a report stands: ``answers.<code>`` at the mark for the whole list."""
    return "is_normal" if name.startswith("answers.") else FIELDS.get(name, name)
