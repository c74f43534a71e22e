"""Columns of capacity: one a product with its own unit, and one for sheets that only say 产能."""

import re
from collections.abc import Mapping

from capacity_portal.lib.exports import NUMBER
from capacity_portal.lib.spreadsheets import units
from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.spreadsheets.cells import quantity
from capacity_portal.lib.spreadsheets.columns import Column
from capacity_portal.lib.typed_text import half_width
from enterprises.rules.incoming_parts import CapacityItem, ProductEntry, capacities, names_of

_SYNONYMS = {
    "pig_iron": ("炼铁产能", "生铁产能", "铁产能", "炼铁能力", "iron_capacity"),
    "crude_steel": ("炼钢产能", "粗钢产能", "钢产能", "炼钢能力", "steel_capacity"),
    "rolled_steel": ("轧钢产能", "钢材产能", "轧材产能"),
    "castings": ("铸造产能", "铸件产能"),
    "ferroalloy": ("铁合金产能",),
    "raw_coal": ("煤炭产能", "原煤产能", "煤矿产能", "矿井产能"),
    "clinker": ("熟料产能",),
    "cement": ("水泥产能", "粉磨产能"),
    "aluminium": ("电解铝产能",),
    "flat_glass": ("平板玻璃产能", "玻璃产能"),
    "ships": ("造船产能",),
}
_GENERAL = (
    "退出产能", "生产能力", "核定产能", "设计产能", "现有产能", "年产能", "产能规模", "核定能力", "设计能力",
    "核定生产能力", "设计生产能力", "去产能", "化解产能", "备案产能", "实际产能",
)  # fmt: skip
_UNIT = re.compile(r"[^0-9.,\s].*", re.DOTALL)
_PLACES = 8  # 1吨 is 0.0001万吨; what remains after conversion is counted when it is compared


def of_products(products: Mapping[str, ProductEntry]) -> list[Column]:
    """One column a product, in the order of the dictionary."""
    return [_of(product) for product in products.values()]


def _of(product: ProductEntry) -> Column:
    return Column(
        f"capacity:{product.code}",
        f"{product.name}产能（{product.unit}）",
        quantity(f"{product.name}产能", product.unit, 4),
        synonyms=_SYNONYMS.get(product.code, ()),
        kind=NUMBER,
        unit=product.unit,
        example="55",
        note=f"只填数字，单位{product.unit}；写明其他单位的自动换算。",
        width=14,
    )


def general(products: Mapping[str, ProductEntry]) -> Column:
    """``产能``: as the export writes it, or a quantity whose product follows from the row's industry."""
    names, plain = names_of(products), quantity("产能", "", _PLACES)

    def read(cell: Cell, unit: str = "") -> list[CapacityItem] | None:
        found = capacities(cell, names) if isinstance(cell, str) else None
        if found is not None:
            return found
        value = plain(cell, "")
        return None if value is None else [CapacityItem("", value, _own_unit(cell) or unit)]

    return Column(
        "capacity",
        "产能",
        read,
        synonyms=_GENERAL,
        kind=NUMBER,
        unit="万吨/年",
        example="生铁 120万吨/年；粗钢 100万吨/年",
        note="写明产品和数量；只写数量的，产品随行业而定。",
        width=30,
        is_in_template=False,
    )


def _own_unit(cell: Cell) -> str:
    found = _UNIT.search(half_width(cell).strip()) if isinstance(cell, str) else None
    written = found[0].strip("() ") if found else ""
    return written if units.is_unit(written) else ""
