"""Duties for the keyboard grid and the sheet: what has still to be inspected."""

from django.db.models import QuerySet

from inspections.choices import Coverage
from inspections.models import Duty
from inspections.queries.scope import duties_visible_to


def unvisited(officer, period: int) -> QuerySet[Duty]:
    """Duties of the month that the officer sees and that are still to be inspected."""
    rows = duties_visible_to(officer).in_force().filter(period=period)
    return rows.filter(coverage__in=[Coverage.PENDING, Coverage.ATTEMPTED])
