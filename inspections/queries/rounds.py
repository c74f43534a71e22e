"""The months there are."""

from datetime import date

from django.db.models import QuerySet

from capacity_portal.lib import months
from inspections.choices import RoundState
from inspections.models import Round


def rounds_listed() -> QuerySet[Round]:
    """All months, the newest first."""
    return Round.objects.order_by("-period")


def newest_round() -> Round | None:
    """The month that was opened last; None before the first."""
    return rounds_listed().first()


def open_rounds(most: int = 12) -> list[Round]:
    """Months in which visits can still be recorded, the newest first."""
    return list(rounds_listed().exclude(state=RoundState.CLOSED)[:most])


def round_of(period: int) -> Round | None:
    """The round of the month ``period`` (yyyymm); None when it has not been opened."""
    return Round.objects.filter(period=period).first()


def openable(today: date) -> list[int]:
    """Months that may be opened now, the newest first: this one, back to the newest there is, a year at most."""
    current, newest = months.month_of(today), newest_round()
    first = current if newest is None else max(newest.period, months.add(current, -11))
    return months.span(first, current)[::-1]
