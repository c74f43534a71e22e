"""Figures of tip-offs for a month or a year, and the list behind each number.

The office counts what it received; a unit counts what was handed over to it, and nothing else (settled 24). Every number is the
count of the rows that ``rows_of`` gives for its name.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from capacity_portal.organization.access import within_region
from capacity_portal.organization.roles import RoleCode
from tipoffs.choices import OPEN_STATES, Conclusion, TipState
from tipoffs.models import Tip, Verification
from tipoffs.queries.scope import assignments_of, is_office, tips_visible_to
from tipoffs.rules.figures import Period

_ZONE = ZoneInfo("Asia/Shanghai")
_FOUND = (Conclusion.CONFIRMED, Conclusion.PARTLY)

OFFICE_NUMBERS = {
    "received": "收到", "accepted": "受理", "refused": "不予受理", "handed_over": "交办", "closed": "办结",
    "confirmed": "办结中属实", "partly": "办结中部分属实", "unfounded": "办结中不属实", "open": "期末在办", "overdue": "在办中逾期",
}  # fmt: skip
UNIT_NUMBERS = {
    name: {"received": "交办"}.get(name, label)
    for name, label in OFFICE_NUMBERS.items()
    if name not in ("accepted", "refused", "handed_over")
}
OUTCOMES = {
    "came": "收到",
    "came_refused": "不予受理",
    "came_open": "在办",
    "came_closed": "办结",
    "came_found": "属实（含部分）",
}
"""What became of those that came in during the period."""
PUNCTUAL = {
    "handover_due": "应于本期交办", "handover_in_time": "其中按期交办", "result_due": "应于本期反馈", "result_in_time": "其中按期反馈",
}  # fmt: skip


def is_whole(officer) -> bool:
    """Whether the figures are those of the whole prefecture: the office's; its staff see them without seeing a tip."""
    return is_office(officer) or officer.role == RoleCode.OFFICE_STAFF


def numbers_of(officer) -> dict[str, str]:
    return OFFICE_NUMBERS if is_whole(officer) else UNIT_NUMBERS


def labels_of(officer) -> dict[str, str]:
    """Every name that ``rows_of`` knows for the officer."""
    return numbers_of(officer) | OUTCOMES | PUNCTUAL


def counted(officer) -> QuerySet[Tip]:
    """The tips the figures are about, of whatever time."""
    if officer.role == RoleCode.OFFICE_STAFF:
        return within_region(Tip.objects.all(), officer)
    return tips_visible_to(officer)


def came(officer, period: Period) -> QuerySet[Tip]:
    """What the office received, or what was handed over to the unit, during the period."""
    if is_whole(officer):
        return counted(officer).filter(received_on__range=(period.first, period.last))
    handed = assignments_of(officer).filter(tip=OuterRef("pk"), **_during("assigned_at", period))
    return counted(officer).filter(Exists(handed))


def rows_of(name: str, officer, period: Period) -> QuerySet[Tip]:
    """The tips that ``name`` (see ``labels_of``) counts."""
    if name in ("received", "came"):
        return came(officer, period)
    if name in OUTCOMES:
        return came(officer, period).filter(_OUTCOME[name])
    rows = counted(officer)
    return rows.filter(_STANDING[name](period)) if name in _STANDING else rows.filter(_event(name, period))


def _during(field: str, period: Period) -> dict[str, datetime]:
    return {f"{field}__gte": start_of(period), f"{field}__lt": end_of(period)}


def start_of(period: Period) -> datetime:
    return datetime.combine(period.first, time(), _ZONE)


def end_of(period: Period) -> datetime:
    return datetime.combine(period.last + timedelta(days=1), time(), _ZONE)


def _event(name: str, period: Period) -> Q:
    if name in Conclusion.values:
        return Q(conclusion=name, **_during("closed_at", period))
    if name == "refused":
        return Q(state=TipState.REFUSED, **_during("refused_at", period))
    return Q(**_during(f"{name}_at", period))


def _open(period: Period) -> Q:
    """Received by the last day, and neither closed nor refused by then."""
    end = end_of(period)
    still = Q(state__in=OPEN_STATES) | Q(closed_at__gte=end) | Q(state=TipState.REFUSED, refused_at__gte=end)
    return Q(received_on__lte=period.last) & still


def _result_in_time(period: Period) -> Q:
    current = Verification.objects.filter(tip=OuterRef("pk"), replaced_at=None)
    return _result_due(period) & Q(Exists(current.filter(recorded_at__date__lte=OuterRef("result_due_on"))))


def _handover_due(period: Period) -> Q:
    """What fell due, or was done before it did: the end of a running month does not count against anybody."""
    within = Q(handover_due_on__range=(period.first, period.last))
    open_to_all = within & ~Q(state__in=[TipState.REFUSING, TipState.REFUSED])
    return open_to_all & (Q(handed_over_at__isnull=False) | Q(handover_due_on__lt=localdate()))


def _result_due(period: Period) -> Q:
    current = Verification.objects.filter(tip=OuterRef("pk"), replaced_at=None)
    within = Q(result_due_on__range=(period.first, period.last))
    return within & (Q(Exists(current)) | Q(result_due_on__lt=localdate()))


def reached(period: Period) -> date:
    """The last day of the period that has come."""
    return min(period.last, localdate())


_STANDING = {
    "open": _open,
    "overdue": lambda period: _open(period) & Q(due_on__lt=reached(period)),
    "handover_due": _handover_due,
    "handover_in_time": lambda period: (
        _handover_due(period) & Q(handed_over_at__date__lte=F("handover_due_on"))
    ),
    "result_due": _result_due,
    "result_in_time": _result_in_time,
}
_OUTCOME = {
    "came_refused": Q(state=TipState.REFUSED),
    "came_open": Q(state__in=OPEN_STATES),
    "came_closed": Q(state=TipState.CLOSED),
    "came_found": Q(conclusion__in=_FOUND),
}
