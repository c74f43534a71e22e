"""When the month's visits and returns are due, over the office's calendar of working days."""

from datetime import date, timedelta

from capacity_portal.lib import months
from capacity_portal.lib.workdays import Calendar, deadline

MOST_DAYS = 20
"""A month may have no more than this many working days taken off its end, or granted after it."""


def visits_due_on(period: int, calendar: Calendar, *, workdays_before_end: int = 0) -> date:
    """The last working day of the month ``period`` (yyyymm), or that many working days before it."""
    day = months.last_day(period)
    left = _bounded(workdays_before_end)
    while not calendar.is_workday(day) or left:
        left -= calendar.is_workday(day)
        day -= timedelta(days=1)
    return max(day, months.first_day(period))


def return_due_on(period: int, calendar: Calendar, *, workdays: int = 3) -> date:
    """The ``workdays``-th working day of the month after ``period``."""
    return deadline(months.last_day(period), max(1, _bounded(workdays)), calendar).due


def _bounded(days: int) -> int:
    return max(0, min(days, MOST_DAYS))
