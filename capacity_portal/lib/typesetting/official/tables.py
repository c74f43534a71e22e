"""Tables on the grid: cells broken by the same breaker, the heading row again on every page, turned pages for wide ones."""

from dataclasses import dataclass, replace

from capacity_portal.lib.typesetting.official import widths
from capacity_portal.lib.typesetting.official.breaking import break_lines
from capacity_portal.lib.typesetting.official.outline import Column, Table
from capacity_portal.lib.typesetting.official.pager import Pager
from capacity_portal.lib.typesetting.official.paper import LEADING, PITCH, TYPE_HEIGHT, TYPE_WIDTH
from capacity_portal.lib.typesetting.official.placed import (
    Item,
    Rule,
    Run,
    Slab,
    Text,
    centred,
    flush_right,
    moved,
)
from capacity_portal.lib.typesetting.official.widths import FANG, HEI

SIZE = 12 * 25.4 / 72
LINE = 6.0  # from one line of a cell to the next
SIDE, ABOVE = 1.2, 1.0  # blank inside a cell
BORDER = 0.25
NARROWEST, WIDEST = 3, 24  # characters that weigh when columns share the rest


@dataclass(frozen=True, slots=True)
class Row:
    """A row broken into lines: ``cells[column][line]``, placed from the row's upper left corner."""

    cells: tuple[tuple[Text, ...], ...]

    @property
    def lines(self) -> int:
        return max((len(cell) for cell in self.cells), default=1) or 1

    @property
    def height(self) -> float:
        return self.lines * LINE + 2 * ABOVE

    def parted(self, lines: int) -> tuple["Row", "Row"]:
        """The first ``lines`` lines and the rest, for a row higher than a page."""
        rest = tuple(tuple(moved(text, -lines * LINE) for text in cell[lines:]) for cell in self.cells)
        return Row(tuple(cell[:lines] for cell in self.cells)), Row(rest)


def lay(pager: Pager, table: Table, is_turned: bool) -> None:
    """Put ``table`` below what is there; a landscape one on turned pages, title and first row on one page."""
    is_turned = is_turned or table.is_landscape
    if pager.sheet.is_turned != is_turned:
        pager.new_page(is_turned)
    width = TYPE_HEIGHT if is_turned else TYPE_WIDTH
    edges = column_edges(table, width)
    heading = _row(table, tuple(column.title for column in table.columns), edges, HEI)
    rows = [_row(table, cells, edges, FANG) for cells in table.rows]
    least = _rows_for([heading, *rows[:1]]) + bool(table.title)
    if least > pager.sheet.room and least <= pager.sheet.rows:
        pager.next_page(least)
    if table.title:
        pager.lay(Slab((centred(Text(0, 0, (Run(table.title, HEI),), kind="table title"), width / 2),)))
    repeated = [heading] if _rows_for([heading]) <= pager.sheet.rows // 2 else []  # no page is all heading
    rows = rows if repeated else [heading, *rows]
    while True:
        rows = _lay_page(pager, repeated, rows, edges)
        if not rows:
            return
        pager.new_page(is_turned)


def _lay_page(pager: Pager, heading: list[Row], rows: list[Row], edges: list[float]) -> list[Row]:
    """Lay the heading and the rows that fit on this page; what is left."""
    room, taken = pager.sheet.room, list(heading)
    while rows and _rows_for([*taken, rows[0]]) <= room:
        taken.append(rows.pop(0))
    if rows and len(taken) == len(heading) and room == pager.sheet.rows:
        high = sum(row.height for row in heading)
        lines = max(int((room * PITCH - LEADING - high - 2 * ABOVE) // LINE), 1)
        part, rows[0] = rows[0].parted(lines)
        taken.append(part)
    if len(taken) > len(heading) or not rows:
        pager.lay(_slab(taken, edges))
    return rows


def _rows_for(rows: list[Row]) -> int:
    return int(-(-(sum(row.height for row in rows) + LEADING) // PITCH))


def _slab(rows: list[Row], edges: list[float]) -> Slab:
    """The rows with their lines, in the middle of the rows of the grid they take."""
    high, many = sum(row.height for row in rows), _rows_for(rows)
    top = y = (many * PITCH - LEADING - high) / 2
    items: list[Item] = []
    for row in rows:
        items.append(_line(0, y, edges[-1], BORDER))
        items.extend(replace(text, y=text.y + y) for cell in row.cells for text in cell)
        y += row.height
    items.append(_line(0, y, edges[-1], BORDER))
    items.extend(_line(edge, top, BORDER, high) for edge in edges)
    return Slab(tuple(items), many)


def _line(x: float, y: float, width: float, thickness: float) -> Rule:
    """A border with its middle on ``x`` (upright) or ``y``."""
    across = width > thickness
    return Rule(
        x if across else x - width / 2, y - thickness / 2 if across else y, width, thickness, kind="border"
    )


def column_edges(table: Table, width: float) -> list[float]:
    """Left edges of the columns and the right edge of the last, over the whole ``width``."""
    wanted = [max(column.width, 0) * SIZE + 2 * SIDE if column.width > 0 else 0 for column in table.columns]
    weights = [0 if found else _weight(table, place) for place, found in enumerate(wanted)]
    least = [found or NARROWEST * SIZE + 2 * SIDE for found in wanted]
    rest = max(width - sum(least), 0)
    shares = [
        low + (rest * weight / sum(weights) if weight else 0)
        for low, weight in zip(least, weights, strict=True)
    ]
    edges = [0.0]
    for share in shares:
        edges.append(edges[-1] + share * width / sum(shares))
    return edges


def _weight(table: Table, place: int) -> float:
    texts = [table.columns[place].title, *(row[place] for row in table.rows if place < len(row))]
    return max(min(max(map(len, texts)), WIDEST) - NARROWEST, 1)


def _row(table: Table, texts: tuple[str, ...], edges: list[float], font: str) -> Row:
    cells = []
    for place, column in enumerate(table.columns):
        text = texts[place] if place < len(texts) else ""
        cells.append(_cell(text, column, edges[place] + SIDE, edges[place + 1] - SIDE, font))
    return Row(_levelled(cells))


def _cell(text: str, column: Column, left: float, right: float, font: str) -> tuple[Text, ...]:
    found: list[Text] = []
    measure = max((right - left) / SIZE, 1)
    for part in filter(None, text.split("\n")):
        for line in break_lines(part, widths.widths(part, font), measure=measure):
            item = Text(
                left,
                ABOVE + (LINE - SIZE) / 2 + len(found) * LINE,
                (Run(part[line.start : line.end], font),),
                SIZE,
            )
            found.append(
                _aligned(replace(item, kind="cell"), "center" if font == HEI else column.align, left, right)
            )
    return tuple(found)


def _aligned(text: Text, align: str, left: float, right: float) -> Text:
    """The text in its cell; one that is wider begins at the left."""
    if text.width >= right - left:
        return text
    if align == "center":
        return centred(text, (left + right) / 2)
    return flush_right(text, right) if align == "right" else text


def _levelled(cells: list[tuple[Text, ...]]) -> tuple[tuple[Text, ...], ...]:
    """Cells of fewer lines stand in the middle of the row's height."""
    most = max(map(len, cells), default=1)
    return tuple(tuple(moved(text, (most - len(cell)) * LINE / 2) for text in cell) for cell in cells)
