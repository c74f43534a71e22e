"""Opening many files at once, set-based: for spreadsheets and the demonstration, where a statement a row would take hours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from enterprises.choices import CLOSED_STATUSES, Status
from enterprises.models import Enterprise, Equipment
from enterprises.operations import derived, search_index

_AT_ONCE = 500


@dataclass(frozen=True)
class NewFile:
    """One file to open. ``values`` and ``parts`` by model field, cleaned by the caller; coordinates WGS-84.

    ``parts`` are (model, values) of Equipment, Capacity and Licence, without the enterprise.
    """

    values: dict[str, Any]
    parts: tuple[tuple[type[Model], dict[str, Any]], ...] = ()
    confirmed_at: datetime | None = field(default=None)


@transaction.atomic
def open_files(*, files: Sequence[NewFile], by, at: datetime, note: str = "") -> list[Enterprise]:
    """Store the files with one journal entry for each record; all or none. Links are not looked for here.

    Raises IntegrityError when a constraint is broken: the caller has compared with what is on file.
    """
    enterprises = [_opened(file, by, at) for file in files]
    _store(Enterprise, enterprises, by=by, at=at, note=note)
    search_index.index(enterprises)
    by_model: dict[type[Model], list[Model]] = {}
    for enterprise, file in zip(enterprises, files, strict=True):
        for model, values in file.parts:
            by_model.setdefault(model, []).append(_part(model, enterprise, values))
    for model, parts in by_model.items():
        _store(model, parts, by=by, at=at, note="")
    return enterprises


def _opened(file: NewFile, by, at: datetime) -> Enterprise:
    enterprise = Enterprise(
        **file.values,
        confirmed_at=file.confirmed_at or at,
        confirmed_by=by,
        created_at=at,
        created_by=by,
        updated_at=at,
        updated_by=by,
    )
    derived.place(enterprise)
    derived.keys(enterprise)
    if enterprise.status in CLOSED_STATUSES | {Status.REVIVED}:
        enterprise.closed_on = enterprise.status_on or localdate(at)
    return enterprise


def _part(model: type[Model], enterprise: Enterprise, values: dict[str, Any]) -> Model:
    part = model(enterprise=enterprise, **values)
    if isinstance(part, Equipment):
        derived.equipment(part)
    return part


def _store(model: type[Model], records: Iterable[Model], *, by, at: datetime, note: str) -> None:
    stored = model.objects.bulk_create(records, batch_size=_AT_ONCE)
    changes = [journal.Change(record, None, note) for record in stored]
    journal.record_many(changes, step="create", by=by, at=at)
