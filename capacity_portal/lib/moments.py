"""Days as moments: a day begins at midnight in Beijing."""

from datetime import date, datetime, time

from django.utils.timezone import get_default_timezone, localdate


def beginning_of(day: date) -> datetime:
    """Midnight at which ``day`` begins, as an aware datetime."""
    return datetime.combine(day, time.min, get_default_timezone())


def day_alone(moment: datetime) -> datetime:
    """The beginning of the day of ``moment``: what is written down where the time of somebody's act must not be."""
    return beginning_of(localdate(moment))
