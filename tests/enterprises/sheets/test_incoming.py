"""Columns of an uploaded sheet: headings as people write them, cells as they mean them, the export understood whole."""

from datetime import date
from decimal import Decimal

import pytest

from capacity_portal.imports.registry import Context
from capacity_portal.lib.spreadsheets.columns import Doubtful, Fault, Unclear
from capacity_portal.lib.spreadsheets.headings import Heading
from capacity_portal.lib.spreadsheets.labels import split_unit
from capacity_portal.lib.spreadsheets.matching import match
from enterprises import sheets
from enterprises.rules.incoming_parts import CapacityItem
from enterprises.sheets import incoming


@pytest.fixture
def columns(ledger):
    return incoming.columns(Context(ledger, "3608", date(2026, 3, 2)))


@pytest.fixture
def read(columns):
    by_key = {column.key: column.read for column in columns}
    return lambda key, cell, unit="": by_key[key](cell, unit)


def keys_of(columns, *labels: str) -> list[str]:
    headings = [Heading(place, *split_unit(label)) for place, label in enumerate(labels, start=1)]
    matched = match(headings, columns)
    assert (matched.unknown, matched.ambiguous) == ((), ())
    return [one.key for one in matched.mapped]


def test_headings_of_the_export_are_all_known(columns):
    titles = [column.title for column in sheets.COLUMNS.values()]
    keys = ["capacity" if key == "capacities" else key for key in sheets.COLUMNS]
    assert keys_of(columns, *titles) == keys


def test_headings_of_the_template_are_all_known(columns):
    titles = [column.title for column in columns if column.is_in_template]
    assert keys_of(columns, *titles) == [column.key for column in columns if column.is_in_template]


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("煤矿名称", "name"), ("所在县", "region"), ("县（市、区）", "region"), ("退出产能(万吨/年)", "capacity"),
        ("炼钢产能（万吨）", "capacity:crude_steel"), ("steel_capacity", "capacity:crude_steel"), ("iron_capacity", "capacity:pig_iron"),
        ("生铁产能", "capacity:pig_iron"), ("法人代表", "legal_representative"), ("status", "status"), ("手机号", "contact_phone"),
        ("变压器容量", "transformer_kva"), ("社会信用代码", "credit_code"), ("lng", "longitude"), ("核定产能", "capacity"),
    ],
)  # fmt: skip
def test_headings_people_write(columns, label, key):
    assert keys_of(columns, label) == [key]


def test_keys_and_titles_are_unique(columns):
    assert len({column.key for column in columns}) == len(columns)
    assert len({column.title for column in columns}) == len(columns)
    assert [column.title for column in columns if column.is_required] == ["企业名称"]


@pytest.mark.parametrize(
    ("cell", "status"),
    [("生产", "in_production"), ("operating", "in_production"), ("Mothballed", "suspended"), ("construction", "under_construction"),
     ("retired", "exited"), ("取缔", "banned"), ("疑似复产", "revived"), ("—", None), (None, None)],
)  # fmt: skip
def test_words_for_the_status(read, cell, status):
    assert read("status", cell) == status


@pytest.mark.parametrize("cell", ["announced", "cancelled", "时开时停", "未停产"])
def test_status_that_is_not_told(read, cell):
    with pytest.raises(Unclear):
        read("status", cell)


@pytest.mark.parametrize(
    "cell",
    ["吉州区", "吉安市吉州区", "吉州", "360802", "360802000000", 360802, " 吉 州 区 ", "吉安市/吉州区"],
)
def test_places(read, cell):
    assert read("region", cell) == ("360802",)


@pytest.mark.parametrize(
    "cell", ["吉安市吉州区永叔街道", "吉州区永叔街道", "永叔街道", "吉安市永叔街道", "360802001"]
)
def test_towns(read, cell):
    assert read("region", cell) == ("360802001",)


@pytest.mark.parametrize("cell", ["神木县", "610881", "甲", "36"])
def test_places_outside(read, cell):
    found = read("region", cell)
    assert (found.value, found.code, type(found)) == (None, "place", Doubtful)
    assert "新增的企业暂按“吉安市”登记" in found.message  # a file on record stays where it is


def test_code_or_reason(read):
    assert read("credit_code", "无码：未登记") == "无码：未登记"
    assert [read("credit_code", cell) for cell in ("", "无", "无码：", None)] == [None] * 4
    with pytest.raises(Fault):
        read("credit_code", 9.1360802123456e17)


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        (30.0, "万吨/年", [CapacityItem("", Decimal(30), "万吨/年")]),
        ("55万吨", "", [CapacityItem("", Decimal(55), "万吨")]),
        ("1,200", "吨", [CapacityItem("", Decimal(1200), "吨")]),
        ("炼铁（生铁） 120万吨/年；炼钢（粗钢） 1,100.5万吨/年",
         "", [CapacityItem("pig_iron", Decimal(120), "万吨/年"), CapacityItem("crude_steel", Decimal("1100.5"), "万吨/年")]),
        ("粗钢100", "", [CapacityItem("crude_steel", Decimal(100), "")]),
        ("", "", None), ("—", "", None),
    ],
)  # fmt: skip
def test_general_capacity(read, cell, unit, expected):
    assert read("capacity", cell, unit) == expected


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ("约33", Unclear),
        ("粗钢 约33", Unclear),
        ("粗钢 3平方米", Fault),
        ("粗钢 1；粗钢 2", Fault),
        ("不详", Unclear),
    ],
)
def test_general_capacity_that_is_none(read, cell, error):
    with pytest.raises(error):
        read("capacity", cell)


def test_capacity_of_a_product_is_converted(read):
    assert read("capacity:crude_steel", 3800.0, "千吨/年") == Decimal(380)
    assert read("capacity:flat_glass", "120万重量箱") == Decimal(120)


def test_industry_code_by_its_latest_edition(read):
    assert read("industry_code", "3120") == ("2017", "3120")
    assert read("industry_code", 9999).code == "industry_code"
    assert read("industry_code", "") is None


def test_nothing_is_nothing(read):
    nothing = {
        read(key, cell)
        for key in ("legal_representative", "equipment", "remarks", "supervising_officer")
        for cell in ("无", "/", "—", "")
    }
    assert nothing == {None}


def test_columns_of_the_export_that_follow_are_left(read):
    assert [read(key, "2026-01-01") for key in ("is_key", "confirmed_at", "updated_at")] == [None] * 3


def test_queries_do_not_grow(ledger, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        incoming.columns(Context(ledger, "3608", date(2026, 3, 2)))
