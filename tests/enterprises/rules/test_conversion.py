import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.rules.conversion import Converted, Item, Sum, TableRow, convert, sums

TABLE = tuple(
    TableRow(Decimal(size), Decimal(capacity), "2015", "附1")
    for size, capacity in [(420, 50), (450, 55), (480, 57), (530, 62), (605, 70), (700, 80), (1080, 104)]
)
ANNOUNCED = (TableRow(Decimal(650), Decimal("74.17"), "公告", "某公告", may_interpolate=False),)


def item(size, *, rows=TABLE, count=1, size_unit="m³", unit="万吨/年", product="pig_iron"):
    size = None if size is None else Decimal(size)
    return Item("高炉", size, size_unit, "m³", count, product, unit, tuple(rows))


def test_an_exact_row_counts_as_printed():
    found = convert(item(450, count=2))
    assert (found.each, found.total, found.is_interpolated) == (55, 110, False)
    assert found.note == "高炉：按“2015”450m³一行，55×2=110万吨/年"


def test_between_two_rows_it_is_interpolated_and_says_so():
    found = convert(item(580))
    assert (found.each, found.is_interpolated) == (Decimal("67.3333"), True)
    assert found.note == "高炉：按“2015”530—605m³两行内插，67.3333×1=67.3333万吨/年"


def test_an_announced_figure_counts_for_its_own_size_only():
    rows = TABLE + ANNOUNCED
    assert convert(item(650, rows=rows)).each == Decimal("74.17")
    assert convert(item(650)).each == Decimal("74.7368")
    assert convert(item(651, rows=ANNOUNCED)).each is None


def test_the_table_goes_before_an_announcement_of_the_same_size():
    other = TableRow(Decimal(450), Decimal(52), "公告", "某公告", may_interpolate=False)
    assert convert(item(450, rows=(other, *TABLE))).each == 55


def test_two_tables_are_never_mixed():
    newer = (
        TableRow(Decimal(400), Decimal(40), "2021", ""),
        TableRow(Decimal(500), Decimal(50), "2021", ""),
    )
    assert convert(item(490, rows=TABLE + newer)).each == 49


@pytest.mark.parametrize(
    ("size", "unit", "note"),
    [
        (None, "m³", "高炉：未填规格，不能换算"),
        (450, "t", "高炉：规格单位“t”与换算表单位“m³”不同，不能换算"),
        (400, "m³", "高炉：换算表没有 400m³ 及其上下相邻的规格"),
        (1200, "m³", "高炉：换算表没有 1,200m³ 及其上下相邻的规格"),
    ],
)
def test_nothing_is_invented_outside_the_table(size, unit, note):
    assert convert(item(size, size_unit=unit)) == Converted("pig_iron", "万吨/年", None, None, False, note)


def test_sums_stay_within_product_and_unit():
    found = sums(
        [
            convert(item(450)),
            convert(item(1080)),
            convert(item(450, product="crude_steel")),
            convert(item(450, unit="万重量箱/年")),
        ]
    )
    assert [(one.product, one.unit, one.total, one.is_complete) for one in found] == [
        ("pig_iron", "万吨/年", 159, True),
        ("crude_steel", "万吨/年", 55, True),
        ("pig_iron", "万重量箱/年", 55, True),
    ]


def test_a_sum_with_a_gap_says_so():
    (found,) = sums([convert(item(450)), convert(item(None))])
    assert found == Sum(
        "pig_iron", "万吨/年", Decimal(55), False, f"{convert(item(450)).note}；高炉：未填规格，不能换算"
    )
    (nothing,) = sums([convert(item(None))])
    assert (nothing.total, nothing.is_complete) == (None, False)


@given(st.integers(420, 1080))
def test_interpolation_stays_between_its_rows_and_grows_with_the_size(size):
    each = convert(item(size)).each
    assert 50 <= each <= 104
    assert convert(item(min(size + 1, 1080))).each >= each


def test_the_fixture_gives_what_the_standards_page_says():
    path = Path(__file__).resolve().parents[3] / "fixtures/dictionaries/conversion_rows.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "blast_furnace"]
    table = [
        TableRow(
            Decimal(r["size"]), Decimal(r["capacity"]), r["edition"], r["source"], r["may_interpolate"] == "1"
        )
        for r in rows
    ]
    given_sizes = {420: 50, 450: 55, 480: 57, 530: 62, 605: 70, 700: 80, 750: 85, 850: 95, 1080: 104}
    assert {size: convert(item(size, rows=table)).each for size in given_sizes} == given_sizes
    assert convert(item(650, rows=table)).each == Decimal("74.17")
    assert convert(item(1350, rows=table)).each == 122
    assert convert(item(1200, rows=table)).each is None
