"""From entries to states: what a record looked like after some of its entries, and whether it still does. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from capacity_portal.journal.choices import EntryKind


@dataclass
class Past:
    """A record as its entries tell it. ``begun``: an entry created it; ``is_removed``: the last word was its removal."""

    values: dict[str, Any] = field(default_factory=dict)
    begun: bool = False
    is_removed: bool = False
    file_key: str = ""


def fold(entries: Iterable[tuple[str, str, Mapping[str, list[Any]]]], past: Past | None = None) -> Past:
    """State after ``entries`` (kind, file key, changes), oldest first, on top of ``past``. Events change nothing."""
    past = past or Past()
    for kind, file_key, changes in entries:
        if kind == EntryKind.EVENT:
            continue
        past.file_key = file_key
        past.is_removed = kind == EntryKind.REMOVED
        if kind == EntryKind.CREATED:
            past.begun = True
        for name, (_, after) in changes.items():
            past.values[name] = after
    return past


def departures(past: Past, current: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """``{field: (by the journal, now)}`` where a record's followed fields differ from what its entries tell."""
    return {
        name: (past.values.get(name), value)
        for name, value in current.items()
        if past.values.get(name) != value
    }
