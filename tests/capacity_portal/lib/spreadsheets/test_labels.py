import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_portal.lib.spreadsheets.labels import (
    normalise_heading,
    parts,
    readable,
    split_unit,
    without_brackets,
)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("企 业 名 称", "企业名称"),
        ("企业\n名称", "企业名称"),
        ("  Plant \r\n name ", "Plant name"),
        ("产能（万吨/年）", "产能（万吨/年）"),
        (2018.0, "2018"),
        (2018, "2018"),
        (None, ""),
        ("\x00\ud800甲", "甲"),
        ("id", "id"),
    ],
)
def test_readable(cell, expected):
    assert readable(cell) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("产能（万吨/年）", ("产能", "万吨/年")),
        ("产能(万吨)", ("产能", "万吨")),
        ("规模[t]", ("规模", "t")),
        ("规模【立方米】", ("规模", "立方米")),
        ("规模〔m³〕", ("规模", "m³")),
        ("产能（单位：万吨）", ("产能", "万吨")),
        ("产能（备案）（万吨）", ("产能（备案）", "万吨")),
        ("产能：万吨/年", ("产能", "万吨/年")),
        ("产能/万吨/年", ("产能", "万吨/年")),
        ("产能，万吨", ("产能", "万吨")),
        ("变压器容量（kVA）", ("变压器容量", "kVA")),
        ("联系电话（手机）", ("联系电话（手机）", "")),
        ("产能/炼钢", ("产能/炼钢", "")),
        ("万吨", ("万吨", "")),
        ("（万吨）", ("（万吨）", "")),
        ("", ("", "")),
    ],
)
def test_split_unit(text, expected):
    assert split_unit(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("企业名称", "*企 业\n名 称："),
        ("产能（万吨/年）", "产能"),
        ("产能（备案）", "产能[备案]"),
        ("NAME", "ｎａｍｅ"),
        ("★必填", "必填"),
    ],
)
def test_spellings_of_one_heading(one, other):
    assert normalise_heading(one) == normalise_heading(other)


def test_different_headings_stay_different():
    assert normalise_heading("产能（备案）") != normalise_heading("产能（实际）")


@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from("（）()[]万吨/年：*★ ：m3ＡİßΣ")), max_size=40
    )
)
@settings(max_examples=300, deadline=None)
def test_normalising_twice_changes_nothing(text):
    once = normalise_heading(text)
    assert normalise_heading(once) == once


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("产能/炼钢", ("产能", "炼钢")),
        ("产能", ("", "产能")),
        ("甲/乙/丙", ("甲/乙", "丙")),
        ("/炼钢", ("", "/炼钢")),
    ],
)
def test_parts(label, expected):
    assert parts(label) == expected


def test_without_brackets():
    assert (without_brackets("产能(备案)"), without_brackets("(备案)")) == ("产能", "(备案)")
