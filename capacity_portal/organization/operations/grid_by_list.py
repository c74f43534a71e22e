"""The grid as a spreadsheet brings it: cells made and edited, persons appointed, by the rules of single acts, all or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.organization import recorder
from capacity_portal.organization.access import insist
from capacity_portal.organization.models import Department, GridCell, GridPost, Officer, Region
from capacity_portal.organization.operations.accounts_by_list import ChangedMeanwhile
from capacity_portal.organization.operations.grid import (
    EDITABLE,
    apply,
    built,
    check_cell,
    insist_on_founding,
)
from capacity_portal.organization.operations.grid_posts import (
    CellPosts,
    Change,
    ended,
    last_day,
    planned,
    posts_of,
)
from capacity_portal.organization.roles import Permission

_COLUMNS = (*EDITABLE, "version")
_ENDING = ("to_on", "ended_at", "ended_by")


@dataclass(frozen=True)
class Appointment:
    """``kind`` of PostKind; ``instead_of``: the officer who held the post when the sheet was compared, None for nobody."""

    kind: str
    officer_id: int
    from_on: date
    instead_of: int | None = None


@dataclass(frozen=True)
class CellRow:
    """A row of the sheet. ``cell_id`` None: a new cell of ``region_id``; ``values`` by EDITABLE, the department by its id;
    ``version`` of the cell as compared.
    """

    values: Mapping[str, Any]
    appointments: tuple[Appointment, ...] = ()
    region_id: int | None = None
    cell_id: int | None = None
    version: int | None = None


@refused_in_chinese
@transaction.atomic
def import_grid(*, rows: Sequence[CellRow], by: Officer, at: datetime) -> list[GridCell]:
    """Store the rows; returns their cells in order. Raises ChangedMeanwhile, ValidationError, PermissionDenied."""
    units = _units(rows)
    known = _locked([row.cell_id for row in rows if row.cell_id is not None], by)
    regions = Region.objects.current(localdate(at)).in_bulk([row.region_id for row in rows if row.region_id])
    cells = [_new(row, regions, units, by, at) if row.cell_id is None else _same(row, known) for row in rows]
    new = [cell for cell, row in zip(cells, rows, strict=True) if row.cell_id is None]
    GridCell.objects.bulk_create(new, batch_size=500)
    recorder.record_all_created(new, step="import", by=by, at=at)
    _edit([(cell, row) for cell, row in zip(cells, rows, strict=True) if row.cell_id], units, by, at)
    _appoint(list(zip(cells, rows, strict=True)), by, at)
    return cells


def _units(rows: Sequence[CellRow]) -> dict[int | None, Department | None]:
    ids = {row.values.get("supervising_department") for row in rows} - {None}
    found = Department.objects.filter(is_active=True).select_related("region").in_bulk(ids)
    if len(found) < len(ids):
        raise ChangedMeanwhile("表中有的监管部门在核对之后已停用。")
    return {None: None, **found}


def _locked(ids: Sequence[int], by: Officer) -> dict[int, GridCell]:
    found = GridCell.objects.select_for_update(of=("self",)).select_related(
        "region", "supervising_department__region"
    )
    cells = found.in_bulk(ids)
    for cell in cells.values():
        insist(by, Permission.MANAGE_GRID, cell.region_code)
    return cells


def _new(row: CellRow, regions: Mapping[int, Region], units, by: Officer, at: datetime) -> GridCell:
    region = regions.get(row.region_id)
    if region is None:
        raise ChangedMeanwhile("表中有的地区在核对之后已停用。")
    insist(by, Permission.MANAGE_GRID, region.code)
    cell = built(region, _with_unit(row.values, units), by, at)
    check_cell(cell, at)
    return cell


def _same(row: CellRow, known: Mapping[int, GridCell]) -> GridCell:
    cell = known.get(row.cell_id)
    if cell is None or cell.version != row.version or cell.dissolved_on is not None:
        raise ChangedMeanwhile(f"网格“{cell.name if cell else row.cell_id}”在核对之后已被修改。")
    return cell


def _with_unit(values: Mapping[str, Any], units) -> dict[str, Any]:
    if "supervising_department" not in values:
        return dict(values)
    return {**values, "supervising_department": units[values["supervising_department"]]}


def _edit(pairs: Sequence[tuple[GridCell, CellRow]], units, by: Officer, at: datetime) -> None:
    pairs = [(cell, row) for cell, row in pairs if row.values]
    cells = [cell for cell, _ in pairs]
    with recorder.recording_all(cells, step="import", by=by, at=at):
        for cell, row in pairs:
            apply(cell, _with_unit(row.values, units))
            check_cell(cell, at)
        insist_on_founding(cells)
        GridCell.objects.bulk_update(cells, _COLUMNS, batch_size=200)


def _appoint(pairs: Sequence[tuple[GridCell, CellRow]], by: Officer, at: datetime) -> None:
    pairs = [(cell, row) for cell, row in pairs if row.appointments]
    people = Officer.objects.in_bulk({one.officer_id for _, row in pairs for one in row.appointments})
    posts_by_cell = posts_of([cell for cell, _ in pairs])
    changes = [
        _planned(cell, one, people, posts_by_cell[cell.pk], by, at)
        for cell, row in pairs
        for one in row.appointments
    ]
    former = [change for change in changes if change.ended is not None]
    posts = [change.ended for change in former]
    with recorder.recording_all(posts, step="end", by=by, at=at):
        for change in former:
            ended(change.ended, to_on=last_day(change.ended, change.begun.from_on), by=by, at=at)
        GridPost.objects.bulk_update(posts, _ENDING, batch_size=200)
    begun = [change.begun for change in changes]
    GridPost.objects.bulk_create(begun, batch_size=500)
    recorder.record_all_created(begun, step="appoint", by=by, at=at)


def _planned(cell: GridCell, one: Appointment, people, posts: CellPosts, by: Officer, at: datetime) -> Change:
    former = posts.held.get(one.kind)
    if (former.officer_id if former else None) != one.instead_of or one.officer_id not in people:
        raise ChangedMeanwhile(f"网格“{cell.name}”的任职人员在核对之后已有变动。")
    try:
        change = planned(cell, one.kind, people[one.officer_id], one.from_on, posts, by, at)
    except ValidationError as refused:
        raise ChangedMeanwhile(f"网格“{cell.name}”：{''.join(refused.messages)}") from refused
    posts.held[one.kind] = change.begun
    return change
