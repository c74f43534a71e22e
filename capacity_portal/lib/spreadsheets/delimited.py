"""Text files of rows: .csv with commas, tabs, semicolons or full-width commas, as programs and people write them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

from capacity_portal.lib.exports import unguarded
from capacity_portal.lib.spreadsheets.book import CSV, Book, Cell, FileRefused, Limits, Sheet
from capacity_portal.lib.spreadsheets.encodings import decoded
from capacity_portal.lib.spreadsheets.sizes import SPARE_COLUMNS, SPARE_ROWS
from capacity_portal.lib.typed_text import storable

_DELIMITERS = (",", "\t", ";", "，")
_ANNOUNCED = re.compile(r"sep=(.)(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_SAMPLE, _SAMPLE_ROWS = 65_536, 100
_END = "\ue000end\ue000"  # a line after the last: when it is swallowed, a quotation mark was never closed


def rows_of(content: bytes, limits: Limits) -> tuple[list[list[str]], str, str]:
    """Return the rows as they stand in the file, the encoding's name and the delimiter. Raises FileRefused.

    An empty line is an empty row; a first line ``sep=;`` (which spreadsheets do not show) is none.
    """
    text, encoding = decoded(content)
    announced = _ANNOUNCED.match(text)
    if announced:
        text = text[announced.end() :]
    delimiter = announced[1] if announced and announced[1] != '"' else _delimiter(text)
    return list(_rows(text, delimiter, limits)), encoding, delimiter


def read(content: bytes, name: str, limits: Limits) -> Book:
    """Return the file as a book of one sheet. Raises FileRefused.

    Cells are str or None; the apostrophe that our own export puts before formulas is taken off.
    """
    rows, encoding, delimiter = rows_of(content, limits)
    cells = [_cells(row) for row in rows]
    while cells and not cells[-1]:
        cells.pop()
    title = re.split(r"[/\\]", storable(name))[-1].rpartition(".")[0][:31] or "CSV"
    return Book(CSV, (Sheet(title, cells),), encoding=encoding, delimiter=delimiter)


def _cells(row: list[str]) -> list[Cell]:
    while row and not row[-1]:
        row.pop()
    return [unguarded(text) or None for text in row]


def _rows(text: str, delimiter: str, limits: Limits) -> Iterator[list[str]]:
    reader = csv.reader(chain(io.StringIO(text, newline=""), [_END]), delimiter=delimiter)
    ended = line = 0  # lines read before and after the row in hand
    try:
        for number, row in enumerate(reader, 1):
            ended, line = line, reader.line_num
            if row == [_END]:
                return
            _check_size(number, row, text, limits)
            yield row
    except csv.Error:
        ended = line
    raise FileRefused(_unclosed(ended + 1))


def _check_size(number: int, row: list[str], text: str, limits: Limits) -> None:
    if number > limits.most_rows + SPARE_ROWS:
        count = text.count("\n") or text.count("\r")
        raise FileRefused(
            f"文件约有 {count:,} 行，最多读取 {limits.most_rows:,} 行，请拆分成几个文件后上传。"
        )
    if any(row[limits.most_columns + SPARE_COLUMNS :]):
        raise FileRefused(_too_wide(number, row, limits))


def _too_wide(number: int, row: list[str], limits: Limits) -> str:
    return (
        f"文件第 {number:,} 行有 {len(row):,} 列，最多读取 {limits.most_columns} 列，"
        "请删除多余的列，或拆分成几个文件后上传。"
    )


def _unclosed(line: int) -> str:
    return f"文件第 {line:,} 行起的双引号没有成对，后面的内容无法分行，请补上引号，或用 Excel 或 WPS 另存为 .xlsx 再上传。"


def _delimiter(text: str) -> str:
    """The candidate that cuts most rows of the beginning into the same number of cells, at least two."""
    sample = text[:_SAMPLE]
    best = max(_DELIMITERS[:3], key=lambda one: _agreement(sample, one, len(text) > _SAMPLE))
    if _agreement(sample, best, False)[0] > 0:
        return best
    return "，" if _is_full_width(sample) else ","


def _agreement(sample: str, delimiter: str, is_cut: bool) -> tuple[float, int]:
    """(share of the rows that have the commonest width above one, that width)."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    widths = [len(row) for row in islice(reader, _SAMPLE_ROWS) if row]
    if is_cut and len(widths) < _SAMPLE_ROWS:
        widths = widths[:-1]
    common = Counter(width for width in widths if width > 1).most_common(1)
    return (common[0][1] / len(widths), common[0][0]) if common else (0, 0)


def _is_full_width(sample: str) -> bool:
    """Full-width commas also stand in sentences: every line must have as many, and there must be two lines."""
    counts = [line.count("，") for line in sample.splitlines()[:_SAMPLE_ROWS] if line.strip()]
    return len(counts) > 1 and len(set(counts)) == 1 and counts[0] > 0
