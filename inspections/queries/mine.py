"""The officer's own list of the month: what to do first, then what failed, what came back, what is done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from inspections.choices import Coverage, VisitState
from inspections.models import Duty, Round, Visit
from inspections.queries.scope import cells_of, cells_visible_to, duties_visible_to, is_bound_to_cells

MOST = 300
"""Duties shown of one group; the rest stands on the county's list of the month."""
_ORDER = ("-is_key", "cell_name", "title", "id")


@dataclass(frozen=True)
class Row:
    """``last``: the last visit of the month, whatever became of it."""

    duty: Duty
    last: Visit | None


@dataclass
class Group:
    label: str
    kind: str
    rows: list[Row] = field(default_factory=list)
    is_cut: bool = False


def own_duties(officer, round_: Round, *, everybody: bool = False, cell: int | None = None) -> QuerySet[Duty]:
    """A grid officer's cells; for others the duties they answer for, or with ``everybody`` all of their region."""
    rows = duties_visible_to(officer).filter(round=round_).in_force()
    if not is_bound_to_cells(officer) and not everybody:
        held = list(cells_of(officer).values_list("pk", flat=True))
        rows = rows.filter(Q(responsible_officer=officer) | Q(cell__in=held))
    return rows.filter(cell=cell) if cell is not None else rows


def cells_to_choose(officer) -> list:
    """Cells the list can be narrowed to."""
    cells = cells_of(officer) if is_bound_to_cells(officer) else cells_visible_to(officer).current()
    return list(cells.order_by("region_code", "id")[:MOST])


def grouped(duties: QuerySet[Duty]) -> list[Group]:
    """未排查, 到场未查成, 已退回, 已排查, each with the last visit; two queries a group."""
    sent_back = Exists(Visit.objects.filter(duty=OuterRef("pk"), state=VisitState.SENT_BACK))
    duties = duties.annotate(was_sent_back=sent_back).select_related("checklist")
    unfinished = Q(coverage__in=(Coverage.PENDING, Coverage.ATTEMPTED))
    chosen = [
        ("已退回", "bad", unfinished & Q(was_sent_back=True)),
        ("未排查", "warn", Q(coverage=Coverage.PENDING, was_sent_back=False)),
        ("到场未查成", "warn", Q(coverage=Coverage.ATTEMPTED, was_sent_back=False)),
        ("已排查", "good", Q(coverage__in=(Coverage.COVERED, Coverage.EXCUSED))),
    ]
    return [_group(label, kind, duties.filter(which)) for label, kind, which in chosen]


def _group(label: str, kind: str, duties: QuerySet[Duty]) -> Group:
    rows = list(duties.order_by(*_ORDER)[: MOST + 1])
    last = _last_visits(rows)
    return Group(label, kind, [Row(duty, last.get(duty.pk)) for duty in rows[:MOST]], len(rows) > MOST)


def _last_visits(duties: Iterable[Duty]) -> dict[int, Visit]:
    visits = Visit.objects.filter(duty__in=[duty.pk for duty in duties]).exclude(state=VisitState.REPLACED)
    return {visit.duty_id: visit for visit in visits.order_by("id")}


def days_left(round_: Round, today: date) -> int:
    """Until the visits are due; negative when that day has passed."""
    return (round_.visits_due_on - today).days
