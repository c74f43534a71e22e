from decimal import Decimal

import pytest

from capacity_portal.lib.spreadsheets.columns import Unclear
from enterprises.rules.incoming_parts import (
    EquipmentItem,
    Kind,
    ProductEntry,
    equipment,
    in_unit,
    names_of,
    the_product,
)

KINDS = {
    "中频炉": Kind(1, "中频炉", "t"),
    "轧机": Kind(2, "轧机", "mm"),
    "高炉": Kind(3, "高炉", "m³"),
    "精炼炉(LF、VOD、AOD)": Kind(4, "精炼炉（LF、VOD、AOD）", "t"),
    "矿井": Kind(5, "矿井", "万吨/年"),
    "冲天炉": Kind(6, "冲天炉", "t/h"),
}
PRODUCTS = {
    "raw_coal": ProductEntry(1, "raw_coal", "原煤", "coal", "万吨/年"),
    "pig_iron": ProductEntry(2, "pig_iron", "炼铁（生铁）", "steel", "万吨/年"),
    "crude_steel": ProductEntry(3, "crude_steel", "炼钢（粗钢）", "steel", "万吨/年"),
    "cement": ProductEntry(4, "cement", "水泥（粉磨）", "cement", "万吨/年"),
}


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("中频炉 3t×2；轧机×1", [(1, "3", 2), (2, None, 1)]),
        ("轧机 1,200mm×1", [(2, "1200", 1)]),
        ("高炉 450m³×1", [(3, "450", 1)]),
        ("高炉450立方米", [(3, "450", 1)]),
        ("精炼炉（LF、VOD、AOD） 0.5t×3;矿井 30万吨/年×1", [(4, "0.5", 3), (5, "30", 1)]),
        ("冲天炉 5t/h×2", [(6, "5", 2)]),
        ("中频炉 3×2", [(1, "3", 2)]),
        ("轧机 2台", [(2, None, 2)]),
        ("中频炉 3t x 2台", [(1, "3", 2)]),
        ("；", []),
    ],
)
def test_equipment_as_the_export_writes_it_and_a_little_more(text, items):
    units = {kind.id: kind.unit for kind in KINDS.values()}
    expected = [
        EquipmentItem(kind, size and Decimal(size), units[kind], count) for kind, size, count in items
    ]
    assert equipment(text, KINDS) == expected


@pytest.mark.parametrize(
    "text",
    [
        "三台中频炉",
        "中频炉 若干",
        "中频炉 3t×0",
        "中频炉 3mm×1",
        "中频炉 0t×1",
        "中频炉 0.0001t×1",
        "不知名炉 3t×1",
        "中频炉 3-5t×2",
        "轧机 2.5台",
    ],
)
def test_equipment_that_is_not_told(text):
    with pytest.raises(Unclear):
        equipment(text, KINDS)


def test_products_by_every_name():
    names = names_of(PRODUCTS)
    assert {name: names[name].code for name in ("原煤", "炼铁", "生铁", "炼钢(粗钢)", "水泥")} == {
        "原煤": "raw_coal", "炼铁": "pig_iron", "生铁": "pig_iron", "炼钢(粗钢)": "crude_steel", "水泥": "cement",
    }  # fmt: skip
    twins = {
        "a": ProductEntry(1, "a", "钢（甲）", "steel", "t"),
        "b": ProductEntry(2, "b", "钢（乙）", "steel", "t"),
    }
    assert set(names_of(twins)) == {"钢(甲)", "甲", "钢(乙)", "乙"}


def test_product_of_an_industry_that_has_one():
    assert the_product("coal", "万吨/年", PRODUCTS).code == "raw_coal"
    assert [the_product(*asked, PRODUCTS) for asked in (("coal", "吨/日"), ("steel", ""), ("other", ""))] == [
        None
    ] * 3


def test_amounts_in_another_unit():
    assert in_unit(Decimal(33_000), "吨", "万吨/年") == Decimal("3.3")
    assert in_unit(Decimal(5), "", "流") == in_unit(Decimal(5), "流", "流") == 5
    assert in_unit(Decimal(5), "m", "t") is None
