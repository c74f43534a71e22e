import pytest

from capacity_portal.lib.spreadsheets.headings import Heading
from capacity_portal.lib.spreadsheets.map_options import (
    MapError,
    choices_from,
    parse_map_option,
    remember,
    split_choice,
)

HEADINGS = [Heading(1, "企业名称"), Heading(2, "产能", "万吨"), Heading(3, "备注"), Heading(4, "备注")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("产能=capacity:crude_steel", ("产能", "capacity:crude_steel")),
        (" 产能 ＝ capacity:crude_steel@千吨/年 ", ("产能", "capacity:crude_steel@千吨/年")),
        ("a=b=name", ("a=b", "name")),
        ("备注=", ("备注", "")),
    ],
)
def test_parse_map_option(text, expected):
    assert parse_map_option(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("产能", "--map “产能”写法不对，应为“表头=字段”"),
        ("=name", "--map “=name”写法不对"),
        ("", "--map “”写法不对"),
        ("产能=name@宽", "单位“宽”无法识别，请写“吨”"),
    ],
)
def test_options_that_say_nothing(text, message):
    with pytest.raises(MapError, match=message):
        parse_map_option(text)


def test_choices_by_heading_or_by_column():
    options = [("企 业 名 称", "name"), ("产能（万吨）", "x@吨"), ("D列", "")]
    assert choices_from(options, HEADINGS) == {1: "name", 2: "x@吨", 4: ""}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([("没有", "x")], "表格里没有叫“没有”的列。现有的列：企业名称、产能、备注、备注。"),
        ([("备注", "x")], "表格里有 2 列都叫“备注”，请用列号指明：C列、D列。"),
        ([("产能", "x"), ("b列", "y")], "表头“b列”在 --map 里写了两次"),
    ],
)
def test_choices_for_no_column_or_two(options, message):
    with pytest.raises(MapError, match=message):
        choices_from(options, HEADINGS)


def test_remembered_by_what_spellings_have_in_common():
    assert remember([Heading(1, "Steel 产能"), Heading(2, "x")], {1: "a@吨"}) == {"steel产能": "a@吨"}


def test_split_choice():
    assert (split_choice("a:b@吨"), split_choice(" a "), split_choice("")) == (
        ("a:b", "吨"),
        ("a", ""),
        ("", ""),
    )
