"""How many findings a month brought, closed and left: the same figures for the county's return and the prefecture's pages.

``found`` goes by the month of the visit, ``closed`` by the day of closing; what was open at the end of the month before, and
found, less closed, is open at the end.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from capacity_portal.lib import months
from capacity_portal.lib.moments import beginning_of
from capacity_portal.lib.territory import next_prefix
from inspections.choices import FindingKind, Severity
from inspections.models import Finding


def _nothing_found() -> dict[str, dict[str, int]]:
    return {kind: dict.fromkeys(Severity.values, 0) for kind in FindingKind.values}


@dataclass
class FindingCounts:
    """Numbers of findings. ``found``: ``{kind: {severity: n}}``, complete, zeros included.

    ``overdue`` of the ``open_at_end`` had passed their deadline, ``escalated`` of these had gone up to the prefecture.
    """

    found: dict[str, dict[str, int]] = field(default_factory=_nothing_found)
    closed: int = 0
    open_at_end: int = 0
    overdue: int = 0
    escalated: int = 0

    @property
    def found_total(self) -> int:
        return sum(sum(by_severity.values()) for by_severity in self.found.values())

    def of_kind(self, kind: str) -> int:
        return sum(self.found[kind].values())

    def of_severity(self, severity: str) -> int:
        return sum(by_severity[severity] for by_severity in self.found.values())


def finding_counts(period: int, county_code: str, *, today: date | None = None) -> FindingCounts:
    """The figures of one county (or zone) for the month ``period`` (yyyymm); see ``counts_by_county``. Two queries."""
    rows = Finding.objects.filter(county_code=county_code)
    return _counted(rows, period, today).get(county_code) or FindingCounts()


def counts_by_county(period: int, *, within: str = "", today: date | None = None) -> dict[str, FindingCounts]:
    """The figures of every county inside the region ``within`` that has any, by county code. Two queries.

    ``today``: while the month runs, what is not yet due today is not overdue; without it the month's end decides.
    """
    rows = Finding.objects.all()
    if within:
        rows = rows.filter(region_code__gte=within, region_code__lt=next_prefix(within))
    return _counted(rows, period, today)


def total(counts: Iterable[FindingCounts]) -> FindingCounts:
    """The sum of several counties."""
    whole = FindingCounts()
    for one in counts:
        for kind, by_severity in one.found.items():
            for severity, number in by_severity.items():
                whole.found[kind][severity] += number
        whole.closed += one.closed
        whole.open_at_end += one.open_at_end
        whole.overdue += one.overdue
        whole.escalated += one.escalated
    return whole


def _counted(rows: QuerySet[Finding], period: int, today: date | None) -> dict[str, FindingCounts]:
    counts: dict[str, FindingCounts] = {}
    for row in _courses(rows, period, today):
        code = row.pop("county_code")
        counts[code] = FindingCounts(**row)
    found = rows.filter(period=period).order_by().values_list("county_code", "kind", "severity")
    for code, kind, severity, number in found.annotate(number=Count("id")):
        counts.setdefault(code, FindingCounts()).found[kind][severity] = number
    return counts


def _courses(rows: QuerySet[Finding], period: int, today: date | None) -> QuerySet:
    """Per county what was closed in the month, and what was left at its end."""
    first, after = months.first_day(period), months.first_day(months.next_month(period))
    begin, end = (beginning_of(day) for day in (first, after))
    looked_on = min(today or after, after)
    left = Q(closed_at=None) | Q(closed_at__gte=end)
    late = left & Q(deadline_on__lt=looked_on)
    alive = rows.filter(period__lte=period).filter(left | Q(closed_at__gte=begin))
    return (
        alive.order_by()
        .values("county_code")
        .annotate(
            closed=Count("id", filter=Q(closed_at__gte=begin, closed_at__lt=end)),
            open_at_end=Count("id", filter=left),
            overdue=Count("id", filter=late),
            escalated=Count("id", filter=late & Q(escalated_at__lt=end)),
        )
    )
