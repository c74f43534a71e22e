"""Lists of a month's duties under filters, in the order an index carries."""

from django.db.models import Q, QuerySet

from capacity_portal.lib.pages import Order
from capacity_portal.lib.territory import next_prefix
from inspections.choices import Coverage, DutyEntry
from inspections.models import Duty
from inspections.queries.leaving import LEFT
from inspections.queries.scope import duties_visible_to
from inspections.rules.duty_filters import NO_CELL, DutyFilters

BY_PLACE = Order("region", "按地区", ("region_code", "id"))
_IN_FORCE = Q(removed_on=None)
_UNCOVERED = _IN_FORCE & Q(coverage__in=[Coverage.PENDING, Coverage.ATTEMPTED])
_STANDINGS = {
    "uncovered": _UNCOVERED,
    "pending": _IN_FORCE & Q(coverage=Coverage.PENDING),
    "attempted": _IN_FORCE & Q(coverage=Coverage.ATTEMPTED),
    "unexplained": _UNCOVERED & Q(gap_reason=""),
    "explained": _UNCOVERED & ~Q(gap_reason=""),
    "due": _IN_FORCE & ~Q(coverage=Coverage.EXCUSED),
    "covered": _IN_FORCE & Q(coverage=Coverage.COVERED),
    "late": _IN_FORCE & Q(is_late=True),
    "excused": _IN_FORCE & Q(coverage=Coverage.EXCUSED),
    "force": _IN_FORCE,
    "opening": Q(entry=DutyEntry.OPENING),
    "added": Q(entry=DutyEntry.ADDED),
    "removed": Q(removed_on__isnull=False),
    "reminded": _UNCOVERED & Q(reminded_at__isnull=False),
    "left": LEFT,
}


def duties_of(officer, period: int) -> QuerySet[Duty]:
    """All duties of the month that the officer may see, removed ones included."""
    return duties_visible_to(officer).filter(period=period)


def duties_matching(officer, period: int, filters: DutyFilters) -> QuerySet[Duty]:
    """The month's duties under ``filters``, unordered, for ``lib.pages.keyset_page`` with BY_PLACE."""
    rows = duties_of(officer, period).filter(_STANDINGS[filters.standing])
    if filters.county:
        rows = rows.filter(region_code__gte=filters.county, region_code__lt=next_prefix(filters.county))
    if filters.cell is not None:
        rows = rows.filter(cell=None) if filters.cell == NO_CELL else rows.filter(cell=filters.cell)
    exact = {
        "kind": filters.kind,
        "supervision_class": filters.supervision_class,
        "is_key": filters.key,
        "is_lookback": filters.lookback,
    }
    return rows.filter(**{name: value for name, value in exact.items() if value})
