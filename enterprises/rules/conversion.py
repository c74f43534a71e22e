"""Capacity by conversion table (产能换算): what an item of equipment counts for in a year.

部分产能严重过剩行业产能置换实施办法（2015）附1; since 2017 an exiting capacity counts as filed and only new equipment by
table, so the result stands beside the filed figure and never replaces it. A size between two rows of one table is
interpolated linearly and says so; beyond the table there is no figure, only a note. Published figures differ from
interpolation (650 m³: 74.17 announced, 74.74 interpolated).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from capacity_portal.lib.quantities import rounded, trimmed

_PLACES = 4


@dataclass(frozen=True)
class TableRow:
    """``size`` in the kind's unit, ``capacity`` in the product's unit a year; see ``models.ConversionRow``."""

    size: Decimal
    capacity: Decimal
    edition: str
    source: str = ""
    may_interpolate: bool = True


@dataclass(frozen=True)
class Item:
    """One row of equipment to be converted, with the rows of its kind for one product."""

    label: str
    size: Decimal | None
    size_unit: str
    table_unit: str
    count: int
    product: str
    unit: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Converted:
    """``each`` per item and ``total`` in ``unit``; None, with the reason in ``note``, where the table gives nothing."""

    product: str
    unit: str
    each: Decimal | None
    total: Decimal | None
    is_interpolated: bool
    note: str


@dataclass(frozen=True)
class Sum:
    """Total of one product in one unit; ``is_complete`` is False when some item could not be converted."""

    product: str
    unit: str
    total: Decimal | None
    is_complete: bool
    note: str


def convert(item: Item) -> Converted:
    """Convert one row of equipment: exact row, else interpolation within one table, else nothing but a note."""
    if item.size is None:
        return _nothing(item, "未填规格，不能换算")
    if item.size_unit != item.table_unit:
        return _nothing(item, f"规格单位“{item.size_unit}”与换算表单位“{item.table_unit}”不同，不能换算")
    if row := _exact(item.size, item.rows):
        return _something(
            item, row.capacity, False, f"按“{row.edition}”{trimmed(row.size)}{item.size_unit}一行"
        )
    if between := _neighbours(item.size, item.rows):
        low, high = between
        span = f"{trimmed(low.size)}—{trimmed(high.size)}{item.size_unit}"
        return _something(item, _interpolated(item.size, low, high), True, f"按“{low.edition}”{span}两行内插")
    return _nothing(item, f"换算表没有 {trimmed(item.size)}{item.size_unit} 及其上下相邻的规格")


def sums(converted: Iterable[Converted]) -> list[Sum]:
    """Add up per product and unit, in order of appearance; different units are never added."""
    groups: dict[tuple[str, str], list[Converted]] = {}
    for one in converted:
        groups.setdefault((one.product, one.unit), []).append(one)
    return [_sum(product, unit, group) for (product, unit), group in groups.items()]


def _sum(product: str, unit: str, group: Sequence[Converted]) -> Sum:
    known = [one.total for one in group if one.total is not None]
    notes = "；".join(one.note for one in group)
    return Sum(product, unit, sum(known) if known else None, len(known) == len(group), notes)


def _exact(size: Decimal, rows: Sequence[TableRow]) -> TableRow | None:
    exact = [row for row in rows if row.size == size]
    return max(exact, key=lambda row: (row.may_interpolate, row.edition), default=None)


def _neighbours(size: Decimal, rows: Sequence[TableRow]) -> tuple[TableRow, TableRow] | None:
    """The two rows around ``size`` in the newest table that has both."""
    for edition in sorted({row.edition for row in rows if row.may_interpolate}, reverse=True):
        table = [row for row in rows if row.edition == edition and row.may_interpolate]
        below = max((row for row in table if row.size < size), key=lambda row: row.size, default=None)
        above = min((row for row in table if row.size > size), key=lambda row: row.size, default=None)
        if below and above:
            return below, above
    return None


def _interpolated(size: Decimal, low: TableRow, high: TableRow) -> Decimal:
    share = (size - low.size) / (high.size - low.size)
    return rounded(low.capacity + share * (high.capacity - low.capacity), _PLACES)


def _something(item: Item, each: Decimal, is_interpolated: bool, how: str) -> Converted:
    total = each * item.count
    figures = f"{trimmed(each)}×{item.count}={trimmed(total)}{item.unit}"
    note = f"{item.label}：{how}，{figures}"
    return Converted(item.product, item.unit, each, total, is_interpolated, note)


def _nothing(item: Item, why: str) -> Converted:
    return Converted(item.product, item.unit, None, None, False, f"{item.label}：{why}")
