"""Months as whole numbers ``yyyymm`` (202611): sortable, comparable, one indexed column on every database."""

import re
from datetime import date, timedelta

from capacity_portal.lib.typed_text import excerpt, squeeze

EARLIEST = 194901
LATEST = 210012
_FORMS = re.compile(r"([0-9]{4})(?:[-/.]?([0-9]{2})|[-/.]([0-9])|年([0-9]{1,2})月份?)", re.ASCII)


class MonthError(ValueError):
    """The text is no month; the message is a Chinese sentence."""


def is_month(month: int) -> bool:
    """Tell whether ``month`` is a month between 1949 and 2100."""
    return EARLIEST <= month <= LATEST and 1 <= month % 100 <= 12


def month_of(day: date) -> int:
    """Return the month that ``day`` lies in."""
    return day.year * 100 + day.month


def first_day(month: int) -> date:
    """Return the first day of ``month``."""
    return date(month // 100, month % 100, 1)


def last_day(month: int) -> date:
    """Return the last day of ``month``."""
    return first_day(add(month, 1)) - timedelta(days=1)


def add(month: int, count: int) -> int:
    """Return the month ``count`` months later (earlier when negative)."""
    year, index = divmod(month // 100 * 12 + month % 100 - 1 + count, 12)
    return year * 100 + index + 1


def next_month(month: int) -> int:
    """Return the month after ``month``."""
    return add(month, 1)


def previous_month(month: int) -> int:
    """Return the month before ``month``."""
    return add(month, -1)


def difference(later: int, earlier: int) -> int:
    """Return how many months ``later`` lies after ``earlier``."""
    return (later // 100 - earlier // 100) * 12 + later % 100 - earlier % 100


def span(first: int, last: int) -> list[int]:
    """Return the months from ``first`` to ``last``, both included."""
    return [add(first, count) for count in range(difference(last, first) + 1)]


def label(month: int) -> str:
    """Return ``2026年11月``."""
    return f"{month // 100}年{month % 100}月"


def slug(month: int) -> str:
    """Return ``2026-11``, the form used in addresses."""
    return f"{month // 100:04d}-{month % 100:02d}"


def parse(value: object) -> int:
    """Return the month typed: 2026-11, 2026/1, 202611, 2026年11月, 2026年11月份, full width. Raises MonthError."""
    found = _FORMS.fullmatch(_text(value))
    month = int(found[1]) * 100 + int(found[2] or found[3] or found[4]) if found else 0
    if not is_month(month):
        raise MonthError(
            f"月份{excerpt(value)}无法识别，请按“2026-11”或“2026年11月”的形式填写，年份在 1949 至 2100 之间。"
        )
    return month


def parse_or_none(value: object) -> int | None:
    """Return the month, or None for anything that ``parse`` refuses."""
    try:
        return parse(value)
    except MonthError:
        return None


def _text(value: object) -> str:
    if isinstance(value, str):
        return squeeze(value) if len(value) <= 200 else ""
    return str(value) if isinstance(value, int) and 0 <= value <= LATEST else ""
