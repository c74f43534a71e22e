from datetime import datetime

import pytest

from capacity_portal.journal.rules.heads import Head, NoHead, as_text, parse

DIGITS = "3f" * 32
HEAD = Head(12, DIGITS, datetime(2026, 3, 2, 12, 0, 5))


def test_exported_text_is_read_back():
    assert parse(as_text(HEAD, "吉安市化解过剩产能工作领导小组办公室")) == [Head(12, DIGITS)]


def test_exported_text_says_what_it_is_in_chinese():
    lines = as_text(HEAD, "某办公室").splitlines()
    assert lines[:4] == [
        "留痕日志封存头",
        "单位：某办公室",
        "块号：第 12 块",
        "封存时间：2026年03月02日 12:00:05",
    ]
    assert lines[-1] == f"12:{DIGITS}"


def test_typed_head_with_full_width_colon_and_capitals():
    assert parse(f" 12：{DIGITS.upper()} ") == [Head(12, DIGITS)]


def test_file_with_several_heads():
    assert [head.number for head in parse(f"1:{DIGITS}\n2:{DIGITS}\n")] == [1, 2]


@pytest.mark.parametrize(
    "text", ["", "12", DIGITS, f"12:{DIGITS}0", f"x:{DIGITS}", "9" * 5000 + ":" + DIGITS]
)
def test_what_is_no_head(text):
    with pytest.raises(NoHead):
        parse(text)
