from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_portal.lib.spreadsheets.cells import text
from capacity_portal.lib.spreadsheets.columns import Doubtful
from tests.capacity_portal.lib.spreadsheets.cells.reading import outcome

NAME = text("企业名称", 10)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (" 甲 厂 ", "甲 厂"),
        ("\u3000甲厂\ufeff\u200b", "甲厂"),
        ("甲\r\n厂", "甲\n厂"),
        ("\x00甲\ud800", "甲"),
        ("=1+1", "=1+1"),
        ("007", "007"),
        ("-", "-"),
        ("无", "无"),
        ("合计机械厂", "合计机械厂"),
        ("#1高炉", "#1高炉"),
        (5, "5"),
        (5.0, "5"),
        (2.5, "2.5"),
        (True, "是"),
        (False, "否"),
        (date(2018, 1, 2), "2018-01-02"),
        (datetime(2018, 1, 2), "2018-01-02"),
        (time(1, 2), "01:02:00"),
        (None, None),
        ("", None),
        (" \n", None),
        ("\ufeff", None),
    ],
)
def test_text(cell, expected):
    assert NAME(cell, "万吨") == expected


def test_a_moment_keeps_its_time():
    assert text("时间", 30)(datetime(2018, 1, 2, 3, 4)) == "2018-01-02T03:04:00"


@pytest.mark.parametrize("cell", ["同上", "〃", "同左", "合计", "合 计", "小计："])
def test_odd_text_is_to_be_confirmed(cell):
    assert outcome(NAME, cell) == ("unclear", "")


def test_what_a_failed_formula_leaves_is_taken_and_to_be_explained():
    message = "企业名称是“#DIV/0!”，像是公式出错的结果，请改为实际内容；确实如此的请说明。"
    assert NAME("#DIV/0!", "") == Doubtful("#DIV/0!", "formula_error", message)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("甲" * 11, "企业名称“甲甲甲甲甲甲甲甲甲甲甲”共 11 个字，最多 10 个字，请缩短。"),
        (
            1e20,
            "企业名称“1e+20”是数字格式，超过 15 位，末尾几位可能已经丢失。请把该列设为“文本”格式，再重新填写。",
        ),
        (
            float("nan"),
            "企业名称“nan”是数字格式，超过 15 位，末尾几位可能已经丢失。请把该列设为“文本”格式，再重新填写。",
        ),
    ],
)
def test_what_a_text_cannot_be(cell, sentence):
    assert outcome(NAME, cell) == ("fault", sentence)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_reading_twice_changes_nothing(cell):
    read = text("备注", 100)
    kind, value = outcome(read, cell)
    assert kind == "unclear" or outcome(read, value) == (kind, value)
