"""Of a big sheet only the rows that findings name, under their headings, with their numbers in front."""

from collections.abc import Iterator, Mapping, Sequence

from capacity_portal.lib.spreadsheets.book import Cell, Merged, Sheet
from capacity_portal.lib.spreadsheets.explained import NUMBER_HEADING, Rows
from capacity_portal.lib.typed_text import squeeze

_DITTO = {"同上", "〃"}


def reduced(read: Sheet, heading_row: int, rows: Rows, most: int) -> tuple[Sheet, Rows]:
    """Return the sheet with its first ``most`` faulty rows and those rows' findings, by their row in it.

    Everything moves one column to the right. Merged cells below the headings are filled and 同上 is replaced, since the
    rows above may be missing.
    """
    chosen = sorted(rows)[:most]
    kept: list[list[Cell]] = [[None, *cells] for cells in read.rows[:heading_row]]
    kept += [[None] for _ in range(heading_row - len(kept))]
    kept[heading_row - 1][0] = NUMBER_HEADING
    kept += ([number, *cells] for number, cells in _complete(read, heading_row, set(chosen)))
    merged = tuple(
        Merged(one.top, one.left + 1, one.bottom, one.right + 1)
        for one in read.merged
        if one.bottom <= heading_row
    )
    found = {at: rows[number] for at, number in enumerate(chosen, start=heading_row + 1)}
    return Sheet(read.name, kept, merged=merged), found


def _complete(read: Sheet, heading_row: int, chosen: set[int]) -> Iterator[tuple[int, list[Cell]]]:
    starting: dict[int, list[Merged]] = {}
    for one in read.merged:
        starting.setdefault(max(one.top, heading_row + 1), []).append(one)
    above: list[Cell] = []
    open_: Sequence[Merged] = ()
    for number in range(heading_row + 1, max(len(read.rows), *chosen, 0) + 1):
        open_ = [one for one in (*open_, *starting.get(number, ())) if one.bottom >= number]
        cells = _filled(read, number, open_)
        above = [_without_ditto(cell, above, at) for at, cell in enumerate(cells)]
        if number in chosen:
            yield number, above


def _filled(read: Sheet, number: int, merged: Sequence[Merged]) -> list[Cell]:
    cells = list(read.rows[number - 1]) if number <= len(read.rows) else []
    for one in merged:
        value = _value(read.rows, one.top, one.left)
        for place in range(one.left, min(one.right, len(cells)) + 1):
            cells[place - 1] = value
    return cells


def _without_ditto(cell: Cell, above: Sequence[Cell], at: int) -> Cell:
    if isinstance(cell, str) and squeeze(cell) in _DITTO and at < len(above):
        return above[at]
    return cell


def _value(rows: Sequence[Sequence[Cell]], row: int, place: int) -> Cell:
    cells = rows[row - 1] if row <= len(rows) else []
    return cells[place - 1] if place <= len(cells) else None


def counted(rows: Mapping[str, Rows]) -> int:
    """How many rows have findings, over all sheets."""
    return sum(len(one) for one in rows.values())
