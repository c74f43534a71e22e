"""Days as moments: a day begins at midnight in Beijing."""

from datetime import date, datetime, time

from django.utils.timezone import get_default_timezone


def beginning_of(day: date) -> datetime:
    """Midnight at which ``day`` begins, as an aware datetime."""
    return datetime.combine(day, time.min, get_default_timezone())
