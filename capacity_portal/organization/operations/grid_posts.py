"""Who answers for a cell, from day to day: a new person ends the former one's post; nothing is overwritten."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization import recorder
from capacity_portal.organization.choices import PostKind
from capacity_portal.organization.models import GridCell, GridPost, Officer
from capacity_portal.organization.operations.grid import check_end, locked_cell
from capacity_portal.organization.rules.grid import day_fault, holder_fault


@dataclass(frozen=True)
class Change:
    """A new post, and the one of the same kind that it ends."""

    begun: GridPost
    ended: GridPost | None


@dataclass
class CellPosts:
    """A cell's open posts, and the last day on which somebody held one before, both by kind."""

    held: dict[str, GridPost] = field(default_factory=dict)
    taken_until: dict[str, date] = field(default_factory=dict)


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
    its own first day). Nobody's time is taken, see ``rules.grid.day_fault``. Raises ValidationError, StepRefused,
    PermissionDenied.
    """
    stored = locked_cell(cell.pk, by)
    posts = posts_of([stored])[stored.pk]
    change = planned(stored, PostKind(kind), officer, from_on, posts, by, at)
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


def posts_of(cells: list[GridCell]) -> dict[int, CellPosts]:
    """Who holds and held the posts of (locked) cells, by cell; the open ones locked."""
    known = {cell.pk: CellPosts() for cell in cells}
    cells_by_id = {cell.pk: cell for cell in cells}
    posts = GridPost.objects.filter(cell__in=known)
    for post in posts.select_for_update(of=("self",)).filter(to_on=None).select_related("officer"):
        post.cell = cells_by_id[post.cell_id]
        known[post.cell_id].held[post.kind] = post
    ends = posts.exclude(to_on=None).order_by().values_list("cell", "kind").annotate(last=Max("to_on"))
    for cell_id, kind, last in ends:
        known[cell_id].taken_until[kind] = last
    return known


def planned(
    cell: GridCell,
    kind: PostKind,
    officer: Officer,
    from_on: date,
    posts: CellPosts,
    by: Officer | None,
    at: datetime,
) -> Change:
    """What an appointment makes and ends; nothing is stored. Raises ValidationError."""
    today = localdate(at)
    if fault := holder_fault(officer, cell.region_code, today):
        raise ValidationError({"officer": f"{fault}，请另选人员。"})
    for post in posts.held.values():
        if post.officer_id == officer.pk:
            message = f"{officer.name}已是网格“{cell.name}”的{PostKind(post.kind).label}。"
            raise ValidationError({"officer": f"{message}改任其他职责的，请先办理离任。"})
    former = posts.held.get(kind)
    fault = day_fault(
        from_on,
        today,
        founded=cell.founded_on,
        former=(former.officer.name, former.from_on) if former else None,
        taken_until=posts.taken_until.get(kind),
    )
    if fault:
        raise ValidationError({"from_on": fault})
    post = GridPost(cell=cell, kind=kind, officer=officer, from_on=from_on, appointed_at=at, appointed_by=by)
    return Change(post, former)


def ended(post: GridPost, *, to_on: date, by: Officer | None, at: datetime) -> GridPost:
    """The post with its end, not stored."""
    post.to_on, post.ended_at, post.ended_by = to_on, at, by
    return post


def last_day(former: GridPost, from_on: date) -> date:
    """The former holder's last day: the day before, or his first day when he began on the very day."""
    return max(former.from_on, from_on - timedelta(days=1))


def _end(post: GridPost, *, by: Officer | None, at: datetime, note: str, to_on: date) -> None:
    with recorder.recording(post, step="end", by=by, at=at, note=note):
        ended(post, to_on=to_on, by=by, at=at).save()
