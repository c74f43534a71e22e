"""The grid's cells: founded, edited, dissolved, laid for a whole county. Persons stand in ``grid_posts``, sheets in ``grid_by_list``.

Who has MANAGE_GRID and covers the region may do so; None as ``by`` is the system.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils.timezone import localdate

from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.territory import Level, contains, county_of
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization import recorder
from capacity_portal.organization.access import insist
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import GridCell, GridPost, Officer, Region
from capacity_portal.organization.operations.accounts_by_list import ChangedMeanwhile
from capacity_portal.organization.queries import regions_to_lay
from capacity_portal.organization.roles import Permission

EDITABLE = ("name", "supervising_department", "risk_marks", "remarks", "founded_on")
_NOT_TYPED = ("region", "created_by", "supervising_department")


@refused_in_chinese
@transaction.atomic
def found_cell(
    *, region: Region, values: Mapping[str, Any], by: Officer | None, at: datetime, note: str = ""
) -> GridCell:
    """Make a cell of a region; ``values`` by EDITABLE (``name`` and ``founded_on`` at least). Raises ValidationError."""
    insist(by, Permission.MANAGE_GRID, region.code)
    cell = built(region, values, by, at)
    check_cell(cell, at)
    cell.save(force_insert=True)
    recorder.record_created(cell, step="create", by=by, at=at, note=note)
    return cell


@refused_in_chinese
@transaction.atomic
def edit_cell(
    *,
    cell: GridCell,
    version: int,
    values: Mapping[str, Any],
    by: Officer | None,
    at: datetime,
    note: str = "",
) -> GridCell:
    """Change a cell that was opened as ``version``. Raises ValidationError, StepRefused, ChangedMeanwhile."""
    stored = locked_cell(cell.pk, by)
    if stored.version != version:
        raise ChangedMeanwhile(f"您填写期间，网格“{stored.name}”已由他人修改，请核对后再保存。")
    changed = {name: value for name, value in values.items() if getattr(stored, name) != value}
    if not changed:
        return stored
    with recorder.recording(stored, step="edit", by=by, at=at, note=note):
        apply(stored, changed)
        check_cell(stored, at)
        insist_on_founding([stored])
        stored.save()
    return stored


@refused_in_chinese
@transaction.atomic
def dissolve_cell(*, cell: GridCell, on: date, by: Officer | None, at: datetime, note: str = "") -> GridCell:
    """End a cell on its last day; the posts still open end with it. Raises ValidationError, StepRefused."""
    stored = locked_cell(cell.pk, by)
    posts = list(stored.posts.select_for_update(of=("self",)).select_related("officer").filter(to_on=None))
    check_end(on, stored.founded_on, at, what="撤销日期", since=f"网格“{stored.name}”的设立日期")
    for post in posts:
        check_end(on, post.from_on, at, what="撤销日期", since=f"{post.officer.name}的任职日期")
    for post in posts:
        post.cell = stored
        with recorder.recording(post, step="end", by=by, at=at, note=f"网格撤销：{note}"):
            post.to_on, post.ended_at, post.ended_by = on, at, by
            post.save()
    with recorder.recording(stored, step="dissolve", by=by, at=at, note=note):
        stored.dissolved_on = on
        stored.version += 1
        stored.save()
    return stored


@refused_in_chinese
@transaction.atomic
def lay_grid(
    *, county: Region, depth: Level, founded_on: date, by: Officer | None, at: datetime
) -> list[GridCell]:
    """Make the missing cells of a county's regions at this depth; running it again makes none. Raises ValidationError."""
    insist(by, Permission.MANAGE_GRID, county.code)
    regions = regions_to_lay(county.code, depth, localdate(at))
    values = {"supervising_department": None, "risk_marks": [], "remarks": "", "founded_on": founded_on}
    cells = [built(region, {**values, "name": region.name}, by, at) for region in regions]
    for cell in cells:
        check_cell(cell, at)
    GridCell.objects.bulk_create(cells, batch_size=500)
    recorder.record_all_created(cells, step="lay", by=by, at=at)
    return cells


def built(region: Region, values: Mapping[str, Any], by: Officer | None, at: datetime) -> GridCell:
    """A new cell, not stored and not checked."""
    place = {"region": region, "region_code": region.code, "county_code": county_of(region.code)}
    return GridCell(**place, **values, created_at=at, created_by=by)


def apply(cell: GridCell, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(cell, name, value)
    cell.version += 1


def locked_cell(pk: int, by: Officer | None) -> GridCell:
    """The stored cell, locked; it is the officer's and in force, else PermissionDenied or StepRefused."""
    stored = GridCell.objects.select_for_update(of=("self",)).select_related("region").get(pk=pk)
    insist(by, Permission.MANAGE_GRID, stored.region_code)
    if stored.dissolved_on is not None:
        raise StepRefused(f"网格“{stored.name}”已于 {stored.dissolved_on} 撤销，不能再改动。")
    return stored


def check_cell(cell: GridCell, at: datetime) -> None:
    """Raise ValidationError, by field, for what a cell cannot be."""
    region, unit = cell.region, cell.supervising_department
    if region.kind in (RegionKind.PREFECTURE, RegionKind.COUNTY):
        message = f"{region.name}是{region.get_kind_display()}，网格应设到乡镇、街道、园区或村。"
        raise ValidationError({"region": message})
    if unit is not None and not contains(unit.region.code, cell.region_code):
        message = f"{unit.name}不是{region.name}所在地区或上级地区的成员单位，请重新选择。"
        raise ValidationError({"supervising_department": message})
    if cell.founded_on is not None and cell.founded_on > localdate(at):
        message = f"设立日期 {cell.founded_on} 晚于今天，请填写今天或以前的日期。"
        raise ValidationError({"founded_on": message})
    cell.clean_fields(exclude=_NOT_TYPED)


def check_end(on: date, began: date, at: datetime, *, what: str, since: str) -> None:
    """Raise ValidationError about the field ``on`` for a last day before the first one, or after today."""
    if on < began:
        raise ValidationError({"on": f"{what} {on} 早于{since} {began}，请核对。"})
    if on > localdate(at):
        raise ValidationError({"on": f"{what} {on} 晚于今天，请填写今天或以前的日期。"})


def insist_on_founding(cells: Sequence[GridCell]) -> None:
    """Raise ValidationError, by field, for a cell that would be younger than its first post, held or ended."""
    posts = GridPost.objects.filter(cell__in=cells).order_by().values_list("cell")
    first_days = dict(posts.annotate(first=Min("from_on")))
    for cell in cells:
        first = first_days.get(cell.pk)
        if first is not None and cell.founded_on > first:
            message = f"设立日期 {cell.founded_on} 晚于最早的任职日期 {first}，请核对。"
            raise ValidationError({"founded_on": message})
