"""Lists written out row by row, as .csv or .xlsx, in memory that does not grow with their length.

Text stays text: in .xlsx every text cell is written as a string, so nothing is ever evaluated; in .csv a text
that a spreadsheet would take for a formula gets an apostrophe in front. Numbers and dates stay numbers and
dates; codes are text with all their digits (in .xlsx: a spreadsheet that opens the .csv by double click makes
numbers of them, so offer both).
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

from capacity_portal.lib.typed_text import storable

TEXT, NUMBER, DATE, CODE = "text", "number", "date", "code"
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575
_FORMULA = re.compile(r"[\s\x00-\x20]*[=+\-@\t\r\n＝＋－＠]")
_WIDTHS = {TEXT: 24, NUMBER: 14, DATE: 12, CODE: 22}
# Spreadsheets keep 15 digits; a longer number is written as text.
_EXACT = 10**15
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

    It begins with the byte order mark that spreadsheets need to read UTF-8.
    """
    waiting = _Pieces()
    writer = csv.writer(waiting)
    waiting.write(BOM)
    writer.writerow([_guarded(column.title) for column in columns])
    for row in rows:
        writer.writerow([_csv_cell(column.kind, value) for column, value in zip(columns, row, strict=True)])
        if waiting.size >= _CHUNK:
            yield waiting.taken()
    yield waiting.taken()


def write_xlsx(
    target: str | Path | BinaryIO,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "导出",
) -> int:
    """Write a workbook of one sheet to a path or binary file and return how many rows it has.

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
        sheet = book.add_worksheet(_sheet_title(title))
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
    if kind == NUMBER and _is_number(value):
        return _plain_number(value)
    if kind == DATE and isinstance(value, date):
        return _local_day(value).isoformat()
    return _guarded(str(value))


def _guarded(text: str) -> str:
    clean = storable(text)[:LONGEST_CELL]
    return f"'{clean}" if _FORMULA.match(clean) else clean


def _write_cell(sheet, row: int, place: int, kind: str, value: object, form) -> None:
    if value is None or value == "":
        return
    if kind == NUMBER and _is_number(value):
        sheet.write_number(row, place, float(value))
    elif kind == DATE and isinstance(value, date):
        sheet.write_datetime(row, place, _local_day(value), form)
    else:
        sheet.write_string(
            row, place, _one_newline(storable(str(value)))[:LONGEST_CELL], form if kind == CODE else None
        )


def _one_newline(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lay_out(book, sheet, columns: Sequence[Column]) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width or _WIDTHS[column.kind])
    for place, column in enumerate(columns):
        sheet.write_string(0, place, storable(column.title), head)


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    is_finite = value.is_finite() if isinstance(value, Decimal) else isfinite(value)
    return is_finite and abs(value) < _EXACT


def _plain_number(value: int | float | Decimal) -> str:
    text = (
        f"{Decimal(repr(value)) if isinstance(value, float) else value:f}"
        if not isinstance(value, int)
        else str(value)
    )
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _local_day(value: date) -> date:
    if not isinstance(value, datetime):
        return value
    return (timezone.localtime(value) if timezone.is_aware(value) else value).date()


def _sheet_title(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", storable(title)).strip()[:31] or "导出"
