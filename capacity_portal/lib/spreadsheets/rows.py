"""From the rows below the headings to records: what stands for the cell above is put in, other rows are left out."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from capacity_portal.lib.spreadsheets.book import Cell, Sheet
from capacity_portal.lib.spreadsheets.findings import Finding, LeftOut, Level
from capacity_portal.lib.spreadsheets.kinds import BLANK, SUBTOTAL, TOTAL, Kinds, is_blank

# Only whole cells; what else people write (同左) is for the reader of the cell to complain about.
DITTO = frozenset({"同上", "同 上", "同　上", "同  上", "同前", "〃", "″", "〞", "”", "“", '"', "''", "＂"})
_WIDEST = 200
_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Row:
    """One record: ``number`` is the spreadsheet's; 同上 is replaced, vertically merged cells are filled.

    ``filled``: places (from 1) of cells that say what a merged cell above says, and nothing of their own.
    """

    number: int
    cells: list[Cell]
    is_hidden: bool = False
    filled: frozenset[int] = _NONE


@dataclass(frozen=True)
class StatedTotal:
    """A row of totals: ``before`` says how many records stand above it."""

    number: int
    cells: list[Cell]
    before: int
    is_subtotal: bool


@dataclass
class Body:
    """What was found below the headings."""

    rows: list[Row] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    totals: list[StatedTotal] = field(default_factory=list)


def read_body(sheet: Sheet, last_heading: int, kinds: Kinds) -> Body:
    """Return the records below row ``last_heading`` and what was left out between and below them."""
    body, blanks, above = Body(), [], []
    hidden = sheet.hidden_rows
    for number, cells, filled in _filled(sheet, last_heading + 1):
        reason = kinds.reason(cells)
        if reason == BLANK:
            if body.rows:
                blanks.append(number)
            continue
        if reason:
            body.left_out.append(LeftOut(sheet.name, number, reason))
            if reason in (TOTAL, SUBTOTAL):
                body.totals.append(StatedTotal(number, cells, len(body.rows), reason == SUBTOTAL))
            continue
        if blanks:
            body.left_out.extend(LeftOut(sheet.name, blank, BLANK) for blank in blanks)
            blanks = []
        if not DITTO.isdisjoint(cells):
            cells = _as_above(cells, above)
        above = cells
        body.rows.append(Row(number, cells, number in hidden, filled))
    body.left_out.sort(key=lambda one: one.row)
    body.findings.extend(_hidden(sheet.name, row.number) for row in body.rows if row.is_hidden)
    return body


def _as_above(cells: list[Cell], above: list[Cell]) -> list[Cell]:
    return [
        above[place] if cell in DITTO and place < len(above) and not is_blank(above[place]) else cell
        for place, cell in enumerate(cells)
    ]


def _hidden(name: str, number: int) -> Finding:
    message = (
        f"第 {number} 行是隐藏行，已计入本次导入；如不应计入，请在表格中删除该行后重新上传，否则请说明。"
    )
    return Finding(Level.EXPLAIN, "hidden_row", message, sheet=name, row=number)


def _filled(sheet: Sheet, first: int) -> Iterator[tuple[int, list[Cell], frozenset[int]]]:
    """Yield number and cells of every row, the left column of vertically merged cells filled downwards, and which were filled."""
    starts = _starts(sheet, first)
    active: dict[int, tuple[int, Cell]] = {}
    for number, cells in enumerate(sheet.rows[first - 1 :], start=first):
        filled = _NONE
        # A row with nothing of its own stays blank, however far a merged cell reaches.
        if active and not all(map(is_blank, cells)):
            cells, filled = _under_merged(cells, number, active)
        yield number, cells, filled
        for place, bottom in starts.get(number, ()):
            active[place] = (bottom, cells[place] if place < len(cells) else None)


def _starts(sheet: Sheet, first: int) -> dict[int, list[tuple[int, int]]]:
    starts: dict[int, list[tuple[int, int]]] = {}
    for span in sheet.merged:
        if first <= span.top < span.bottom and span.left <= _WIDEST:
            starts.setdefault(span.top, []).append((span.left - 1, span.bottom))
    return starts


def _under_merged(
    cells: list[Cell], number: int, active: dict[int, tuple[int, Cell]]
) -> tuple[list[Cell], frozenset[int]]:
    filled, places = list(cells), []
    for place, (bottom, value) in list(active.items()):
        if number > bottom:
            del active[place]
        elif not is_blank(value) and (place >= len(filled) or is_blank(filled[place])):
            filled += [None] * (place + 1 - len(filled))
            filled[place] = value
            places.append(place + 1)
    return filled, frozenset(places)
