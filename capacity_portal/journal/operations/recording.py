"""The journal's one door: entries are written here, in the transaction of the write they describe."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Model

from capacity_portal.journal import registry
from capacity_portal.journal.choices import EntryKind
from capacity_portal.journal.models import Entry
from capacity_portal.lib import bulk_rows


class NotInTransaction(RuntimeError):
    """An entry outside the transaction of its write could survive alone; that is a programming error."""


@dataclass(frozen=True)
class Change:
    """One record's change for ``record_many``: ``before`` (a ``registry.snapshot``) is None for a new record."""

    record: Model
    before: dict[str, Any] | None
    note: str = ""


@dataclass(frozen=True)
class Event:
    """Something that happened to a record of a kind the journal does not follow, for ``record_events``."""

    subject_id: int
    file_key: str
    region_code: str
    note: str = ""


def difference(before: dict[str, Any] | None, after: dict[str, Any]) -> dict[str, list[Any]]:
    """``{field: [before, after]}`` of the fields that differ; all fields for a new record."""
    if before is None:
        return {field: [None, value] for field, value in after.items()}
    return {field: [before[field], value] for field, value in after.items() if before[field] != value}


def _entry(record: Model, kind: EntryKind, changes, *, step: str, by, at: datetime, note: str) -> Entry:
    tracked = registry.of_model(type(record))
    return Entry(
        at=at,
        subject=tracked.subject,
        subject_id=record.pk,
        file_key=tracked.file_key(record),
        region_code=tracked.region_code(record),
        kind=kind,
        step=step,
        changes=changes,
        note=note,
        by=by,
        by_name=_name_of(by),
    )


def _name_of(by) -> str:
    return str(by) if by else "系统"


def _insist_on_transaction() -> None:
    if not connection.in_atomic_block:
        raise NotInTransaction("journal entries belong into the transaction of their write")


@contextmanager
def recording(record: Model, *, step: str, by, at: datetime, note: str = "") -> Iterator[None]:
    """Write one entry with what the body changed on ``record`` (already loaded, saved by the body)."""
    _insist_on_transaction()
    before = registry.snapshot(record)
    yield
    changes = difference(before, registry.snapshot(record))
    _entry(record, EntryKind.CHANGED, changes, step=step, by=by, at=at, note=note).save(force_insert=True)


def record_created(record: Model, *, step: str, by, at: datetime, note: str = "") -> Entry:
    """Write the first entry of a record that was just saved: every followed field from nothing to its value."""
    _insist_on_transaction()
    changes = difference(None, registry.snapshot(record))
    entry = _entry(record, EntryKind.CREATED, changes, step=step, by=by, at=at, note=note)
    entry.save(force_insert=True)
    return entry


def record_removed(record: Model, *, step: str, by, at: datetime, note: str = "") -> Entry:
    """Write the last entry of a record that is about to be deleted: every followed field from its value to nothing."""
    _insist_on_transaction()
    changes = {field: [value, None] for field, value in registry.snapshot(record).items()}
    entry = _entry(record, EntryKind.REMOVED, changes, step=step, by=by, at=at, note=note)
    entry.save(force_insert=True)
    return entry


def record_many(changes: Iterable[Change], *, step: str, by, at: datetime) -> int:
    """Write the entries of a batch in bulk, without a record of the ORM for each; returns how many."""
    _insist_on_transaction()
    name, number = _name_of(by), by.pk if by else None
    moment = Entry._meta.get_field("at").get_db_prep_save(at, connection)
    rows = [(moment, *_line(change), step, change.note, number, name) for change in changes]
    bulk_rows.insert(Entry, _LINE, rows)
    return len(rows)


def record_events(events: Iterable[Event], *, subject: str, step: str, by, at: datetime) -> int:
    """Write a batch of events in bulk (see ``record_event``); returns how many."""
    _insist_on_transaction()
    name, number = _name_of(by), by.pk if by else None
    moment = Entry._meta.get_field("at").get_db_prep_save(at, connection)
    rows = [
        (
            moment,
            subject,
            event.subject_id,
            event.file_key,
            event.region_code,
            EntryKind.EVENT.value,
            "{}",
            step,
            event.note,
            number,
            name,
        )
        for event in events
    ]
    bulk_rows.insert(Entry, _LINE, rows)
    return len(rows)


_LINE = (
    "at",
    "subject",
    "subject_id",
    "file_key",
    "region_code",
    "kind",
    "changes",
    "step",
    "note",
    "by_id",
    "by_name",
)
_written = DjangoJSONEncoder().encode


def _line(change: Change) -> tuple:
    tracked = registry.of_model(type(change.record))
    kind = EntryKind.CREATED if change.before is None else EntryKind.CHANGED
    changes = difference(change.before, registry.snapshot(change.record))
    return (
        tracked.subject,
        change.record.pk,
        tracked.file_key(change.record),
        tracked.region_code(change.record),
        kind.value,
        _written(changes),
    )


def record_event(
    *,
    subject: str,
    subject_id: int,
    step: str,
    by,
    at: datetime,
    note: str = "",
    region_code: str = "",
    file_key: str = "",
) -> Entry:
    """Write an entry of something that changed no record: an export, a print, a sign-in."""
    _insist_on_transaction()
    return Entry.objects.create(
        at=at,
        subject=subject,
        subject_id=subject_id,
        file_key=file_key or f"{subject}:{subject_id}",
        region_code=region_code or (by.region_code if by else ""),
        kind=EntryKind.EVENT,
        step=step,
        note=note,
        by=by,
        by_name=_name_of(by),
    )
