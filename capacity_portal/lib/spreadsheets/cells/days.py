"""Days, also those that lost their separators on the way."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from capacity_portal.lib import dates
from capacity_portal.lib.dates import DateError
from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.spreadsheets.cells.blanks import UNKNOWN, bare, is_nothing
from capacity_portal.lib.spreadsheets.columns import Fault, Unclear
from capacity_portal.lib.typed_text import excerpt, squeeze

# Day 0 of spreadsheets; they count on from 29 February 1900, which was not.
_DAY_ZERO = date(1899, 12, 30)
_WHOLE = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?(?:[T ]?[0-9]{1,2}:.*)?", re.ASCII
)
_DIGITS = re.compile(r"[0-9]+(?:\.0+)?", re.ASCII)
_ABOUT = re.compile(r"^(?:约|大约|大概|近)|(?:左右|前后|以前|之前|以后|之后|前|后|起|止|底|底前)+$")


def day(
    name: str, earliest: date = dates.EARLIEST, latest: date = dates.LATEST
) -> Callable[[Cell, str], date | None]:
    """A complete day. What is no day that exists, or out of bounds, is a Fault; what may be one is Unclear."""

    def read(cell: Cell, unit: str = "") -> date | None:
        if (
            cell.__class__ is str
            and len(cell) == 10
            and (found := _iso(cell))
            and earliest <= found <= latest
        ):
            return found
        if is_nothing(cell):
            return None
        typed = cell
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            typed = str(int(cell)) if abs(cell) < 10**15 and cell == int(cell) else repr(cell)
        try:
            return dates.parse(typed, name=name, earliest=earliest, latest=latest)
        except DateError as error:
            if not isinstance(typed, str):
                raise Fault(str(error)) from None
            raise _doubt(typed, str(error), name, earliest, latest) from None

    return read


def _iso(text: str) -> date | None:
    """2026-11-05, the one form that files of a hundred thousand rows are full of."""
    try:
        return date.fromisoformat(text) if text[4] == text[7] == "-" and text.isascii() else None
    except ValueError:
        return None


def _doubt(typed: str, message: str, name: str, earliest: date, latest: date) -> Fault | Unclear:
    bare_text = squeeze(typed[:200])
    if _is_eight_digits(bare_text):
        return Fault(message)
    if found := _WHOLE.fullmatch(bare_text):
        written = "-".join(found.groups())
        return (
            Fault(message) if _parsed(written, earliest, latest) is None else _unclear(typed, name, written)
        )
    if not any(character.isdigit() for character in bare_text) and bare(typed) not in UNKNOWN:
        return Fault(message)
    days = {found for found in _candidates(bare_text) if earliest <= found <= latest}
    return _unclear(typed, name, days.pop().isoformat() if len(days) == 1 else "")


def _is_eight_digits(text: str) -> bool:
    return len(text) == 8 and text.isascii() and text.isdigit()


def _parsed(text: str, earliest: date, latest: date) -> date | None:
    return dates.parse_or_none(text, earliest=earliest, latest=latest)


def _unclear(typed: str, name: str, suggestion: str) -> Unclear:
    what = "是表格软件的日期序号" if suggestion and _is_serial(squeeze(typed)) else "看不出是哪一天"
    return Unclear(f"{name}{excerpt(typed)}{what}，请按“2026-11-05”的形式写出年、月、日。", suggestion)


def _is_serial(text: str) -> bool:
    return len(text.split(".")[0]) == 5 and _DIGITS.fullmatch(text) is not None


def _candidates(text: str) -> Iterator[date]:
    """The days that ``text`` may mean."""
    if _is_serial(text):
        yield _DAY_ZERO + timedelta(days=int(text.split(".")[0]))
        return
    plainer = _ABOUT.sub("", text)
    if whole := dates.parse_or_none(plainer):
        yield whole
    digits = plainer.removesuffix("日").removesuffix("号")
    if digits.isascii() and digits.isdigit() and 6 <= len(digits) <= 7 and digits[:2] in ("19", "20"):
        yield from _split(digits, has_day_sign=digits != plainer)


def _split(digits: str, has_day_sign: bool) -> Iterator[date]:
    """The days in digits between which the separators were lost: 2018717 is 2018-07-17, 2018111 may be two."""
    if len(digits) == 6 and not has_day_sign and 1 <= int(digits[4:]) <= 12:
        return  # 201811 may be a month as well
    for middle in (1, 2):
        month, number = digits[4 : 4 + middle], digits[4 + middle :]
        found = dates.parse_or_none(f"{digits[:4]}-{month}-{number}") if number else None
        if found and not (month.startswith("0") and middle == 1):
            yield found
