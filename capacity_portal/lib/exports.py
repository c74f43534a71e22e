"""Lists written out row by row, as .csv or .xlsx, in memory that does not grow with their length.

Text stays text: in .xlsx every text cell is written as a string, so nothing is ever evaluated; in .csv a text
that a spreadsheet would take for a formula gets an apostrophe in front (``guarded``), which whoever reads the .csv
takes off again (``unguarded``; in .xlsx no text is guarded). Numbers and dates stay numbers and dates; codes are text
with all their digits (in .xlsx: a spreadsheet that opens the .csv by double click makes numbers of them, so offer both).

What is written comes back equal from either container and every encoding: text as ``cell_text`` leaves it, whole
numbers and decimals exactly, floating numbers to 15 significant digits, days (read as ISO text from .csv).
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import BinaryIO

from django.utils import timezone

from capacity_portal.lib.typed_text import plain, storable

TEXT, NUMBER, DATE, CODE = "text", "number", "date", "code"
UTF8, GB18030 = "utf-8", "gb18030"
ENCODINGS = {UTF8: "UTF-8（推荐）", GB18030: "GB18030（旧版办公软件）"}
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575
_FORMULA = re.compile(r"[\s\x00-\x20]*[=+\-@\t\r\n＝＋－＠]")
_WIDTHS = {TEXT: 24, NUMBER: 14, DATE: 12, CODE: 22}
# Spreadsheets keep 15 digits; a number that needs more is written as text.
_EXACT = 10**15
# The first day whose serial number all spreadsheets agree on; an earlier one is written as text.
_FIRST_DAY = date(1900, 3, 1)
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class Column:
    """One column: heading, kind of cell (TEXT, NUMBER, DATE or CODE), width in characters."""

    title: str
    kind: str = TEXT
    width: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in _WIDTHS:
            raise ValueError(f"no such kind of column: {self.kind!r}")


class TooManyRows(ValueError):
    """A sheet holds MOST_ROWS rows and a heading; the message is a Chinese sentence."""


def csv_lines(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the file in pieces of some 64 KB.

    It begins with the byte order mark that spreadsheets need to read UTF-8; ``encode`` makes bytes of the pieces.
    """
    waiting = _Pieces()
    writer = csv.writer(waiting)
    waiting.write(BOM)
    writer.writerow([guarded(cell_text(column.title)) for column in columns])
    for row in rows:
        writer.writerow([_csv_cell(column.kind, value) for column, value in zip(columns, row, strict=True)])
        if waiting.size >= _CHUNK:
            yield waiting.taken()
    yield waiting.taken()


def encode(pieces: Iterable[str], encoding: str = UTF8) -> Iterator[bytes]:
    """Yield the pieces of ``csv_lines`` as bytes: UTF-8 with its byte order mark, or GB18030, which has none.

    Both hold every character that ``cell_text`` leaves. Raises ValueError for an encoding that ENCODINGS does not name.
    """
    if encoding not in ENCODINGS:
        raise ValueError(f"no such encoding: {encoding!r}")
    return _encoded(pieces, encoding)


def _encoded(pieces: Iterable[str], encoding: str) -> Iterator[bytes]:
    for number, piece in enumerate(pieces):
        text = piece.removeprefix(BOM) if number == 0 and encoding != UTF8 else piece
        yield text.encode(encoding)


def cell_text(value: object) -> str:
    """``value`` as the text of a cell in any container: storable characters, newlines as LF, at most LONGEST_CELL."""
    text = storable(plain(value))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text[:LONGEST_CELL]


def guarded(text: str) -> str:
    """``text`` with an apostrophe in front when, its leading apostrophes aside, a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """The exact inverse of ``guarded``, for the cells of a .csv: ``unguarded(guarded(text)) == text`` for every text.

    A text that ``guarded`` cannot have written (``=1``, typed by somebody else) is left as it is.
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text.lstrip("'")) else text


def write_xlsx(
    target: str | Path | BinaryIO,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "导出",
    made_at: datetime | None = None,
) -> int:
    """Write a workbook of one sheet to a path or binary file and return how many rows it has.

    ``made_at`` stands in its properties instead of the present moment: equal rows then give equal bytes.
    Raises TooManyRows; what has been written by then is of no use.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - slow import

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(target, options) as book:
        if made_at is not None:
            book.set_properties({"created": made_at.replace(tzinfo=None)})
        sheet = book.add_worksheet(sheet_title(title))
        _lay_out(book, sheet, columns)
        formats = {
            DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
            CODE: book.add_format({"num_format": "@"}),
        }
        count = 0
        for count, row in enumerate(rows, start=1):
            if count > MOST_ROWS:
                raise TooManyRows(f"一张工作表最多 {MOST_ROWS:,} 行，请缩小范围后分次导出，或改用 CSV。")
            for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                _write_cell(sheet, count, place, column.kind, value, formats.get(column.kind))
    return count


class _Pieces:
    """A file for csv.writer that gives back what was written since it was last asked."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.size += len(text)

    def taken(self) -> str:
        text = "".join(self.parts)
        self.parts, self.size = [], 0
        return text


def _csv_cell(kind: str, value: object) -> str:
    if value is None:
        return ""
    if kind == NUMBER and (number := _exact_number(value)) is not None:
        return _plain_number(number)
    if kind == DATE and isinstance(value, date):
        return _local_day(value).isoformat()
    return guarded(cell_text(value))


def _write_cell(sheet, row: int, place: int, kind: str, value: object, form) -> None:
    if value is None or value == "":
        return
    if kind == NUMBER and (number := _exact_number(value)) is not None:
        sheet.write_number(row, place, float(number))
    elif kind == DATE and isinstance(value, date):
        day = _local_day(value)
        if day < _FIRST_DAY:
            sheet.write_string(row, place, day.isoformat())
        else:
            sheet.write_datetime(row, place, day, form)
    else:
        sheet.write_string(row, place, cell_text(value), form if kind == CODE else None)


def _lay_out(book, sheet, columns: Sequence[Column]) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width or _WIDTHS[column.kind])
    for place, column in enumerate(columns):
        sheet.write_string(0, place, cell_text(column.title), head)


def _exact_number(value: object) -> int | float | Decimal | None:
    """The number that a spreadsheet keeps without loss, a float to its 15 digits; None for everything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    is_finite = value.is_finite() if isinstance(value, Decimal) else isinstance(value, int) or isfinite(value)
    if not is_finite or abs(value) >= _EXACT:
        return None
    if isinstance(value, float):
        return float(f"{value:.15g}")
    if isinstance(value, Decimal) and Decimal(f"{float(value):.15g}") != value:
        return None
    return value


def _plain_number(value: int | float | Decimal) -> str:
    if isinstance(value, int):
        return str(value)
    text = f"{Decimal(repr(value)) if isinstance(value, float) else value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _local_day(value: date) -> date:
    if not isinstance(value, datetime):
        return value
    return (timezone.localtime(value) if timezone.is_aware(value) else value).date()


def sheet_title(title: str) -> str:
    """``title`` as a sheet may be named: at most 31 characters, none of those spreadsheets forbid."""
    return re.sub(r"[\[\]:*?/\\']", " ", storable(title)).strip()[:31] or "导出"
