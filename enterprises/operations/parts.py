"""The parts of a file: equipment, capacity, licences, former names. Wrong rows are withdrawn, never deleted."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.organization.roles import Permission
from enterprises import access
from enterprises.models import Capacity, Enterprise, Equipment, FormerName, Licence
from enterprises.operations import derived, links, search_index
from enterprises.operations.records import (
    assign,
    changed_values,
    loaded,
    open_file,
    save_version,
    touch,
)
from enterprises.rules import memory

Part = Equipment | Capacity | Licence

EDITABLE: dict[type, frozenset[str]] = {
    Equipment: frozenset(
        {"kind", "size", "size_unit", "count", "serial", "built_year", "state", "location", "use"}
    ),
    Capacity: frozenset({"product", "unit", "filed", "stated", "document"}),
    Licence: frozenset({"kind", "number", "issuer", "issued_on", "expires_on", "is_void"}),
}
_OF_NAME = frozenset({"name", "until_on"})


@refused_in_chinese
@transaction.atomic
def save_part(*, part: Part, values: Mapping[str, Any], version: int | None, by, at: datetime) -> Part:
    """Register a new part (``part.pk`` None, ``part.enterprise`` set) or change one that stands at ``version``.

    Units follow the dictionary unless given. Raises StaleRecord, ValidationError keyed by field, ConstraintRefused.
    """
    enterprise = open_file(part.enterprise_id)
    record = type(part)(enterprise=enterprise) if part.pk is None else loaded(part, version)
    access.insist(by, Permission.EDIT_LEDGER, enterprise.region_code)
    changes = changed_values(record, _with_units(record, values), EDITABLE[type(record)])
    if record.pk is None:
        _create(record, changes, by=by, at=at)
    elif changes:
        with journal.recording(record, step="edit", by=by, at=at):
            assign(record, changes)
            save_version(record, set(changes) | _derive(record), version)
    if changes:
        touch(enterprise, by=by, at=at)
        _compare(record, changes, by=by, at=at)
    return record


@refused_in_chinese
@transaction.atomic
def withdraw_equipment(*, equipment: Equipment, version: int, note: str, by, at: datetime) -> Equipment:
    """Take out equipment that was entered by mistake (what was dismantled has a state of its own)."""
    record = loaded(equipment, version)
    access.insist(by, Permission.EDIT_LEDGER, record.enterprise.region_code)
    with journal.recording(record, step="withdraw", by=by, at=at, note=note):
        record.is_withdrawn = True
        save_version(record, {"is_withdrawn"}, version)
    touch(record.enterprise, by=by, at=at)
    return record


@refused_in_chinese
@transaction.atomic
def add_former_name(
    *, enterprise: Enterprise, name: str, until_on: date | None, by, at: datetime
) -> FormerName:
    """Note a name the enterprise had before; it is compared and found like the present one."""
    enterprise = open_file(enterprise.pk)
    access.insist(by, Permission.EDIT_LEDGER, enterprise.region_code)
    former = FormerName(enterprise=enterprise)
    assign(former, changed_values(former, {"name": name, "until_on": until_on}, _OF_NAME))
    former.name_key = memory.name_key(former.name)
    former.save(force_insert=True)
    journal.record_created(former, step="create", by=by, at=at)
    renamed(enterprise, by=by, at=at)
    return former


@refused_in_chinese
@transaction.atomic
def withdraw_former_name(*, former_name: FormerName, note: str, by, at: datetime) -> FormerName:
    """Take out a former name that was entered by mistake."""
    record = FormerName.objects.select_related("enterprise").get(pk=former_name.pk)
    access.insist(by, Permission.EDIT_LEDGER, record.enterprise.region_code)
    with journal.recording(record, step="withdraw", by=by, at=at, note=note):
        record.is_withdrawn = True
        record.save(update_fields=["is_withdrawn"])
    renamed(record.enterprise, by=by, at=at)
    return record


def renamed(enterprise: Enterprise, *, by, at: datetime) -> None:
    """Bring search and memory up to date after the names of a file, or of one merged into it, changed."""
    record = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    derived.keys(record)
    record.updated_at, record.updated_by = at, by
    save_version(record, derived.KEYS | {"updated_at", "updated_by"}, record.version)
    search_index.index([record])
    links.remember(record, by=by, at=at)


def _create(record: Part, changes: Mapping[str, Any], *, by, at: datetime) -> None:
    assign(record, changes)
    _derive(record)
    record.save(force_insert=True)
    journal.record_created(record, step="create", by=by, at=at)


def _derive(record: Part) -> set[str]:
    if not isinstance(record, Equipment):
        return set()
    derived.equipment(record)
    return {"serial_key", "region_code"}


def _with_units(record: Part, values: Mapping[str, Any]) -> dict[str, Any]:
    """The unit stands beside the figure as it was at the time of entry (the dictionary may change later)."""
    typed = dict(values)
    if isinstance(record, Equipment) and typed.get("kind") and not typed.get("size_unit"):
        typed["size_unit"] = typed["kind"].size_unit
    if isinstance(record, Capacity) and typed.get("product") and not typed.get("unit"):
        typed["unit"] = typed["product"].unit
    return typed


def _compare(record: Part, changes: Mapping[str, Any], *, by, at: datetime) -> None:
    if isinstance(record, Equipment) and record.serial_key and "serial" in changes:
        links.remember(record.enterprise, by=by, at=at)
