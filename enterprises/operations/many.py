"""Opening and changing many files at once, set-based: for spreadsheets and the demonstration, where a statement a row would
take hours."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.journal import registry
from capacity_portal.lib import bulk_rows
from enterprises.choices import CLOSED_STATUSES, Status
from enterprises.models import Enterprise, Equipment
from enterprises.operations import derived, moving, search_index
from enterprises.operations.records import assign


@dataclass(frozen=True)
class NewFile:
    """One file to open. ``values`` and ``parts`` by model field, cleaned by the caller; coordinates WGS-84.

    ``parts`` are (model, values) of Equipment, Capacity and Licence, without the enterprise.
    """

    values: dict[str, Any]
    parts: tuple[tuple[type[Model], dict[str, Any]], ...] = ()
    confirmed_at: datetime | None = field(default=None)


@dataclass(frozen=True)
class Edit:
    """What becomes of a record that the caller has loaded, locked and checked; ``values`` by model field, cleaned."""

    record: Model
    values: dict[str, Any]


@transaction.atomic
def open_files(
    *, files: Sequence[NewFile], by, at: datetime, note: str = "", step: str = "create"
) -> list[Enterprise]:
    """Store the files with one journal entry for each record; all or none. Links are not looked for here.

    ``step`` as in ``tracking``. Raises IntegrityError when a constraint is broken: the caller has compared with what is on
    file.
    """
    blank = _blank(by, at)
    enterprises = [_opened(file, blank, at) for file in files]
    _store(enterprises, step=step, by=by, at=at, note=note)
    search_index.index(enterprises)
    parts = zip(enterprises, (file.parts for file in files), strict=True)
    add_parts(parts=parts, by=by, at=at, step=step)
    return enterprises


@transaction.atomic
def add_parts(
    *,
    parts: Iterable[tuple[Enterprise, Iterable[tuple[type[Model], dict[str, Any]]]]],
    by,
    at: datetime,
    step: str = "create",
) -> None:
    """Store new (model, values) of each enterprise, one journal entry each."""
    blanks: dict[type[Model], Model] = {}
    by_model: dict[type[Model], list[Model]] = {}
    for enterprise, own in parts:
        for model, values in own:
            blank = blanks.get(model) or blanks.setdefault(model, model())
            by_model.setdefault(model, []).append(_part(blank, enterprise, values))
    for records in by_model.values():
        _store(records, step=step, by=by, at=at, note="")


@transaction.atomic
def change_files(*, edits: Sequence[Edit], by, at: datetime, note: str = "", step: str = "edit") -> None:
    """Write the edits of enterprises, with what follows from them (keys, region codes of parts, search); one entry a file.

    Links are not looked for here. Raises IntegrityError when a constraint is broken.
    """
    before = [registry.snapshot(edit.record) for edit in edits]
    for edit in edits:
        assign(edit.record, edit.values)
        if edit.record.status in CLOSED_STATUSES and edit.record.closed_on is None:
            edit.record.closed_on = edit.record.status_on or localdate(at)
        edit.record.updated_at, edit.record.updated_by = at, by
    moved = _moved(edits)
    renamed = [edit.record for edit in edits if derived.IDENTIFYING & edit.values.keys()]
    derived.keys_of(renamed)
    write_edits([Edit(edit.record, dict.fromkeys(_written(edit))) for edit in edits])
    _note([edit.record for edit in edits], before, step=step, by=by, at=at, note=note)
    for code, files in groupby(sorted(moved, key=attrgetter("region_code")), attrgetter("region_code")):
        moving.carry_parts_of([file.pk for file in files], code, by=by, at=at)
    search_index.index(renamed)


@transaction.atomic
def change_parts(*, edits: Sequence[Edit], by, at: datetime, step: str = "edit") -> None:
    """Write the edits of parts of one model, one journal entry each."""
    before = [registry.snapshot(edit.record) for edit in edits]
    for edit in edits:
        assign(edit.record, edit.values)
    write_edits(edits)
    _note([edit.record for edit in edits], before, step=step, by=by, at=at)


def write_edits(edits: Sequence[Edit]) -> None:
    """Write the fields named by each edit as its record has them, and a new version; a statement for each set of fields."""
    for names, group in groupby(sorted(edits, key=_names), key=_names):
        records = [edit.record for edit in group]
        model = type(records[0])
        fields = [model._meta.get_field(name) for name in names]
        sets = ", ".join(f"{connection.ops.quote_name(one.column)} = %s" for one in fields)
        sql = f"UPDATE {model._meta.db_table} SET {sets}, version = version + 1 WHERE id = %s"
        rows = [[*(_prepared(one, record) for one in fields), record.pk] for record in records]
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)
        for record in records:
            record.version += 1


def _names(edit: Edit) -> tuple[str, ...]:
    return tuple(sorted(edit.values))


def _prepared(one, record: Model) -> Any:
    return one.get_db_prep_save(getattr(record, one.attname), connection)


def _written(edit: Edit) -> Iterator[str]:
    yield from edit.values
    yield from ("updated_at", "updated_by")
    if "region" in edit.values:
        yield from derived.PLACE
    if derived.IDENTIFYING & edit.values.keys():
        yield from derived.KEYS
    if "status" in edit.values:
        yield "closed_on"


def _moved(edits: Sequence[Edit]) -> list[Enterprise]:
    moved = [edit.record for edit in edits if "region" in edit.values]
    for file in moved:
        derived.place(file)
    return moved


def _blank(by, at: datetime) -> Enterprise:
    return Enterprise(
        confirmed_at=at,
        confirmed_by=by,
        created_at=at,
        created_by=by,
        updated_at=at,
        updated_by=by,
        risk_marks=None,
    )


def _opened(file: NewFile, blank: Enterprise, at: datetime) -> Enterprise:
    enterprise = bulk_rows.like(blank, {"risk_marks": [], **file.values})
    if file.confirmed_at:
        enterprise.confirmed_at = file.confirmed_at
    derived.place(enterprise)
    derived.keys(enterprise)
    if enterprise.status in CLOSED_STATUSES | {Status.REVIVED}:
        enterprise.closed_on = enterprise.status_on or localdate(at)
    return enterprise


def _part(blank: Model, enterprise: Enterprise, values: dict[str, Any]) -> Model:
    part = bulk_rows.like(blank, {"enterprise": enterprise, **values})
    if isinstance(part, Equipment):
        derived.equipment(part)
    return part


def _store(records: Sequence[Model], *, step: str, by, at: datetime, note: str) -> None:
    bulk_rows.insert_records(records)
    _note(records, [None] * len(records), step=step, by=by, at=at, note=note)


def _note(records: Sequence[Model], before: Sequence, *, step: str, by, at: datetime, note: str = "") -> None:
    pairs = zip(records, before, strict=True)
    changes = [journal.Change(record, earlier, note) for record, earlier in pairs]
    journal.record_many(changes, step=step, by=by, at=at)
