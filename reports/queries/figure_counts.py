"""Figures that count records: for each key the kind of record and the rows, of a region's year.

What a state is (enterprises, furnaces) is as it stands now; what happened is of the year by its own day. Meetings, documents and the
leading group are the region's own, everything else is that of its whole territory.
"""

from collections.abc import Callable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from capacity_portal.lib.territory import Level, level_of, next_prefix
from capacity_portal.organization.models import Department
from enterprises.choices import CLOSED_STATUSES, EquipmentState, Industry, SupervisionClass
from enterprises.models import Enterprise, Equipment, ReductionTask
from inspections.choices import Coverage, FindingKind, FindingState, ReturnState, VisitState
from inspections.models import Duty, Finding, MonthlyReturn, Visit
from inspections.queries.numerator import in_numerator, night_checks
from reports.choices import OUT_STATES
from reports.models import GroupMember, IncomingDocument, Meeting, Notice, Recipient, UnitDuty
from tipoffs.choices import AssignmentState, TipKind
from tipoffs.models import Assignment, Disposition, Tip, Verification

Rows = tuple[str, QuerySet]
Counter = Callable[[str, int], Rows]
_STEEL_TIPS = (TipKind.PRODUCTION, TipKind.RELOCATED, TipKind.DISGUISED, TipKind.FURNACE)
_ELSEWHERE = (AssignmentState.RETURNED, AssignmentState.TRANSFERRED)
_FILED = (ReturnState.SUBMITTED, ReturnState.ACCEPTED)


def inside(rows: QuerySet, code: str, field: str = "region_code") -> QuerySet:
    """Rows of the territory, by an index range."""
    return rows.filter(**{f"{field}__gte": code, f"{field}__lt": next_prefix(code)})


def topmost(rows: QuerySet, code: str, *kind: str, field: str = "region_code") -> QuerySet:
    """Of each ``kind`` (values of these fields) the region's own rows; of a kind it has none of, those of the places inside it:
    a share is never added to its total.
    """
    own = Q(**{field: code})
    elsewhere = Q()
    for values in rows.filter(own).order_by().values(*kind).distinct():
        elsewhere &= ~Q(**values)
    return inside(rows, code, field).filter(own | elsewhere) if elsewhere else inside(rows, code, field)


def tasks_of(code: str, year: int) -> QuerySet[ReductionTask]:
    """Tasks of the year, by industry the region's own or else those of the places inside it."""
    return topmost(ReductionTask.objects.filter(year=year), code, "industry")


def months_of(year: int) -> dict[str, int]:
    return {"period__gte": year * 100 + 1, "period__lte": year * 100 + 12}


def _tasks(industry: str) -> Counter:
    return lambda code, year: ("reduction_task", tasks_of(code, year).filter(industry=industry))


def _files(**asked) -> Counter:
    standing = Enterprise.objects.unmerged()
    return lambda code, year: ("enterprise", inside(standing.filter(**asked), code))


def _working(**asked) -> Counter:
    """Files that stand and whose works are not closed."""
    standing = Enterprise.objects.unmerged().exclude(status__in=CLOSED_STATUSES)
    return lambda code, year: ("enterprise", inside(standing.filter(**asked), code))


def _exited(code: str, year: int) -> Rows:
    """What was closed in the year and still is: a revived works has not left."""
    closed = Enterprise.objects.unmerged().filter(closed_on__year=year, status__in=CLOSED_STATUSES)
    return "enterprise", inside(closed, code)


def furnaces_in(code: str) -> QuerySet[Equipment]:
    """Furnaces that stand, of files that stand for themselves; as in ``inspections.queries.furnaces``."""
    rows = Equipment.objects.filter(
        is_withdrawn=False, kind__is_induction_furnace=True, enterprise__merged_into=None
    )
    return inside(rows.exclude(state=EquipmentState.DISMANTLED), code)


def _furnace_users(code: str, year: int) -> Rows:
    having = Exists(furnaces_in(code).filter(enterprise=OuterRef("pk")))
    return "enterprise", inside(Enterprise.objects.unmerged(), code).filter(having)


def _visits(code: str, year: int) -> Rows:
    valid = Visit.objects.filter(in_numerator(), state=VisitState.RECORDED, visited_on__year=year)
    return "visit", inside(valid, code)


def _nights(code: str, year: int) -> Rows:
    return "visit", inside(night_checks().filter(visited_on__year=year), code)


def _duties(*coverages: str) -> Counter:
    def rows(code: str, year: int) -> Rows:
        return "duty", inside(
            Duty.objects.filter(removed_on=None, coverage__in=coverages, **months_of(year)), code
        )

    return rows


def _findings(*conditions: Q, **asked) -> Counter:
    return lambda code, year: (
        "finding",
        inside(Finding.objects.filter(*conditions, found_on__year=year, **asked), code),
    )


def _tips_of(code: str) -> QuerySet[Tip]:
    """The prefecture's tips; a county's are those handed over to it (settled 24)."""
    if level_of(code) < Level.COUNTY:
        return inside(Tip.objects.all(), code)
    handed = Assignment.objects.filter(tip=OuterRef("pk"), region_code=code).exclude(state__in=_ELSEWHERE)
    return Tip.objects.filter(Exists(handed))


def _tips(**asked) -> Counter:
    return lambda code, year: ("tip", _tips_of(code).filter(received_on__year=year, **asked))


def _verified(code: str, year: int) -> Rows:
    current = Verification.objects.filter(tip=OuterRef("pk"), replaced_at=None, ended_on__year=year)
    return "tip", _tips_of(code).filter(Exists(current))


def _dealt(code: str, year: int) -> Rows:
    return "tip", _tips_of(code).filter(Exists(Disposition.objects.filter(tip=OuterRef("pk"), on__year=year)))


def _issued(code: str, year: int) -> Rows:
    return "notice", Notice.objects.filter(region_code=code, state__in=OUT_STATES, dated__year=year)


def _received(code: str, year: int) -> Rows:
    """The office's register; of a county what was issued to its own office."""
    if level_of(code) < Level.COUNTY:
        return "incoming", IncomingDocument.objects.filter(region_code=code, received_on__year=year)
    rows = Recipient.objects.filter(region_code=code, department=None)
    return "recipient", rows.filter(notice__state__in=OUT_STATES, notice__dated__year=year)


def _meetings(code: str, year: int) -> Rows:
    return "meeting", Meeting.objects.filter(region_code=code, held_on__year=year)


def _posts(code: str, year: int) -> QuerySet[GroupMember]:
    """Posts in force at the end of the year: who followed and who went before are one post."""
    last = date(year, 12, 31)
    in_force = Q(until=None) | Q(until__gte=last)
    return GroupMember.objects.filter(in_force, region_code=code, since__lte=last)


def _units(code: str, year: int) -> Rows:
    """Units with a post in the group or a duty of the year."""
    of_group = _posts(code, year).filter(department=OuterRef("pk"))
    with_duty = UnitDuty.objects.filter(region_code=code, year=year, department=OuterRef("pk"))
    return "department", Department.objects.filter(Exists(of_group) | Exists(with_duty))


def _returns(**asked) -> Counter:
    return lambda code, year: (
        "monthly_return",
        inside(MonthlyReturn.objects.filter(state__in=_FILED, **months_of(year), **asked), code),
    )


COUNTED: dict[str, Counter] = {
    "steel_tasks": _tasks(Industry.STEEL),
    "coal_tasks": _tasks(Industry.COAL),
    "exited_enterprises": _exited,
    "closed_enterprises": _files(status__in=CLOSED_STATUSES),
    "enterprises": _working(),
    "enterprises_steel_smelting": _working(supervision_class=SupervisionClass.STEEL_SMELTING),
    "enterprises_foundry": _working(supervision_class=SupervisionClass.FOUNDRY),
    "enterprises_rolling": _working(supervision_class=SupervisionClass.ROLLING),
    "enterprises_induction_furnace": _working(supervision_class=SupervisionClass.INDUCTION_FURNACE),
    "furnace_users": _furnace_users,
    "visits": _visits,
    "night_visits": _nights,
    "duties": _duties(Coverage.PENDING, Coverage.ATTEMPTED, Coverage.COVERED),
    "duties_covered": _duties(Coverage.COVERED),
    "findings": _findings(),
    "findings_closed": _findings(state=FindingState.CLOSED),
    "findings_open": _findings(~Q(state=FindingState.CLOSED)),
    "revivals": _findings(kind=FindingKind.REVIVAL, is_confirmed=True),
    "new_capacity": _findings(kind=FindingKind.NEW_CAPACITY),
    "tips": _tips(),
    "steel_tips": _tips(kind__in=_STEEL_TIPS),
    "tips_verified": _verified,
    "tips_dealt": _dealt,
    "documents_issued": _issued,
    "documents_received": _received,
    "meetings": _meetings,
    "member_units": _units,
    "group_members": lambda code, year: ("group_member", _posts(code, year)),
    "unit_duties": lambda code, year: ("unit_duty", UnitDuty.objects.filter(region_code=code, year=year)),
    "monthly_returns": _returns(),
    "late_returns": _returns(is_late=True),
}  # fmt: skip
