"""Placeholders: known ones alone, from the right source, filled once and in one line."""

import pytest

from reports.rules import placeholders

CONTENT = {
    "title": "关于{企业名称}的意见",
    "blocks": [{"kind": "paragraph", "text": "{企业名称}在{地址}，{办公室}。"}],
}


def test_names_stand_once_in_order():
    assert placeholders.names_in(CONTENT) == ["企业名称", "地址", "办公室"]


@pytest.mark.parametrize("subject", ["enterprise", "finding", "visit"])
def test_a_source_that_fills_them_all(subject):
    assert placeholders.faults(CONTENT, subject) == []


def test_a_placeholder_of_another_source():
    assert placeholders.faults({"title": "{举报编号}"}, "enterprise") == [
        "“{举报编号}”要从举报填充，这份模板的填充来源是“企业”；请改用别的占位符或更换填充来源。"
    ]


@pytest.mark.parametrize("name", ["举报人", "举报人电话", "__class__", "0", "企业名称 "])
def test_unknown_placeholders_are_refused_by_name(name):
    (sentence,) = placeholders.faults({"blocks": [["{" + name + "}"]]}, "tip")
    assert f"“{{{name}}}”不是系统认识的占位符" in sentence


def test_an_unknown_source():
    assert "不是系统认识的来源" in placeholders.faults({}, "officer")[0]


def test_filling():
    found = placeholders.filled(CONTENT, {"企业名称": "甲厂", "办公室": "领导小组办公室"})
    assert found == {
        "title": "关于甲厂的意见",
        "blocks": [{"kind": "paragraph", "text": "甲厂在{地址}，领导小组办公室。"}],
    }
    assert placeholders.open_in(found["blocks"][0]["text"]) == ["地址"]


def test_what_is_filled_in_is_not_read_again():
    assert placeholders.filled("{企业名称}", {"企业名称": "{地址}", "地址": "城北"}) == "{地址}"


@pytest.mark.parametrize(
    ("value", "line"), [("一\n二。\r\n三", "一；二。三"), ("", ""), ("\n", ""), ("甲", "甲")]
)
def test_values_of_several_lines_become_one(value, line):
    assert placeholders.one_line(value) == line


def test_braces_that_are_no_placeholder_are_left_alone():
    assert placeholders.open_in("集合{1,2}和{不认识}") == []
    assert placeholders.filled({"n": 3, "x": None}, {}) == {"n": 3, "x": None}
