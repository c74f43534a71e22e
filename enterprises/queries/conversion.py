"""The equipment of a file beside the conversion table."""

from enterprises.choices import EquipmentState
from enterprises.models import ConversionRow, Enterprise, Equipment
from enterprises.rules.conversion import Converted, Item, TableRow, convert


def converted_equipment(enterprise: Enterprise) -> list[tuple[Equipment, Converted]]:
    """Each row of standing equipment with each product its kind is converted to, in order of entry (two queries)."""
    equipment = [
        part
        for part in enterprise.equipment.select_related("kind").order_by("id")
        if not part.is_withdrawn and part.state != EquipmentState.DISMANTLED
    ]
    tables = _tables({part.kind_id for part in equipment})
    return [
        (part, convert(_item(part, product, rows)))
        for part in equipment
        for product, rows in tables.get(part.kind_id, {}).items()
    ]


def _tables(kinds: set[int]) -> dict[int, dict[object, list[TableRow]]]:
    """Active rows by kind and product; products in the order of the dictionary."""
    rows = ConversionRow.objects.filter(kind__in=kinds, is_active=True).select_related("product")
    tables: dict[int, dict[object, list[TableRow]]] = {}
    for row in rows.order_by("product__position", "product_id", "size"):
        table = tables.setdefault(row.kind_id, {}).setdefault(row.product, [])
        table.append(TableRow(row.size, row.capacity, row.edition, row.source, row.may_interpolate))
    return tables


def _item(part: Equipment, product, rows: list[TableRow]) -> Item:
    return Item(
        label=f"{part.kind.name}×{part.count}",
        size=part.size,
        size_unit=part.size_unit,
        table_unit=part.kind.size_unit,
        count=part.count,
        product=product.code,
        unit=product.unit,
        rows=tuple(rows),
    )
