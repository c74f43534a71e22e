from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.lib import quantities
from capacity_portal.lib.quantities import QuantityError

NUMBERS = st.decimals(0, quantities.LARGEST, places=4)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("146.100000000000"), "146.1万吨"),
        (Decimal("856.0000"), "856万吨"),
        (Decimal(100), "100万吨"),
        (Decimal("1E+3"), "1,000万吨"),
        (Decimal("1234567.5"), "1,234,567.5万吨"),
        (Decimal("0.00004"), "0万吨"),
        (Decimal("-0.00004"), "0万吨"),
        (Decimal("0.00005"), "0.0001万吨"),
        (Decimal("-12.5"), "-12.5万吨"),
        (0, "0万吨"),
        (12, "12万吨"),
        (None, "—"),
    ],
)
def test_trimmed(value, text):
    assert quantities.trimmed(value, "万吨") == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("146.100000000000"), 2, "146.10"),
        (Decimal("53.55"), 1, "53.6"),
        (Decimal("-53.55"), 1, "-53.6"),
        (Decimal("-0.001"), 2, "0.00"),
        (1234, 0, "1,234"),
        (None, 2, "—"),
    ],
)
def test_fixed(value, places, text):
    assert quantities.fixed(value, places) == text


# Published figures: Zhejiang 2015, Hebei iron and steel 2013-2017, national progress of July 2016.
@pytest.mark.parametrize(
    ("part", "whole", "places", "expected"),
    [
        (1859, 2315, 1, "80.3"),
        (2654, 6000, 1, "44.2"),
        (3213, 6000, 1, "53.6"),
        (2126, 4500, 0, "47"),
        (9500, 25000, 0, "38"),
    ],
)
def test_percentage(part, whole, places, expected):
    assert quantities.percentage(part, whole, places) == Decimal(expected)


def test_percentage_of_nothing():
    assert quantities.percentage(1, 0) is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("146.1", "146.1"), ("１４６．１", "146.1"), (" 1 234.5 ", "1234.5"), ("1,234.5", "1234.5"),
        ("1，234，567", "1234567"),
        ("12.5万吨", "12.5"), ("12.5 万吨 ", "12.5"), ("+3", "3"), (".5", "0.5"), ("5.", "5"),
        ("007", "7"), ("-0", "0"),
        ("1.50000", "1.5"), (12, "12"), (12.5, "12.5"), (0.1, "0.1"), (1e-4, "0.0001"),
        (Decimal("3.20"), "3.2"),
    ],
)  # fmt: skip
def test_parse(typed, expected):
    assert quantities.parse(typed, unit="万吨") == Decimal(expected)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "请填写产能。"),
        (" \u3000", "请填写产能。"),
        ("万吨", "请填写产能。"),
        ("一百", "产能“一百”不是数字，只填数字，单位为万吨。"),
        ("12吨", "产能“12吨”不是数字，只填数字，单位为万吨。"),
        ("1,23", "产能“1,23”不是数字，只填数字，单位为万吨。"),
        ("1.2.3", "产能“1.2.3”不是数字，只填数字，单位为万吨。"),
        ("NaN", "产能“NaN”不是数字，只填数字，单位为万吨。"),
        ("Infinity", "产能“Infinity”不是数字，只填数字，单位为万吨。"),
        (float("nan"), "产能“nan”不是数字，只填数字，单位为万吨。"),
        (float("inf"), "产能“inf”不是数字，只填数字，单位为万吨。"),
        (True, "产能“True”不是数字，只填数字，单位为万吨。"),
        (None, "产能“None”不是数字，只填数字，单位为万吨。"),
        ("1e5", "产能“1e5”是科学计数写法，请写出完整的数字。"),
        ("9" * 5000, "产能“" + "9" * 30 + "…”过长，请核对。"),
        (1e300, "产能“1e+300”是科学计数写法，请写出完整的数字。"),
        ("1.23456", "产能“1.23456”最多保留 4 位小数。"),
        ("-1", "产能“-1”超出范围，应在 0 至 99,999,999.9999 之间。"),
        ("100000000", "产能“100000000”超出范围，应在 0 至 99,999,999.9999 之间。"),
        ("٣", "产能“٣”不是数字，只填数字，单位为万吨。"),
        ("②", "产能“②”不是数字，只填数字，单位为万吨。"),
    ],
)
def test_parse_refuses(typed, message):
    with pytest.raises(QuantityError) as refusal:
        quantities.parse(typed, name="产能", unit="万吨")
    assert str(refusal.value) == message


def test_a_number_too_long_to_write_out():
    with pytest.raises(QuantityError):
        quantities.parse(10**5000)


def test_without_a_unit():
    assert quantities.parse("1，234") == 1234
    with pytest.raises(QuantityError, match="请只填数字"):
        quantities.parse("甲")


def test_counts():
    assert quantities.parse_count("1,200") == 1200
    with pytest.raises(QuantityError) as refusal:
        quantities.parse_count("1.5", name="台数")
    assert str(refusal.value) == "台数“1.5”应为整数。"


def test_missing_stays_missing():
    assert quantities.parse_optional(" ") is None
    assert quantities.parse_optional(None) is None
    assert quantities.parse_optional("0") == 0
    with pytest.raises(QuantityError):
        quantities.parse_optional("x")


@given(NUMBERS)
def test_written_forms_read_back(number):
    assert quantities.parse(quantities.trimmed(number, "吨"), unit="吨") == number
    assert quantities.parse(quantities.fixed(number, 4)) == number
    assert quantities.parse(number) == number


@given(st.decimals(-(10**12), 10**12, places=12), st.integers(0, 6))
def test_rounding_is_half_up_and_never_exponent_notation(number, places):
    text = quantities.fixed(number, places)
    assert abs(Decimal(text.replace(",", "")) - number) <= Decimal(5).scaleb(-places - 1)
    assert "E" not in text
    assert len(text.partition(".")[2]) == places


@given(st.one_of(st.text(st.characters(codec=None)), st.floats(), st.integers(), st.decimals()))
def test_anything_is_answered(value):
    try:
        assert 0 <= quantities.parse(value) <= quantities.LARGEST
    except QuantityError as refusal:
        assert len(str(refusal)) < 120  # noqa: PT017 - either outcome is right
