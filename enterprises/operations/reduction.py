"""Reduction tasks: kept as the source states them; rows that go are withdrawn, differences are shown elsewhere."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.organization.roles import Permission
from enterprises import access
from enterprises.models import ReductionItem, ReductionTask, ReductionTotal
from enterprises.operations.records import StaleRecord, assign, changed_values

_OF_TASK = frozenset({"region", "year", "industry", "title", "document", "note"})
_OF_TOTAL = frozenset({"product", "unit", "stated"})
_OF_ITEM = frozenset(
    {"label", "enterprise", "equipment", "product", "unit", "amount", "completed_on", "position"}
)

Rows = Iterable[Mapping[str, Any]]


@refused_in_chinese
@transaction.atomic
def save_reduction_task(
    *,
    task: ReductionTask | None = None,
    version: int | None = None,
    values: Mapping[str, Any],
    totals: Rows | None = None,
    items: Rows | None = None,
    by,
    at: datetime,
    note: str = "",
) -> ReductionTask:
    """Enter a task, or change one that stands at ``version``.

    ``values`` by field of ReductionTask. ``totals`` (product, unit, stated) and ``items`` (label, equipment, product, unit,
    amount, ...; with ``id`` for a row on file) replace those on file: rows no longer named are withdrawn; None leaves them.
    Raises StaleRecord, ValidationError, ConstraintRefused.
    """
    record = ReductionTask() if task is None else _current(task, version)
    changes = changed_values(record, values, _OF_TASK)
    if "region" in changes:
        changes["region_code"] = changes["region"].code
    regions = {record.region_code, changes.get("region_code", record.region_code)} - {""}
    access.insist(by, Permission.EDIT_REDUCTION_TASKS, *regions)
    _write_task(record, changes, by=by, at=at, note=note)
    if totals is not None:
        _replace_totals(record, totals, by=by, at=at)
    if items is not None:
        _replace_items(record, items, by=by, at=at)
    return record


def _current(task: ReductionTask, version: int | None) -> ReductionTask:
    current = ReductionTask.objects.select_for_update(of=("self",)).select_related("region").get(pk=task.pk)
    if current.version != version:
        raise StaleRecord(current)
    return current


def _write_task(record: ReductionTask, changes: Mapping[str, Any], *, by, at: datetime, note: str) -> None:
    if record.pk is None:
        assign(record, changes)
        record.save(force_insert=True)
        journal.record_created(record, step="create", by=by, at=at, note=note)
        return
    with journal.recording(record, step="edit", by=by, at=at, note=note):
        assign(record, changes)
        record.version += 1
        record.save()


def _replace_totals(task: ReductionTask, rows: Rows, *, by, at: datetime) -> None:
    kept = {(total.product_id, total.unit): total for total in task.totals.filter(is_withdrawn=False)}
    for row in rows:
        product = row.get("product")
        key = (product.pk if product else None, row["unit"])
        _write_row(kept.pop(key, None) or ReductionTotal(task=task), row, _OF_TOTAL, by=by, at=at)
    _withdraw(kept.values(), by=by, at=at)


def _replace_items(task: ReductionTask, rows: Rows, *, by, at: datetime) -> None:
    kept = {item.pk: item for item in task.items.filter(is_withdrawn=False)}
    for position, row in enumerate(rows, start=1):
        values = {name: value for name, value in row.items() if name != "id"} | {"position": position}
        _write_row(kept.pop(row.get("id"), None) or ReductionItem(task=task), values, _OF_ITEM, by=by, at=at)
    _withdraw(kept.values(), by=by, at=at)


def _write_row(
    record: Model, values: Mapping[str, Any], allowed: frozenset[str], *, by, at: datetime
) -> None:
    changes = changed_values(record, values, allowed)
    if record.pk is None:
        assign(record, changes)
        record.save(force_insert=True)
        journal.record_created(record, step="create", by=by, at=at)
    elif changes:
        with journal.recording(record, step="edit", by=by, at=at):
            assign(record, changes)
            record.save(update_fields=list(changes))


def _withdraw(records: Iterable[Model], *, by, at: datetime) -> None:
    for record in records:
        with journal.recording(record, step="withdraw", by=by, at=at):
            record.is_withdrawn = True
            record.save(update_fields=["is_withdrawn"])
