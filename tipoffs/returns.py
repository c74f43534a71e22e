"""What a county's monthly return says of tip-offs: those handed over to it, and no others (settled 24)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from capacity_portal.lib import months
from enterprises import registries
from enterprises.registries import ReturnFigure
from tipoffs.choices import AssignmentState, Conclusion
from tipoffs.models import Assignment, Disposition, Verification

_ZONE = ZoneInfo("Asia/Shanghai")
_GROUP = "举报"


def register() -> None:
    """Called from AppConfig.ready."""
    registries.register_return_figures(figures)
    registries.register_return_flags(flags)


def figures(period: int, county_code: str) -> Iterable[ReturnFigure]:
    """交办、核查、处理 of the month; what stands open at its end. Zeros too."""
    start, end = _span(period)
    assigned = assignments_in(county_code)
    tips = assigned.order_by().values("tip")
    found = Verification.objects.filter(
        tip__in=tips, recorded_at__gte=start, recorded_at__lt=end, replaced_at=None
    )
    dealt = Disposition.objects.filter(tip__in=tips, recorded_at__gte=start, recorded_at__lt=end)
    standing = _open(assigned, end)
    counts = (
        (
            "交办",
            assigned.filter(assigned_at__gte=start, assigned_at__lt=end).values("tip").distinct().count(),
        ),
        ("核查", found.count()),
        ("其中属实（含部分属实）", found.exclude(conclusion=Conclusion.UNFOUNDED).count()),
        ("处理", dealt.values("tip").distinct().count()),
        ("月末在办", standing.values("tip").distinct().count()),
        ("其中逾期", standing.filter(due_on__lt=_reached(period)).values("tip").distinct().count()),
    )
    return [ReturnFigure(_GROUP, label, value) for label, value in counts]


def flags(period: int, county_code: str) -> Iterable[str]:
    """A sentence when something handed over by the end of the month is still open: "nothing to report" must not hide it."""
    standing = _open(assignments_in(county_code), _span(period)[1]).filter(state=AssignmentState.OPEN)
    count = standing.values("tip").distinct().count()
    if not count:
        return []
    late = standing.filter(due_on__lt=_reached(period)).values("tip").distinct().count()
    return [f"交办本县的举报还有{count}件没有办完" + (f"，其中{late}件已逾期。" if late else "。")]


def assignments_in(county_code: str) -> QuerySet[Assignment]:
    """Hand-overs to the county and its departments, but for those returned or given to others."""
    rows = Assignment.objects.filter(region_code=county_code)
    return rows.exclude(state__in=[AssignmentState.RETURNED, AssignmentState.TRANSFERRED])


def _open(rows: QuerySet[Assignment], end: datetime) -> QuerySet[Assignment]:
    return rows.filter(Q(ended_at=None) | Q(ended_at__gte=end), assigned_at__lt=end)


def _reached(period: int) -> date:
    """The last day of the month that has come."""
    return min(months.last_day(period), localdate())


def _span(period: int) -> tuple[datetime, datetime]:
    first, last = months.first_day(period), months.last_day(period)
    return datetime.combine(first, time(), _ZONE), datetime.combine(last + timedelta(days=1), time(), _ZONE)
