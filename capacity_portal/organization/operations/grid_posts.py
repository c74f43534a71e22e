"""Who answers for a cell, from day to day: a new person ends the former one's post; nothing is overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization import recorder
from capacity_portal.organization.choices import PostKind
from capacity_portal.organization.models import GridCell, GridPost, Officer
from capacity_portal.organization.operations.grid import check_end, locked_cell
from capacity_portal.organization.rules.grid import holder_fault


@dataclass(frozen=True)
class Change:
    """A new post, and the one of the same kind that it ends."""

    begun: GridPost
    ended: GridPost | None


@refused_in_chinese
@transaction.atomic
def appoint(
    *,
    cell: GridCell,
    kind: PostKind,
    officer: Officer,
    from_on: date,
    by: Officer | None,
    at: datetime,
    note: str = "",
) -> GridPost:
    """Let ``officer`` answer for the cell from a day on; the former holder's post ends the day before (at the earliest on
    its own first day). Raises ValidationError, StepRefused, PermissionDenied.
    """
    stored = locked_cell(cell.pk, by)
    change = planned(stored, PostKind(kind), officer, from_on, open_posts([stored])[stored.pk], by, at)
    if change.ended is not None:
        _end(change.ended, by=by, at=at, note=note, to_on=last_day(change.ended, from_on))
    change.begun.save(force_insert=True)
    recorder.record_created(change.begun, step="appoint", by=by, at=at, note=note)
    return change.begun


@refused_in_chinese
@transaction.atomic
def end_post(*, post: GridPost, on: date, by: Officer | None, at: datetime, note: str = "") -> GridPost:
    """End a post on its last day; the cell is a blind spot until somebody follows. Raises ValidationError, StepRefused."""
    cell = locked_cell(post.cell_id, by)
    stored = GridPost.objects.select_for_update(of=("self",)).select_related("officer").get(pk=post.pk)
    if stored.to_on is not None:
        raise StepRefused(f"{stored.officer.name}已于 {stored.to_on} 离任，请刷新页面查看。")
    check_end(on, stored.from_on, at, what="离任日期", since="任职日期")
    stored.cell = cell
    _end(stored, by=by, at=at, note=note, to_on=on)
    return stored


def open_posts(cells: list[GridCell]) -> dict[int, dict[str, GridPost]]:
    """The posts held now, by cell and kind, locked."""
    known: dict[int, dict[str, GridPost]] = {cell.pk: {} for cell in cells}
    cells_by_id = {cell.pk: cell for cell in cells}
    found = GridPost.objects.select_for_update(of=("self",)).filter(cell__in=known, to_on=None)
    for post in found.select_related("officer"):
        post.cell = cells_by_id[post.cell_id]
        known[post.cell_id][post.kind] = post
    return known


def planned(
    cell: GridCell,
    kind: PostKind,
    officer: Officer,
    from_on: date,
    held: Mapping[str, GridPost],
    by: Officer | None,
    at: datetime,
) -> Change:
    """What an appointment makes and ends; nothing is stored. ``held``: the cell's open posts by kind. Raises ValidationError."""
    today = localdate(at)
    if fault := holder_fault(officer, cell.region_code, today):
        raise ValidationError({"officer": f"{fault}，请另选人员。"})
    _insist_on_day(from_on, cell, today)
    for post in held.values():
        if post.officer_id == officer.pk:
            message = f"{officer.name}已是网格“{cell.name}”的{PostKind(post.kind).label}。"
            raise ValidationError({"officer": f"{message}改任其他职责的，请先办理离任。"})
    former = held.get(kind)
    if former is not None and from_on < former.from_on:
        message = f"任职日期 {from_on} 早于现任{former.officer.name}的任职日期 {former.from_on}，请核对。"
        raise ValidationError({"from_on": message})
    post = GridPost(cell=cell, kind=kind, officer=officer, from_on=from_on, appointed_at=at, appointed_by=by)
    return Change(post, former)


def ended(post: GridPost, *, to_on: date, by: Officer | None, at: datetime) -> GridPost:
    """The post with its end, not stored."""
    post.to_on, post.ended_at, post.ended_by = to_on, at, by
    return post


def _insist_on_day(from_on: date, cell: GridCell, today: date) -> None:
    if from_on < cell.founded_on:
        message = f"任职日期 {from_on} 早于网格的设立日期 {cell.founded_on}，请核对。"
        raise ValidationError({"from_on": message})
    if from_on > today:
        raise ValidationError({"from_on": f"任职日期 {from_on} 晚于今天，请填写今天或以前的日期。"})


def last_day(former: GridPost, from_on: date) -> date:
    """The former holder's last day: the day before, or his first day when he began on the very day."""
    return max(former.from_on, from_on - timedelta(days=1))


def _end(post: GridPost, *, by: Officer | None, at: datetime, note: str, to_on: date) -> None:
    with recorder.recording(post, step="end", by=by, at=at, note=note):
        ended(post, to_on=to_on, by=by, at=at).save()
