from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.lib import pages

NAUGHTY = [
    "",
    " ",
    "\x00",
    "\ud800",
    "9" * 5000,
    "-1",
    "1.5",
    "１２",
    "٣",
    "²",
    "abc",
    "1e5",
    "0001-01-01",
    "9999-12-31",
    "' OR 1=1",
]


@pytest.mark.parametrize("value", NAUGHTY)
def test_naughty_parameters_are_answered(value):
    params = {"p": value}
    assert "\x00" not in pages.text_param(params, "p").encode().decode()
    assert pages.int_param(params, "p", default=1) == (12 if value == "１２" else 1)
    assert pages.choice_param(params, "p", ["a"]) == ""
    assert pages.date_param(params, "p") is None
    assert pages.month_param(params, "p") is None


def test_absent_parameters():
    params = QueryDict("")
    assert pages.text_param(params, "p") == ""
    assert pages.int_param(params, "p") is None
    assert pages.choice_param(params, "p", ["a"], default="b") == "b"
    assert pages.date_param(params, "p") is None


def test_good_parameters():
    params = QueryDict("q=%20钢%00厂%20&n=-7&c=a&d=2026-11-05&m=2026-11")
    assert pages.text_param(params, "q") == "钢厂"
    assert pages.text_param({"q": "钢" * 500}, "q", longest=3) == "钢钢钢"
    assert pages.int_param(params, "n", least=-10) == -7
    assert pages.int_param(params, "n", default=3) == 3
    assert pages.choice_param(params, "c", ["a"]) == "a"
    assert pages.date_param(params, "d") == date(2026, 11, 5)
    assert pages.month_param(params, "m") == 202611


@given(st.text(st.characters(codec=None)))
def test_any_parameter_is_answered(value):
    params = {"p": value}
    number = pages.int_param(params, "p", most=99)
    assert number is None or 0 <= number <= 99
    assert len(pages.text_param(params, "p").encode().decode()) <= 100
