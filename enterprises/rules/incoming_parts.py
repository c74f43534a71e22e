"""Equipment and capacity as one cell holds them: the inverse of what the export writes.

``中频炉 3t×2；轧机 ×1`` and ``生铁 120万吨/年；粗钢 100万吨/年``; a bare quantity is a capacity whose product follows from the industry.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from capacity_portal.lib.quantities import LARGEST, trimmed
from capacity_portal.lib.spreadsheets import units
from capacity_portal.lib.spreadsheets.columns import Fault, Unclear
from capacity_portal.lib.typed_text import excerpt, half_width

_BETWEEN = re.compile(r"[;；\n]+")
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,12}(?:\.[0-9]+)?"
_ITEM = re.compile(
    rf"\s*(?P<size>{_NUMBER})?\s*(?P<unit>[^0-9×xX*,\s][^×xX*\s]{{0,11}})?\s*"
    r"(?:[×xX*]\s*(?P<count>[0-9]{1,4}))?\s*[台座套条]?\s*"
)
_AMOUNT = re.compile(rf"\s*(?P<value>{_NUMBER})\s*(?P<unit>\S{{0,12}})\s*")
_SIZE_PLACES, _SIZE_DIGITS = 3, 9
_COUNTED = frozenset("台座套条")


@dataclass(frozen=True)
class Kind:
    """An entry of the dictionary of equipment: ``unit`` of its sizes."""

    id: int
    name: str
    unit: str


@dataclass(frozen=True)
class ProductEntry:
    """An entry of the dictionary of products: ``unit`` of its capacity."""

    id: int
    code: str
    name: str
    industry: str
    unit: str


@dataclass(frozen=True)
class EquipmentItem:
    kind_id: int
    size: Decimal | None
    unit: str
    count: int


@dataclass(frozen=True)
class CapacityItem:
    """``product`` is a code, "" when only the industry can tell; ``unit`` "" means the product's own."""

    product: str
    value: Decimal
    unit: str


def names_of(products: Mapping[str, ProductEntry]) -> dict[str, ProductEntry]:
    """The products by every name people use: ``炼钢（粗钢）`` is also 炼钢 and 粗钢; names that two have are left out."""
    found: dict[str, list[ProductEntry]] = {}
    for product in products.values():
        outer, _, inner = half_width(product.name).rstrip(")").partition("(")
        for name in {half_width(product.name), outer, inner} - {""}:
            found.setdefault(name, []).append(product)
    return {name: entries[0] for name, entries in found.items() if len(entries) == 1}


def equipment(text: str, kinds: Mapping[str, Kind]) -> list[EquipmentItem]:
    """Read a cell; ``kinds`` by name in half width. Raises Unclear for the first item that cannot be told."""
    return [_equipment(item.strip(), kinds) for item in _BETWEEN.split(text) if item.strip()]


def _equipment(item: str, kinds: Mapping[str, Kind]) -> EquipmentItem:
    plain = half_width(item)
    name = max((name for name in kinds if plain.startswith(name)), key=len, default="")
    found = _ITEM.fullmatch(plain[len(name) :]) if name else None
    if not found:
        known = "、".join(list(kinds)[:8])
        raise Unclear(
            f"主要设备{excerpt(item)}看不出种类和规格，请写成“中频炉 3t×2；轧机×1”的样子，种类如：{known}等。"
        )
    kind, number, unit = kinds[name], found["size"], found["unit"] or ""
    counted = number is not None and unit in _COUNTED and not found["count"]
    count = int(number if counted and number.isdigit() else found["count"] or 1)
    if not 0 < count < 10_000 or (unit and not number) or (counted and not number.isdigit()):
        raise Unclear(f"主要设备{excerpt(item)}的规格或数量看不明白，请写成“中频炉 3t×2”的样子。")
    size = None if number is None or counted else _size(number, unit, kind, item)
    return EquipmentItem(kind.id, size, kind.unit, count)


def _size(number: str, unit: str, kind: Kind, item: str) -> Decimal:
    value = Decimal(number.replace(",", ""))
    if unit and half_width(unit).casefold() != half_width(kind.unit).casefold():
        factor = units.factor(unit, kind.unit)
        if factor is None:
            raise Unclear(
                f"主要设备{excerpt(item)}的单位是“{unit}”，{kind.name}的规格以“{kind.unit}”计，请改写。"
            )
        value *= factor
    if not value or -value.normalize().as_tuple().exponent > _SIZE_PLACES or value >= 10**_SIZE_DIGITS:
        raise Unclear(f"主要设备{excerpt(item)}的规格应大于 0，最多 {_SIZE_PLACES} 位小数，请核对。")
    return value


def capacities(text: str, names: Mapping[str, ProductEntry]) -> list[CapacityItem] | None:
    """Read ``生铁 120万吨/年；粗钢 100万吨/年``; None when no product is named (a bare quantity, 约33).

    Raises Unclear, Fault.
    """
    items = [item.strip() for item in _BETWEEN.split(text) if item.strip()]
    if not any(_named(item, names) for item in items):
        return None
    found = [_capacity(item, names) for item in items]
    if len({item.product for item in found}) < len(found):
        raise Fault(f"产能{excerpt(text)}里同一产品写了两次，请合并成一项。")
    return found


def _named(item: str, names: Mapping[str, ProductEntry]) -> str:
    plain = half_width(item)
    return max((name for name in names if plain.startswith(name)), key=len, default="")


def _capacity(item: str, names: Mapping[str, ProductEntry]) -> CapacityItem:
    name = _named(item, names)
    found = _AMOUNT.fullmatch(half_width(item)[len(name) :].lstrip(" :")) if name else None
    if not found:
        raise Unclear(f"产能{excerpt(item)}看不出产品和数量，请写成“粗钢 100万吨/年”的样子。")
    product, unit = names[name], found["unit"]
    if unit and units.factor(unit, product.unit) is None and half_width(unit) != half_width(product.unit):
        raise Fault(f"产能{excerpt(item)}的单位“{unit}”不能换算为“{product.unit}”，请核对。")
    value = Decimal(found["value"].replace(",", ""))
    if is_too_large(in_unit(value, unit, product.unit)):
        raise Fault(f"产能{excerpt(item)}{too_large(product.unit)}")
    return CapacityItem(product.code, value, unit)


def is_too_large(amount: Decimal | None) -> bool:
    """More than a capacity's column holds."""
    return amount is not None and amount > LARGEST


def too_large(unit: str) -> str:
    """How a sentence about such an amount goes on; ``unit`` of the column."""
    return f"过大，折算后最多 {trimmed(LARGEST, unit)}，请核对数值和单位。"


def in_unit(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    """``value`` in the unit ``wanted``; None when that cannot be done. ``unit`` "" is the wanted one already."""
    if not unit or half_width(unit) == half_width(wanted):
        return value
    factor = units.factor(unit, wanted)
    return None if factor is None else value * factor


def the_product(industry: str, unit: str, products: Mapping[str, ProductEntry]) -> ProductEntry | None:
    """The one product of an industry; None when it has several, or when ``unit`` does not fit."""
    own = [product for product in products.values() if product.industry == industry]
    fitting = len(own) == 1 and (not unit or units.factor(unit, own[0].unit) is not None)
    return own[0] if fitting else None
