"""Regular confirmation of files (定期更新; 吉化解产能办字 三(2)). The number of days is the office's own parameter."""

from datetime import date, timedelta

THRESHOLD = "ledger-confirm-days"
DEFAULT_DAYS = 180


def last_good_day(today: date, days: int) -> date:
    """A file last confirmed on this day or later is in order on ``today``; an earlier one is overdue."""
    return today - timedelta(days=max(0, min(days, 36_500)))


def days_overdue(confirmed_on: date, today: date, days: int) -> int:
    """Days past the deadline, 0 when in order."""
    return max(0, (last_good_day(today, days) - confirmed_on).days)


def sentence(confirmed_on: date, today: date, days: int) -> str:
    """What the page says about it, e.g. "已 200 天未确认，逾期 20 天"; empty when in order."""
    late = days_overdue(confirmed_on, today, days)
    return f"已 {(today - confirmed_on).days} 天未确认，逾期 {late} 天" if late else ""
