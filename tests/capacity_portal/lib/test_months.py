from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.lib import months
from capacity_portal.lib.months import MonthError

MONTHS = st.builds(lambda year, month: year * 100 + month, st.integers(1949, 2100), st.integers(1, 12))
INNER = st.builds(lambda year, month: year * 100 + month, st.integers(1960, 2090), st.integers(1, 12))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-11", 202611),
        ("2026/11", 202611),
        ("2026.1", 202601),
        ("202611", 202611),
        ("2026年1月", 202601),
        (" ２０２６ 年 11 月份 ", 202611),
        (202611, 202611),
        ("1949-01", 194901),
        ("2100-12", 210012),
    ],
)
def test_parse(typed, expected):
    assert months.parse(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["", "2026", "2026-13", "2026-00", "1948-12", "2101-01", "20261", "2026-11-05",
     "0001-01", "9" * 5000, None, -1, 1.5],
)  # fmt: skip
def test_parse_refuses(typed):
    with pytest.raises(MonthError):
        months.parse(typed)
    assert months.parse_or_none(typed) is None


def test_a_number_too_long_to_write_out():
    assert months.parse_or_none(10**5000) is None


def test_refusal_names_value_and_form():
    with pytest.raises(MonthError) as refusal:
        months.parse("十一月")
    assert str(refusal.value) == (
        "月份“十一月”无法识别，请按“2026-11”或“2026年11月”的形式填写，年份在 1949 至 2100 之间。"
    )


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        (202602, date(2026, 2, 1), date(2026, 2, 28)),
        (202402, date(2024, 2, 1), date(2024, 2, 29)),
        (202612, date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_days(month, first, last):
    assert (months.first_day(month), months.last_day(month)) == (first, last)


def test_neighbours():
    assert months.next_month(202612) == 202701
    assert months.previous_month(202601) == 202512
    assert months.add(202611, -23) == 202412
    assert months.add(202611, 0) == 202611
    assert months.difference(202701, 202611) == 2
    assert months.span(202611, 202702) == [202611, 202612, 202701, 202702]
    assert months.span(202611, 202610) == []


def test_labels():
    assert (months.label(202601), months.slug(202601)) == ("2026年1月", "2026-01")


@pytest.mark.parametrize(
    ("number", "expected"), [(202611, True), (202600, False), (202613, False), (0, False)]
)
def test_is_month(number, expected):
    assert months.is_month(number) is expected


@given(MONTHS)
def test_written_forms_read_back(month):
    assert [months.parse(form) for form in (months.label(month), months.slug(month), str(month))] == [
        month
    ] * 3


@given(MONTHS)
def test_days_lie_in_their_month(month):
    assert months.month_of(months.first_day(month)) == months.month_of(months.last_day(month)) == month
    assert months.last_day(month) + timedelta(days=1) == months.first_day(months.next_month(month))


@given(INNER, st.integers(-120, 120))
def test_adding_and_difference_undo_each_other(month, count):
    assert months.difference(months.add(month, count), month) == count
    assert months.add(months.add(month, count), -count) == month


@given(st.text(st.characters(codec=None)))
def test_any_text_is_answered(text):
    found = months.parse_or_none(text)
    assert found is None or months.is_month(found)
