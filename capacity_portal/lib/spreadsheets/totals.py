"""Stated totals against the sum of the records above them, by hand and exactly."""

import re
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from capacity_portal.lib.quantities import trimmed
from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.spreadsheets.findings import Finding, Level
from capacity_portal.lib.spreadsheets.headings import Heading
from capacity_portal.lib.spreadsheets.kinds import is_blank
from capacity_portal.lib.spreadsheets.rows import Body, Row, StatedTotal

_NOTHING = frozenset({"-", "—", "——", "/", "无"})
_LARGEST = 10**15
_WRITTEN = re.compile(r"[-+]?[0-9][0-9,]{0,20}(?:\.[0-9]{1,20})?", re.ASCII)
_PLACES = 6
# A row of totals states no sum in these.
_NOT_SUMMED = (
    "序号",
    "率",
    "%",
    "％",
    "比",
    "均",
    "单价",
    "年份",
    "日期",
    "时间",
    "经度",
    "纬度",
    "电话",
    "编号",
)


class _Sums:
    """Running sums by place: of all records, and of those since the last row of totals."""

    def __init__(self, places: Collection[int]) -> None:
        self.whole = dict.fromkeys(places, 0)
        self.section = dict.fromkeys(places, 0)

    def add(self, cells: list[Cell]) -> None:
        for place in list(self.whole):
            cell = cells[place] if place < len(cells) else None
            amount = number(cell)
            if amount is None:
                self.forget(place)
            elif amount:
                self.whole[place] += amount
                self.section[place] += amount

    def forget(self, place: int) -> None:
        """Nobody knows what the column's total should be."""
        self.whole.pop(place, None)
        self.section.pop(place, None)

    def close(self) -> None:
        self.section = dict.fromkeys(self.whole, 0)


def number(cell: Cell) -> Decimal | int | None:
    """Return a cell as an exact number, zero for an empty one, None for what is no plain number."""
    if cell is None or cell == "":
        return 0
    kind = cell.__class__
    if kind is int or (kind is float and cell.is_integer()):
        return int(cell) if -_LARGEST < cell < _LARGEST else None
    if kind is float:
        return _decimal(repr(cell))
    return _written(cell.strip()) if kind is str else None


def _written(text: str) -> Decimal | None:
    if not text or text in _NOTHING:
        return Decimal(0)
    return _decimal(text.replace(",", "")) if _WRITTEN.fullmatch(text) else None


def _decimal(text: str) -> Decimal | None:
    value = Decimal(text)
    return value if value.is_finite() and abs(value) < _LARGEST else None


def differences(name: str, headings: Iterable[Heading], body: Body) -> list[Finding]:
    """Return a 核实性 finding for every stated total that the records above (or all, when it stands on top) do not add up to."""
    labels = {
        heading.place - 1: heading.label
        for heading in headings
        if not any(word in heading.label for word in _NOT_SUMMED)
    }
    stated = {place for total in body.totals for place in _amounts(total.cells) if place in labels}
    if not stated:
        return []
    return [
        _finding(name, total, place, labels[place], amount, summed)
        for total, sums, is_top in _summed(body, stated)
        for place, amount in _amounts(total.cells).items()
        if (summed := _nearest(total, sums, place, amount, is_top)) is not None
    ]


def grand_total(body: Body) -> dict[int, Decimal | int]:
    """Return what the last 合计 of the sheet states, by place from 1; nothing when there is none."""
    rows = [total for total in body.totals if not total.is_subtotal]
    return {place + 1: amount for place, amount in _amounts(rows[-1].cells).items()} if rows else {}


def _amounts(cells: list[Cell]) -> dict[int, Decimal | int]:
    amounts = {place: number(cell) for place, cell in enumerate(cells) if not is_blank(cell)}
    return {place: amount for place, amount in amounts.items() if amount is not None}


def _summed(body: Body, places: Collection[int]) -> Iterator[tuple[StatedTotal, _Sums, bool]]:
    sums, done = _Sums(places), 0
    for total in body.totals:
        if total.before:
            _add_all(sums, body.rows[done : total.before])
            done = total.before
            yield total, sums, False
            sums.close()
    _add_all(sums, body.rows[done:])
    for total in body.totals:
        if not total.before and not total.is_subtotal:
            yield total, sums, True


def _add_all(sums: _Sums, rows: Iterable[Row]) -> None:
    for row in rows:
        sums.add(row.cells)
        for place in row.filled:  # of each row, or of all together?
            sums.forget(place - 1)


def _nearest(
    total: StatedTotal, sums: _Sums, place: int, amount: Decimal | int, is_top: bool
) -> Decimal | int | None:
    """The sum that the stated ``amount`` misses; None when it is right or nobody can tell."""
    if place not in sums.whole:
        return None
    whole, section = sums.whole[place], sums.section[place]
    right = [whole] if is_top else [whole, section]
    if any(_same(amount, one) for one in right):
        return None
    return section if total.is_subtotal else whole


def _same(stated: Decimal | int, summed: Decimal | int) -> bool:
    return abs(stated - summed) < Decimal(1).scaleb(-_PLACES)


def _finding(
    name: str, total: StatedTotal, place: int, label: str, stated: Decimal | int, summed: Decimal | int
) -> Finding:
    word = "小计" if total.is_subtotal else "合计"
    where = "各行" if total.before == 0 else "上面各行"
    message = (
        f"第 {total.number} 行的{word}里，“{label}”写的是 {_shown(stated)}，{where}之和是 {_shown(summed)}，"
        f"相差 {_shown(stated - summed)}，请核对；情况属实的请说明。"
    )
    about = {"sheet": name, "row": total.number, "place": place + 1, "column": label, "value": _shown(stated)}
    return Finding(Level.EXPLAIN, "total_differs", message, **about)


def _shown(value: Decimal | int) -> str:
    return trimmed(value, places=_PLACES)
