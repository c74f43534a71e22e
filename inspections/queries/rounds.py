"""The months there are."""

from django.db.models import QuerySet

from inspections.models import Round


def rounds_listed() -> QuerySet[Round]:
    """All months, the newest first."""
    return Round.objects.order_by("-period")


def newest_round() -> Round | None:
    """The month that was opened last; None before the first."""
    return rounds_listed().first()


def round_of(period: int) -> Round | None:
    """The round of the month ``period`` (yyyymm); None when it has not been opened."""
    return Round.objects.filter(period=period).first()
