"""Records that are not what the journal says: changed, created or deleted around the operations.

Records and entries are read side by side in chunks of ids, in constant memory. What looks wrong is looked at once
more under a lock, because an operation may have run between the two reads.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Model

from capacity_portal.journal import registry
from capacity_portal.journal.models import Entry
from capacity_portal.journal.registry import Tracked
from capacity_portal.journal.rules.folding import Past, departures, fold

_AT_ONCE = 500


@dataclass(frozen=True)
class Drift:
    """``kind``: changed, created or deleted; ``fields`` of a changed record: ``{field: (by the journal, now)}``."""

    kind: str
    subject: str
    subject_id: int
    sentence: str
    fields: dict[str, tuple[Any, Any]]


def drift() -> Iterator[Drift]:
    """Every followed record that departs from its entries."""
    for tracked in registry.all_tracked():
        for suspect in _suspects(tracked):
            confirmed = _look_again(tracked, suspect.subject_id)
            if confirmed is not None:
                yield confirmed


def _suspects(tracked: Tracked) -> Iterator[Drift]:
    low: int | None = None
    while (high := _end_of_chunk(tracked, low)) is not None:
        span = {"gt": low, "lte": high}
        records = {record.pk: record for record in tracked.model._base_manager.filter(**_within("pk", span))}
        pasts = _pasts(tracked, **_within("subject_id", span))
        for number in sorted(records.keys() | pasts.keys()):
            found = _compare(tracked, number, records.get(number), pasts.get(number, Past()))
            if found is not None:
                yield found
        low = high


def _within(name: str, span: dict[str, int | None]) -> dict[str, int]:
    return {f"{name}__{lookup}": value for lookup, value in span.items() if value is not None}


def _end_of_chunk(tracked: Tracked, low: int | None) -> int | None:
    """The last id of the next chunk, whether records or only entries have it; None at the end."""
    records = tracked.model._base_manager.order_by("pk").values_list("pk", flat=True)
    told = (
        Entry.objects.filter(subject=tracked.subject)
        .order_by("subject_id")
        .values_list("subject_id", flat=True)
        .distinct()
    )
    if low is not None:
        records, told = records.filter(pk__gt=low), told.filter(subject_id__gt=low)
    both = [list(records[:_AT_ONCE]), list(told[:_AT_ONCE])]
    ends = [ids[-1] for ids in both if len(ids) == _AT_ONCE]
    return min(ends) if ends else max((ids[-1] for ids in both if ids), default=None)


def _pasts(tracked: Tracked, **chosen) -> dict[int, Past]:
    entries = (
        Entry.objects.filter(subject=tracked.subject, **chosen)
        .order_by("subject_id", "id")
        .values_list("subject_id", "kind", "file_key", "changes")
    )
    grouped = groupby(entries.iterator(chunk_size=2_000), key=lambda entry: entry[0])
    return {number: fold(entry[1:] for entry in group) for number, group in grouped}


def _compare(tracked: Tracked, number: int, record: Model | None, past: Past) -> Drift | None:
    name = f"{tracked.label} {number}"
    if record is None:
        if not past.values or past.is_removed:
            return None
        return Drift("deleted", tracked.subject, number, f"{name}：日志中有记录，数据库中已不存在。", {})
    if not past.begun or past.is_removed:
        return Drift(
            "created", tracked.subject, number, f"{name}：数据库中有记录，日志中没有建立它的条目。", {}
        )
    fields = departures(past, registry.snapshot(record))
    if not fields:
        return None
    told = "；".join(
        f"“{registry.field_label(tracked.subject, field)}”日志为{_shown(before)}，现为{_shown(now)}"
        for field, (before, now) in fields.items()
    )
    return Drift("changed", tracked.subject, number, f"{name}：{told}。", fields)


def _shown(value: Any) -> str:
    return "空" if value in (None, "") else f"“{str(value)[:60]}”"


def _look_again(tracked: Tracked, number: int) -> Drift | None:
    """The same comparison while no operation can be half-way: the row is locked (SQLite: the only writer is us)."""
    with transaction.atomic():
        record = tracked.model._base_manager.select_for_update().filter(pk=number).first()
        past = _pasts(tracked, subject_id=number).get(number, Past())
        return _compare(tracked, number, record, past)
