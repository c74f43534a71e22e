"""Dates as people type them.

Only complete, unambiguous dates are understood; everything else is refused in Chinese. So is a year outside
1949-2100: PostgreSQL cannot return the year 0001 to Shanghai time, and one such row would break every list it
stands in.
"""

import re
from datetime import date, datetime

from capacity_portal.lib.typed_text import excerpt, half_width, squeeze

EARLIEST = date(1949, 1, 1)
LATEST = date(2100, 12, 31)
_REMEDY = "请按“2026-11-05”或“2026年11月5日”的形式填写"

_TIME = r"(?:[T ]?[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?)?"
_FORMS = [
    re.compile(pattern + _TIME, re.ASCII)
    for pattern in (
        r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})",
        r"([0-9]{4})(年)([0-9]{1,2})月([0-9]{1,2})[日号]",
        r"([0-9]{4})()([0-9]{2})([0-9]{2})",
    )
]


class DateError(ValueError):
    """The text is no date; the message is a Chinese sentence."""


def parse(value: object, *, name: str = "日期", earliest: date = EARLIEST, latest: date = LATEST) -> date:
    """Return the date typed (or already a date) if it lies within the bounds.

    Understood: 2026-11-5, 2026/11/05, 2026.11.5, 2026年11月5日, 20261105; full width, white space and a time of
    day are forgiven. Dates that lost a separator (2018831), relative ones (7月底前) and impossible ones are
    refused. Raises DateError naming the field ``name``.
    """
    found = _plain_date(value) or _read(value, name)
    if not earliest <= found <= latest:
        raise DateError(
            f"{name}{excerpt(label(found))}超出范围，应在{label(earliest)}至{label(latest)}之间。"
        )
    return found


def parse_or_none(value: object, *, earliest: date = EARLIEST, latest: date = LATEST) -> date | None:
    """Return the date, or None for anything that ``parse`` refuses: for addresses that anybody may edit."""
    try:
        return parse(value, earliest=earliest, latest=latest)
    except DateError:
        return None


def label(day: date) -> str:
    """Return ``2026年11月5日`` (no zero padding, GB/T 9704 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def _plain_date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _read(value: object, name: str) -> date:
    if not isinstance(value, str):
        raise DateError(f"{name}{excerpt(value)}不是日期，{_REMEDY}。")
    text = squeeze(value) if len(value) <= 200 else ""
    if not text:
        raise DateError(
            f"请填写{name}。"
            if not half_width(value).strip()
            else f"{name}{excerpt(value)}无法识别，{_REMEDY}。"
        )
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _existing(int(found[1]), int(found[3]), int(found[4]), value, name)
    raise DateError(f"{name}{excerpt(value)}无法识别，{_REMEDY}。")


def _existing(year: int, month: int, day: int, typed: str, name: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise DateError(f"{name}{excerpt(typed)}不存在，请核对年、月、日。") from None
