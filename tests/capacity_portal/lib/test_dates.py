from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.lib import dates
from capacity_portal.lib.dates import DateError

IN_BOUNDS = st.dates(dates.EARLIEST, dates.LATEST)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-11-05", date(2026, 11, 5)),
        ("2026-11-5", date(2026, 11, 5)),
        ("2026/11/05", date(2026, 11, 5)),
        ("2026.11.5", date(2026, 11, 5)),
        ("2026年11月5日", date(2026, 11, 5)),
        ("2026 年 11 月 5 号", date(2026, 11, 5)),
        ("２０２６－１１－０５", date(2026, 11, 5)),
        ("20221124", date(2022, 11, 24)),
        ("2021-9-11 00:00", date(2021, 9, 11)),
        ("\t2021-12-06 00:00", date(2021, 12, 6)),
        ("2015-07-01 21:59 ", date(2015, 7, 1)),
        ("2015-07-01T21:59:30.5", date(2015, 7, 1)),
        ("1949-01-01", date(1949, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
        ("2024-02-29", date(2024, 2, 29)),
        (date(2026, 11, 5), date(2026, 11, 5)),
        (datetime(2026, 11, 5, 8, tzinfo=UTC), date(2026, 11, 5)),
    ],
)
def test_parse(typed, expected):
    assert dates.parse(typed) == expected


REMEDY = "请按“2026-11-05”或“2026年11月5日”的形式填写。"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "请填写检查日期。"),
        ("\u3000 ", "请填写检查日期。"),
        ("2018年12月32日", "检查日期“2018年12月32日”不存在，请核对年、月、日。"),
        ("2026-02-29", "检查日期“2026-02-29”不存在，请核对年、月、日。"),
        ("2018831前", "检查日期“2018831前”无法识别，" + REMEDY),
        ("2018717", "检查日期“2018717”无法识别，" + REMEDY),
        ("7月底前", "检查日期“7月底前”无法识别，" + REMEDY),
        ("26-11-05", "检查日期“26-11-05”无法识别，" + REMEDY),
        ("2026-11/05", "检查日期“2026-11/05”无法识别，" + REMEDY),
        ("1" * 5000, "检查日期“" + "1" * 30 + "…”无法识别，" + REMEDY),
        (45000, "检查日期“45000”不是日期，" + REMEDY),
        (None, "检查日期“None”不是日期，" + REMEDY),
        ("0001-01-01", "检查日期“1年1月1日”超出范围，应在1949年1月1日至2100年12月31日之间。"),
        ("9999-12-31", "检查日期“9999年12月31日”超出范围，应在1949年1月1日至2100年12月31日之间。"),
        ("0000-01-01", "检查日期“0000-01-01”不存在，请核对年、月、日。"),
    ],
)
def test_refusals(typed, message):
    with pytest.raises(DateError) as refusal:
        dates.parse(typed, name="检查日期")
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    "typed",
    ["20184281000左右", "201692日", "52日", "2020年3月1日至3月30日(30天)", "2026-11-05 甲", "٢٠٢٦-١١-٠٥"],
)
def test_damaged_and_composite_dates_are_refused(typed):
    assert dates.parse_or_none(typed) is None


def test_bounds_can_be_narrower():
    with pytest.raises(DateError):
        dates.parse("2026-11-06", latest=date(2026, 11, 5))
    assert dates.parse_or_none("2026-11-05", latest=date(2026, 11, 5)) == date(2026, 11, 5)
    assert dates.parse_or_none("2026-11-04", earliest=date(2026, 11, 5)) is None


def test_label():
    assert dates.label(date(2026, 1, 5)) == "2026年1月5日"


@given(IN_BOUNDS)
def test_every_written_form_reads_back(day):
    forms = [
        dates.label(day),
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
    ]
    assert [dates.parse(form) for form in forms] == [day] * 5


@given(st.text(st.characters(codec=None)))
def test_any_text_is_answered(text):
    found = dates.parse_or_none(text)
    assert found is None or dates.EARLIEST <= found <= dates.LATEST
