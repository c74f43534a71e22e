from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_portal.lib.spreadsheets.cells import quantity, whole
from capacity_portal.lib.spreadsheets.columns import Fault, Unclear
from capacity_portal.lib.spreadsheets.units import UNITS, Unit, factor
from tests.capacity_portal.lib.spreadsheets.cells.reading import outcome

STEEL = quantity("产能", "万吨/年")
FURNACE = quantity("高炉容积", "m3", 3)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (55, "55"),
        (55.0, "55"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        ("55", "55"),
        ("55.50", "55.5"),
        ("1,200", "1200"),
        ("1，200.5", "1200.5"),
        ("４５０", "450"),
        (" 55 ", "55"),
        ("1\x00", "1"),
        ("+5", "5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("55万吨", "55"),
        ("55 万吨", "55"),
        ("55（万吨）", "55"),
        ("55万吨/年", "55"),
        ("550千吨", "55"),
        ("550kt", "55"),
        ("2000ttpa", "200"),
        ("2000 TTPA", "200"),
        ("1.5Mtpa", "150"),
        ("12345吨", "1.2345"),
        ("0.5亿吨", "5000"),
    ],
)
def test_quantities(cell, expected):
    assert outcome(STEEL, cell) == ("Decimal", Decimal(expected))
    assert "E" not in str(STEEL(cell, ""))


@pytest.mark.parametrize(
    "cell", ["450m3", "450立方米", "450 m³", "450立方", "450㎥", "4.5百立方米", 450, "450M3"]
)
def test_volumes(cell):
    assert FURNACE(cell, "") == 450


@pytest.mark.parametrize(
    "cell", [None, "", "  ", "\u3000", "\ud800", "-", "—", "——", "－", "/", "／", "无", "N/A", "n/a", "暂无"]
)
def test_nothing(cell):
    assert (STEEL(cell, ""), FURNACE(cell, "万吨"), whole("人数")(cell, "")) == (None, None, None)


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        (550, "千吨", "55"),
        ("550", "千吨", "55"),
        ("5.5", "万吨", "5.5"),
        ("55万吨", "千吨", "55"),
        ("500000吨", "万吨", "50"),
        (2000.0, "ttpa", "200"),
    ],
)
def test_the_units_of_heading_and_cell(cell, unit, expected):
    assert STEEL(cell, unit) == Decimal(expected)


@pytest.mark.parametrize(
    ("cell", "suggestion"),
    [
        ("约33", "33"),
        ("大约33", "33"),
        ("33左右", "33"),
        ("30余", "30"),
        ("30多万吨", "30万吨"),
        ("约３３万吨", "33万吨"),
        ("30-40", ""),
        ("30～40", ""),
        ("30—40万吨", ""),
        ("30万吨-40万吨", ""),
        ("30至40", ""),
        ("50+", ""),
        ("50+万吨", ""),
        ("大于30", ""),
        (">30", ""),
        ("≥30", ""),
        ("33万吨以上", ""),
        ("不足30", ""),
        ("5.5e5", "550000"),
        ("5.5E5吨", "550000吨"),
        ("1.25e1", "12.5"),
        ("1e-5", ""),
        ("1e99", ""),
        ("55万", "55万吨"),
        ("1 200", "1200"),
        ("1 200 万吨", ""),
        ("45 0", ""),
        ("450\n580", ""),
        ("450m3+580m3", ""),
        ("2×450", ""),
        ("3,45", ""),
        ("(55)", ""),
        ("85%", ""),
        ("unknown", ""),
        ("不详", ""),
        ("待核", ""),
        ("待核实", ""),
        ("一座立方米高炉", ""),
        ("炼铁产能万吨", ""),
        ("三十万吨", ""),
        ("同上", ""),
        ("#REF!", ""),
        ("#N/A", ""),
        ("33蒲式耳", ""),
        ("٣", ""),
        ("9" * 31, ""),
        ("x" * 40_000, ""),
        ("约" + "9" * 40_000, ""),
    ],
)
def test_unclear_quantities_are_never_guessed(cell, suggestion):
    assert outcome(STEEL, cell) == ("unclear", suggestion)


@pytest.mark.parametrize(
    ("read", "cell", "unit", "sentence"),
    [
        (STEEL, "450m3", "", "产能“450m3”的单位是“m3”，不能换算为“万吨/年”，请按“万吨/年”填写，或核对表头和单元格里的单位。"),
        (STEEL, "450m3", "万吨", "产能“450m3”的单位是“m3”，不能换算为“万吨/年”，请按“万吨/年”填写，或核对表头和单元格里的单位。"),
        (FURNACE, 450, "吨", "高炉容积“450”的单位是“吨”，不能换算为“m3”，请按“m3”填写，或核对表头和单元格里的单位。"),
        (STEEL, "3000吨/日", "", "产能“3000吨/日”的单位是“吨/日”，不能换算为“万吨/年”，请按“万吨/年”填写，或核对表头和单元格里的单位。"),
        (STEEL, "1234.5吨", "", "产能“0.12345”最多保留 4 位小数（单元格为“1234.5吨”）。"),
        (STEEL, 1.23456, "", "产能“1.23456”最多保留 4 位小数。"),
        (STEEL, -5, "", "产能“-5”超出范围，应在 0 至 99,999,999.9999 之间。"),
        (STEEL, "-5", "", "产能“-5”超出范围，应在 0 至 99,999,999.9999 之间。"),
        (STEEL, 1e10, "", "产能“10000000000”超出范围，应在 0 至 99,999,999.9999 之间（单元格为“10000000000.0”）。"),
        (STEEL, float("nan"), "", "产能“nan”超出范围，请核对。"),
        (STEEL, float("-inf"), "", "产能“-inf”超出范围，请核对。"),
        (STEEL, 10**5000, "", "产能“过长的数字”超出范围，请核对。"),
        (STEEL, True, "", "产能“True”不是数字。请把单元格格式改为“常规”或“数值”，再重新填写数字。"),
        (STEEL, date(2018, 3, 5), "", "产能“2018-03-05”不是数字。请把单元格格式改为“常规”或“数值”，再重新填写数字。"),
        (STEEL, time(1, 2), "", "产能“01:02:00”不是数字。请把单元格格式改为“常规”或“数值”，再重新填写数字。"),
    ],
    ids=range(15),
)  # fmt: skip
def test_what_a_quantity_cannot_be(read, cell, unit, sentence):
    assert outcome(read, cell, unit) == ("fault", sentence)


WRITABLE = sorted(UNITS)


@given(
    st.decimals(0, 99_999_999, places=4),
    st.sampled_from(WRITABLE),
    st.sampled_from(["万吨/年", "m3", "kVA", "万重量箱/年", "万载重吨/年", "mm", "t", "kWh"]),
    st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_what_is_written_in_any_unit_reads_back_exactly(value, unit, target, is_in_heading):
    by = factor(unit, target)
    read = quantity("数量", target)
    if by is None:
        with pytest.raises(Fault):
            read(f"{value:f}{unit}", "")
        return
    number = f"{value / by:f}"
    assert (read(number, unit) if is_in_heading else read(number + unit, "")) == value


@given(st.floats(0, 99_999_999), st.integers(0, 4))
@settings(max_examples=200, deadline=None)
def test_floats_of_few_decimals_are_exact(number, places):
    typed = round(number, places)
    assert quantity("数量", "吨")(typed, "") == Decimal(repr(typed))


@given(
    st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans()),
    st.sampled_from(["", "万吨", "m3"]),
)
@settings(max_examples=300, deadline=None)
def test_any_cell_is_a_number_nothing_or_a_complaint(cell, unit):
    for read in (STEEL, whole("人数")):
        kind, value = outcome(read, cell, unit)
        assert kind in ("Decimal", "int", "NoneType", "fault", "unclear")
        assert kind != "fault" or value.endswith("。")


def test_a_unit_that_is_remembered_for_ever_does_not_grow():
    for number in range(1200):
        with pytest.raises(Fault):
            STEEL("5", f"吨{number}")
    with pytest.raises(Unclear):
        STEEL("5吨1", "")


def test_units_of_ones_own():
    read = quantity("运量", "车", units={"车": Unit("车", Decimal(1)), "百车": Unit("车", Decimal(100))})
    assert (read("3百车", ""), read(" 3 车 ", ""), outcome(read, "3吨")) == (300, 3, ("unclear", ""))


def test_bounds_of_ones_own():
    read = quantity("经度", "", 6, least=-180, most=180)
    assert (read("-12.5", ""), outcome(read, 181)[0]) == (Decimal("-12.5"), "fault")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (35, ("int", 35)),
        (35.0, ("int", 35)),
        ("35", ("int", 35)),
        ("35人", ("int", 35)),
        ("３５ 人", ("int", 35)),
        ("1,200名", ("int", 1200)),
        ("约30人", ("unclear", "30")),
        ("三十人", ("unclear", "")),
        (3.5, ("fault", "职工人数“3.5”应为整数。")),
        ("3.5", ("fault", "职工人数“3.5”应为整数。")),
        (-1, ("fault", "职工人数“-1”超出范围，应在 0 至 9,999,999 之间。")),
        (-1.0, ("fault", "职工人数“-1”超出范围，应在 0 至 9,999,999 之间（单元格为“-1.0”）。")),
        ("30吨", ("unclear", "")),
        ("人", ("unclear", "")),
    ],
)
def test_whole_numbers(cell, expected):
    assert outcome(whole("职工人数"), cell, "万吨") == expected
