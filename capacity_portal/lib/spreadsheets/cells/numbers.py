"""Quantities with the units people write, and whole numbers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal

from capacity_portal.lib import quantities
from capacity_portal.lib.quantities import LARGEST, QuantityError
from capacity_portal.lib.spreadsheets import units as known_units
from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.spreadsheets.cells.blanks import bare, is_nothing
from capacity_portal.lib.spreadsheets.cells.vague import doubt
from capacity_portal.lib.spreadsheets.columns import Fault, Unclear
from capacity_portal.lib.spreadsheets.units import UNITS, Unit
from capacity_portal.lib.typed_text import excerpt, half_width

_PLAIN = re.compile(r"(-?[0-9]{1,30}(?:\.[0-9]{1,30})?)(\D{0,12}[0-9]?)", re.ASCII)
_WRITTEN = re.compile(
    r"([+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,30})(?:\.[0-9]{0,30})?|[+-]?\.[0-9]{1,30})(.*)",
    re.ASCII | re.DOTALL,
)
_APART = re.compile(r"[0-9.,]\s+[0-9.,]", re.ASCII)
_COUNTED = frozenset("人名个座台套家处条对户口辆艘件组支只眼孔位")
_DIGITS_KEPT = ".15g"
_WHOLE = 10**15
_REMEMBERED = 500
_EXACT = Context(prec=80)


def quantity(
    name: str,
    unit: str,
    places: int = 4,
    units: Mapping[str, Unit] = UNITS,
    *,
    least: Decimal | int = 0,
    most: Decimal | int = LARGEST,
) -> Callable[[Cell, str], Decimal | None]:
    """A Decimal in ``unit`` with at most ``places`` decimals, from a number or from ``450m3``, ``550千吨``, ``1,200``.

    The cell's own unit beats the heading's, which beats ``unit``. A unit of another dimension is a Fault, as are
    more decimals than kept and what is out of bounds; what is no plain number (约33, 30-40, 不详) is Unclear.
    """
    amount = _Amount(name, unit, places, units, Decimal(least), Decimal(most))
    return amount.read


def whole(name: str, least: int = 0, most: int = 9_999_999) -> Callable[[Cell, str], int | None]:
    """A whole number; ``35人`` and ``1,200`` are understood, a heading's unit means nothing."""
    amount = _Amount(name, "", 0, {}, Decimal(least), Decimal(most))

    def read(cell: Cell, unit: str = "") -> int | None:
        if cell.__class__ is float and least <= cell <= most and cell.is_integer():
            return int(cell)
        value = amount.read(_without_counted(cell) if isinstance(cell, str) else cell, "")
        return None if value is None else int(value)

    return read


def _without_counted(cell: str) -> str:
    typed = half_width(cell).strip()
    number = typed[:-1].rstrip()
    return number if typed[-1:] in _COUNTED and number[-1:].isdigit() else cell


@dataclass(frozen=True)
class _Amount:
    name: str
    unit: str
    places: int
    units: Mapping[str, Unit]
    least: Decimal
    most: Decimal
    factors: dict[str, Decimal | None] = field(default_factory=dict, compare=False)

    def read(self, cell: Cell, unit: str = "") -> Decimal | None:
        kind = cell.__class__
        if kind is float or kind is int:
            return self._converted(self._number(cell), unit, cell)
        if kind is str and (found := _PLAIN.fullmatch(cell)) and (not found[2] or found[2] in self.units):
            return self._converted(Decimal(found[1]), found[2] or unit, cell)
        if is_nothing(cell):
            return None
        if kind is not str:
            raise Fault(
                f"{self.name}{excerpt(cell)}不是数字。请把单元格格式改为“常规”或“数值”，再重新填写数字。"
            )
        return self._written(cell, unit)

    def _number(self, cell: int | float) -> Decimal:
        if isinstance(cell, int):
            return Decimal(cell) if abs(cell) < 10**30 else self._refused(cell)
        if cell.is_integer() and abs(cell) < _WHOLE:
            return Decimal(int(cell))
        value = Decimal(repr(cell))
        if not value.is_finite() or abs(value) >= 10**30:
            return self._refused(cell)
        # A spreadsheet keeps and shows 15 digits; what arithmetic left behind them (0.30000000000000004) is noise.
        return value if _decimals(value) <= self.places else Decimal(format(cell, _DIGITS_KEPT))

    def _refused(self, cell: int | float) -> Decimal:
        raise Fault(f"{self.name}{excerpt(cell)}超出范围，请核对。")

    def _written(self, cell: str, unit: str) -> Decimal:
        typed = half_width(cell).strip()
        short = bare(typed)
        found = _WRITTEN.fullmatch(short) if len(typed) <= 60 else None
        if not found:
            raise doubt(cell, short, self.name)
        if _APART.search(typed):
            raise Unclear(
                f"{self.name}{excerpt(cell)}的数字中间有空格，请写成一个完整的数。", _joined(typed, short)
            )
        own = found[2].strip("()")
        if own and known_units.find(own, self.units) is None:
            raise self._unit_unknown(cell, short, own, found[1])
        return self._converted(Decimal(found[1].replace(",", "")), own or unit, cell)

    def _unit_unknown(self, cell: str, short: str, own: str, number: str) -> Unclear:
        larger = f"{own}吨"
        if own in ("百", "千", "万", "亿") and known_units.factor(larger, self.unit, self.units) is not None:
            return Unclear(
                f"{self.name}{excerpt(cell)}没有写全单位，请写明是否为“{number}{larger}”。",
                f"{number}{larger}",
            )
        return doubt(cell, short, self.name)

    def _converted(self, value: Decimal, unit: str, cell: Cell) -> Decimal:
        if unit and self.unit and unit != self.unit:
            factor = self._factor(unit)
            if factor is None:
                raise Fault(
                    f"{self.name}{excerpt(cell)}的单位是“{unit}”，不能换算为“{self.unit}”，"
                    f"请按“{self.unit}”填写，或核对表头和单元格里的单位。"
                )
            value = _plain(_EXACT.multiply(value, factor))
        if self.least <= value <= self.most and _decimals(value) <= self.places:
            return value if value else abs(value)
        return self._bounded(value, cell)

    def _factor(self, unit: str) -> Decimal | None:
        if unit not in self.factors:
            if len(self.factors) > _REMEMBERED:
                self.factors.clear()
            self.factors[unit] = known_units.factor(unit, self.unit, self.units)
        return self.factors[unit]

    def _bounded(self, value: Decimal, cell: Cell) -> Decimal:
        try:
            return quantities.parse(
                _plain(value),
                name=self.name,
                unit=self.unit,
                places=self.places,
                least=self.least,
                most=self.most,
            )
        except QuantityError as error:
            message = str(error)
            shown = "" if excerpt(value) == excerpt(cell) else f"（单元格为{excerpt(cell)}）"
            raise Fault(f"{message[:-1]}{shown}。") from None


def _plain(value: Decimal) -> Decimal:
    """``value`` without noughts at the end and without a power of ten: 150, not 1.5E+2."""
    bare = _EXACT.normalize(value)
    return bare.quantize(Decimal(1), context=_EXACT) if bare.as_tuple().exponent > 0 else bare


def _decimals(value: Decimal) -> int:
    return -value.as_tuple().exponent


def _joined(typed: str, short: str) -> str:
    return (
        short
        if re.fullmatch(r"[^0-9]*[0-9]{1,3}(?: [0-9]{3})+[^0-9 ].*|[0-9]{1,3}(?: [0-9]{3})+", typed)
        else ""
    )
