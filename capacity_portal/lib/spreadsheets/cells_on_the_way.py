"""Cells between the reading child and the portal: what the reader yields, as ``marshal`` carries it, and back.

``marshal`` and not ``pickle``: it builds numbers, texts, lists and tuples, calls nothing and imports nothing, so a child that
fell to a hostile file can send no object that acts. It knows no dates; they travel beside the rows, with their places.
Blocks of rows are worked column by column, because the cells of a column are mostly of one type.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from math import isfinite

from capacity_portal.lib.spreadsheets.book import Cell

_LARGEST = 10**21  # whole numbers beyond were never typed
_DATE, _MOMENT, _TIME, _SPAN = "date", "moment", "time", "span"
_BACK = {_MOMENT: datetime.fromisoformat, _TIME: time.fromisoformat, _DATE: date.fromordinal}
_PLAIN = {str, float, bool, int}

Dated = tuple[int, int, tuple]  # index of the row, index of the column, what stands there


def packed(block: Sequence[list], offset: int) -> tuple[list[list], list[Dated]]:
    """Return a block of the reader's rows, all of one width, without their trailing empty cells, and its dates.

    ``offset``: how many columns the reader left out at the left.
    """
    dated: list[Dated] = []
    columns = [_column(cells, index, dated) for index, cells in enumerate(zip(*block, strict=True), offset)]
    if not columns:
        return [[] for _ in block], []
    empty = [[None] * len(block)] * offset
    rows = list(map(list, zip(*empty, *columns, strict=True)))
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    return rows, dated


def unpacked(rows: list[list], dated: Sequence[Dated]) -> list[list[Cell]]:
    """Put the dates into the rows. Raises LookupError, TypeError or ValueError for what ``packed`` never makes."""
    for row, column, (kind, *parts) in dated:
        rows[row][column] = timedelta(*parts) if kind == _SPAN else _BACK[kind](*parts)
    return rows


def _column(cells: Sequence, index: int, dated: list[Dated]) -> Sequence:
    kinds = set(map(type, cells))
    if not kinds <= _PLAIN:
        cells = [
            cell if type(cell) in _PLAIN else _put_aside(cell, row, index, dated)
            for row, cell in enumerate(cells)
        ]
    if float in kinds:
        cells = (
            _numbers(cells)
            if kinds == {float}
            else [_number(cell) if type(cell) is float else cell for cell in cells]
        )
    return [None if cell == "" else cell for cell in cells] if str in kinds and "" in cells else cells


def _numbers(cells: Sequence[float]) -> list:
    if isfinite(sum(cells)):  # so are all of them
        return [int(cell) if cell.is_integer() and -_LARGEST < cell < _LARGEST else cell for cell in cells]
    return list(map(_number, cells))


def _number(number: float) -> int | float | str:
    if number.is_integer():
        return int(number) if -_LARGEST < number < _LARGEST else number
    return number if isfinite(number) else str(number)


def _put_aside(cell: object, row: int, column: int, dated: list[Dated]) -> bool:
    dated.append((row, column, _dated(cell)))
    return True  # holds the place


def _dated(cell: object) -> tuple:
    if isinstance(cell, datetime):
        if cell.time() != time.min:
            return _MOMENT, cell.isoformat()
        cell = cell.date()
    if isinstance(cell, date):
        return _DATE, cell.toordinal()
    if isinstance(cell, time):
        return _TIME, cell.isoformat()
    return _SPAN, cell.days, cell.seconds, cell.microseconds
