from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_portal.lib import dates
from capacity_portal.lib.spreadsheets.cells import day
from tests.capacity_portal.lib.spreadsheets.cells.reading import outcome

DAY = day("投产日期")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (date(2018, 8, 31), date(2018, 8, 31)),
        (datetime(2018, 8, 31, 10), date(2018, 8, 31)),
        ("2018-08-31", date(2018, 8, 31)),
        ("2018年8月31日", date(2018, 8, 31)),
        ("２０１８．８．３１", date(2018, 8, 31)),
        (20180831, date(2018, 8, 31)),
        (20180831.0, date(2018, 8, 31)),
        ("20180831", date(2018, 8, 31)),
        (None, None),
        ("", None),
        ("—", None),
        ("无", None),
    ],
)
def test_days(cell, expected):
    assert DAY(cell, "万吨") == expected


@pytest.mark.parametrize(
    ("cell", "suggestion"),
    [
        (43831, "2020-01-01"),
        (43831.0, "2020-01-01"),
        ("43831", "2020-01-01"),
        (12345, ""),
        ("2018831", "2018-08-31"),
        (2018831, "2018-08-31"),
        ("2018831前", "2018-08-31"),
        ("2018717", "2018-07-17"),
        ("2018111", ""),
        ("201811", ""),
        ("201692日", "2016-09-02"),
        ("20184281000左右", ""),
        ("52日", ""),
        ("2020年3月1日至3月30日(30天)", ""),
        ("7月底前 / 2014年9月底前", ""),
        ("约2018年8月31日", "2018-08-31"),
        ("2018年8月31日前", "2018-08-31"),
        ("2018/8-31", "2018-8-31"),
        ("2018年8月", ""),
        ("2018", ""),
        ("不详", ""),
        ("待核", ""),
        ("1850", ""),
        (1.5, ""),
    ],
)
def test_days_that_nobody_should_guess(cell, suggestion):
    assert outcome(DAY, cell) == ("unclear", suggestion)
    assert not suggestion or DAY(suggestion, "") is not None


IMPOSSIBLE = "不存在，请核对年、月、日。"


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("2018年12月32日", f"投产日期“2018年12月32日”{IMPOSSIBLE}"),
        ("2018-02-30", f"投产日期“2018-02-30”{IMPOSSIBLE}"),
        ("20181332", f"投产日期“20181332”{IMPOSSIBLE}"),
        ("2018-13-01 10:00", f"投产日期“2018-13-01 10:00”{IMPOSSIBLE}"),
        ("1900-01-01", "投产日期“1900年1月1日”超出范围，应在1949年1月1日至2100年12月31日之间。"),
        (date(1900, 1, 1), "投产日期“1900年1月1日”超出范围，应在1949年1月1日至2100年12月31日之间。"),
        ("去年", "投产日期“去年”无法识别，请按“2026-11-05”或“2026年11月5日”的形式填写。"),
        (True, "投产日期“True”不是日期，请按“2026-11-05”或“2026年11月5日”的形式填写。"),
        (time(1), "投产日期“01:00:00”不是日期，请按“2026-11-05”或“2026年11月5日”的形式填写。"),
        (float("nan"), "投产日期“nan”无法识别，请按“2026-11-05”或“2026年11月5日”的形式填写。"),
    ],
    ids=range(10),
)
def test_what_a_day_cannot_be(cell, sentence):
    assert outcome(DAY, cell) == ("fault", sentence)


def test_bounds_of_ones_own():
    read = day("日期", earliest=date(2018, 1, 1), latest=date(2018, 12, 31))
    assert (read("2018-05-01", ""), outcome(read, "2019-01-01")[0], outcome(read, "43831")) == (
        date(2018, 5, 1),
        "fault",
        ("unclear", ""),
    )


PRINTED = [
    "2018年12月32日", "2018831前", "2018717", "20184281000左右", "201692日", "52日", "20221124", "2021-9-11 00:00",
    "\t2021-12-06 00:00", "2015-07-01 21:59 ", "2020年3月1日至3月30日(30天)", "2023年5月6日至2023年6月1日",
    "2018年9月27日至2018年10月1日", "7月底前 / 2014年9月底前",
]  # fmt: skip


def test_the_dirty_dates_of_real_notices():
    kinds = [outcome(DAY, text)[0] for text in PRINTED]
    assert kinds == ["fault", *["unclear"] * 5, *["date"] * 4, *["unclear"] * 4]


@given(st.dates(dates.EARLIEST, dates.LATEST))
@settings(max_examples=100, deadline=None)
def test_every_day_written_out_is_that_day(found):
    assert {DAY(text, "") for text in (found.isoformat(), dates.label(found), f"{found:%Y%m%d}")} == {found}


@given(
    st.one_of(
        st.text(max_size=20),
        st.from_regex(r"[0-9年月日./-]{1,12}", fullmatch=True),
        st.floats(),
        st.integers(),
    )
)
@settings(max_examples=300, deadline=None)
def test_any_cell_is_a_day_nothing_or_a_complaint(cell):
    assert outcome(DAY, cell)[0] in ("date", "NoneType", "fault", "unclear")
