from decimal import Decimal

import pytest

from capacity_portal.lib.spreadsheets.units import UNITS, Unit, factor, find, is_unit


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("ttpa", "万吨", "0.1"),
        ("ttpa", "万吨/年", "0.1"),
        ("千吨", "万吨/年", "0.1"),
        ("kt/a", "吨", "1000"),
        ("Mtpa", "万吨/年", "100"),
        ("Mt", "万吨", "100"),
        ("亿吨", "万吨", "10000"),
        ("吨", "万吨", "0.0001"),
        ("t", "万吨", "0.0001"),
        ("公斤", "吨", "0.001"),
        ("百万吨/年", "万吨/年", "100"),
        ("万 吨 ／ 年", "万吨/年", "1"),
        ("（万吨）", "万吨", "1"),
        ("m³", "立方米", "1"),
        ("M3", "m3", "1"),
        ("立方", "m3", "1"),
        ("㎥", "m3", "1"),
        ("万立方米", "m3", "10000"),
        ("千伏安", "kVA", "1"),
        ("MVA", "kVA", "1000"),
        ("kV·A", "kVA", "1"),
        ("毫米", "mm", "1"),
        ("米", "mm", "1000"),
        ("重量箱/年", "万重量箱/年", "0.0001"),
        ("DWT", "万载重吨/年", "0.0001"),
        ("万千瓦时", "kWh", "10000"),
        ("吨/日", "t/d", "1"),
        ("万元", "元", "10000"),
        ("平方米", "m2", "1"),
    ],
)
def test_factors(source, target, expected):
    assert factor(source, target) == Decimal(expected)


@pytest.mark.parametrize(
    ("source", "target"),
    [("吨", "m3"), ("吨/日", "吨/年"), ("kW", "kVA"), ("万重量箱", "万吨"), ("载重吨", "吨"), ("家", "吨"), ("", "吨"), ("吨", "")],
)  # fmt: skip
def test_other_dimensions_have_no_factor(source, target):
    assert factor(source, target) is None


def test_every_size_is_a_power_of_ten():
    assert {str(unit.size.normalize().as_tuple().digits) for unit in UNITS.values()} == {"(1,)"}


@pytest.mark.parametrize("text", ["", "万", "手机", "吨钢", "x" * 5000, "18位", "\ud800", "\x00"])
def test_what_is_no_unit(text):
    assert (is_unit(text), find(text)) == (False, None)


def test_units_of_ones_own():
    own = {"车": Unit("车", Decimal(1)), "百车": Unit("车", Decimal(100))}
    assert (factor("百车", "车", own), factor("百车", "车")) == (Decimal(100), None)
