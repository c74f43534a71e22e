"""Equipment and capacity of a row beside those on file. What the sheet does not list stays as it is."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from capacity_portal.lib.quantities import trimmed
from enterprises.models import Capacity, Equipment
from enterprises.queries.comparing.fields import as_json
from enterprises.queries.comparing.notes import Notes
from enterprises.queries.comparing.stated import Stated
from enterprises.queries.seen_parts import seen
from enterprises.rules.incoming_parts import EquipmentItem, ProductEntry, in_unit, is_too_large, too_large

Change = tuple[str, str, str]  # heading, before, after
_PLACES = 4


def amount_of(stated: Stated, notes: Notes) -> Decimal | None:
    """The capacity in the product's unit; None, with a note, when product or unit cannot be told."""
    if stated.product is None:
        shown = trimmed(stated.value, stated.unit, 8)
        message = f"产能“{shown}”没有写明产品，请写成“粗钢 {shown}”的样子，或填在相应产品的产能列。"
        notes.confirm("no_product", stated.key, message, shown)
        return None
    amount = stated.in_own_unit
    if is_too_large(amount):
        return _refuse_large(stated, stated.product.unit, notes)
    if amount is None or -amount.normalize().as_tuple().exponent > _PLACES:
        message = f"{stated.product.name}产能“{trimmed(stated.value, stated.unit, 8)}”应以{stated.product.unit}计，最多 {_PLACES} 位小数，请核对单位。"
        notes.error("capacity", stated.key, message)
        return None
    return amount


def _refuse_large(stated: Stated, unit: str, notes: Notes) -> None:
    shown = trimmed(stated.value, stated.unit or stated.product.unit, 8)
    notes.error("capacity", stated.key, f"{stated.product.name}产能“{shown}”{too_large(unit)}", shown)


def say_twice(product: ProductEntry, notes: Notes) -> None:
    message = f"{product.name}产能在两列里写得不一样，请只保留一个数。"
    notes.error("capacity", f"capacity:{product.code}", message)


def equipment_json(item: EquipmentItem) -> dict[str, Any]:
    return {"kind": item.kind_id, "size": as_json(item.size), "size_unit": item.unit, "count": item.count}


class PartsDiffering:
    """The differences of one row's parts; ``values`` as ``store`` takes them, ``changes`` for the preview."""

    def __init__(self, notes: Notes):
        self.notes = notes
        self.values: dict[str, list[Any]] = {}
        self.changes: list[Change] = []

    def capacity(self, stated: Stated, on_file: Capacity | None) -> None:
        if on_file is None:
            self._new_capacity(stated)
            return
        value = in_unit(stated.value, stated.unit or stated.product.unit, on_file.unit)
        field = "stated" if on_file.filed is None else "filed"
        before = getattr(on_file, field)
        if value is None or -value.normalize().as_tuple().exponent > _PLACES:
            amount_of(stated, self.notes)
        elif is_too_large(value):
            _refuse_large(stated, on_file.unit, self.notes)
        elif value != before:
            change = {"id": on_file.pk, "version": on_file.version, "field": field, "value": as_json(value)}
            self._put("changed_capacities", change)
            title = f"{stated.product.name}产能"
            self.changes.append((title, trimmed(before, on_file.unit), trimmed(value, on_file.unit)))

    def _new_capacity(self, stated: Stated) -> None:
        amount = amount_of(stated, self.notes)
        if amount is not None:
            product = stated.product
            self._put("capacities", {"product": product.id, "unit": product.unit, "value": as_json(amount)})
            self.changes.append((f"{product.name}产能", "", trimmed(amount, product.unit)))

    def equipment(self, items: list[EquipmentItem], on_file: list[Equipment], kinds: dict[int, str]) -> None:
        """Equal ones go; of each kind the others are paired in order; more are new, fewer are kept."""
        wanted = Counter(_seen(item.kind_id, item) for item in items)
        left = []
        for part in on_file:
            seen = (part.kind_id, part.size, part.size_unit, part.count)
            if wanted[seen]:
                wanted[seen] -= 1
            else:
                left.append(part)
        for seen in wanted.elements():
            before = next((part for part in left if part.kind_id == seen[0]), None)
            if before is not None:
                left.remove(before)
            self._put_equipment(seen, before, kinds)
        if left:
            kept = "；".join(_shown(part.kind.name, part.size, part.size_unit, part.count) for part in left)
            message = f"档案中的“{kept}”表中没有列出，仍予保留；拆除或撤下设备请在档案中办理。"
            self.notes.explain("equipment_kept", "equipment", message)

    def _put_equipment(self, seen: tuple, before: Equipment | None, kinds: dict[int, str]) -> None:
        kind, size, unit, count = seen
        values = {"size": as_json(size), "size_unit": unit, "count": count}
        after = _shown(kinds.get(kind, ""), size, unit, count)
        if before is None:
            self._put("equipment", {"kind": kind, **values})
            self.changes.append(("主要设备", "", after))
            return
        self._put("changed_equipment", {"id": before.pk, "version": before.version, **values})
        shown = _shown(before.kind.name, before.size, before.size_unit, before.count)
        self.changes.append(("主要设备", shown, after))

    def remember(self, capacities: Iterable[Capacity], on_file: Iterable[Equipment]) -> None:
        """Keep, with what would be written, the parts that it was compared with."""
        if {"capacities", "changed_capacities"} & self.values.keys():
            self.values["seen_capacities"] = seen(capacities)
        if {"equipment", "changed_equipment"} & self.values.keys():
            self.values["seen_equipment"] = seen(on_file)

    def _put(self, name: str, value: dict[str, Any]) -> None:
        self.values.setdefault(name, []).append(value)


def _seen(kind: int, item: EquipmentItem) -> tuple[int, Decimal | None, str, int]:
    return kind, item.size, item.unit, item.count


def _shown(kind: str, size: Decimal | None, unit: str, count: int) -> str:
    return f"{kind} {'' if size is None else trimmed(size, unit, 3)}×{count}"
