"""Answers by kind, the value of the last time item by item, and what 正常 does not allow."""

import pytest

from inspections.rules.answers import Asked, checked, key, shown

FURNACES = Asked("furnace_count", "中（工）频炉数量", kind="number", unit="台")
STEEL = Asked("steel", "是否生产钢坯", good_answer="no")
PRODUCT = Asked("product", "产品", kind="choice", choices=("铸件", "钢坯"), good_answer="铸件")
WORDS = Asked("words", "去向", kind="text", is_required=False)


def take(item, answer, previous=None, outcome="normal"):
    stored, errors = checked({item.code: answer}, [item], {item.code: previous} if previous else {}, outcome)
    return stored.get(item.code), errors.get(key(item.code), [])


@pytest.mark.parametrize(
    ("item", "typed", "stored"),
    [
        (STEEL, "no", "no"),
        (PRODUCT, "铸件", "铸件"),
        (FURNACES, " 2 台 ", "2"),
        (FURNACES, "12.50", "12.5"),
        (FURNACES, "0", "0"),
        (WORDS, "  吉安\x00县 ", "吉安县"),
    ],
)
def test_an_answer_is_stored_as_its_kind_has_it(item, typed, stored):
    assert take(item, {"value": typed}) == ({"value": stored, "same": False, "note": ""}, [])


@pytest.mark.parametrize(
    ("item", "typed", "sentence"),
    [
        (STEEL, "maybe", "“是否生产钢坯”的答复“maybe”不在选项中，请从“是、否”中选择。"),
        (PRODUCT, "钢筋", "“产品”的答复“钢筋”不在选项中，请从“铸件、钢坯”中选择。"),
        (FURNACES, "两台", "“中（工）频炉数量”“两台”不是数字，只填数字，单位为台。"),
        (WORDS, "字" * 501, "“去向”共 501 个字，最多 500 个字，请缩短。"),
        (STEEL, "", "请填写“是否生产钢坯”。"),
    ],
)
def test_what_will_not_do_is_said_with_its_remedy(item, typed, sentence):
    assert take(item, {"value": typed})[1] == [sentence]


def test_a_number_of_five_thousand_digits_is_refused():
    assert len(take(FURNACES, {"value": "9" * 5_000})[1]) == 1


def test_the_same_as_before_takes_the_value_and_says_so():
    assert take(FURNACES, {"same": True}, {"value": "3"}) == ({"value": "3", "same": True, "note": ""}, [])


def test_the_same_as_an_older_visit_is_an_answer_of_its_own():
    stored = {"value": "2", "same": False, "note": ""}
    assert take(FURNACES, {"same": True, "value": "2"}, {"value": "3"}) == (stored, [])
    assert take(FURNACES, {"same": True, "value": "2"}) == (stored, [])


def test_the_same_as_before_needs_an_answer_before():
    assert take(STEEL, {"same": True})[1] == ["“是否生产钢坯”没有上次的答复可以沿用，请直接填写。"]


def test_an_old_answer_that_is_no_option_any_more_must_be_given_anew():
    assert "不在选项中" in take(PRODUCT, {"same": True}, {"value": "钢锭"})[1][0]


def test_normal_does_not_go_with_a_bad_answer_unless_it_is_explained():
    sentence = "“是否生产钢坯”答复为“是”，与结果“正常”不符：请在该项写明说明，或把结果改为“发现问题”。"
    assert take(STEEL, {"value": "yes"})[1] == [sentence]
    assert take(STEEL, {"value": "yes", "note": "来料加工，已核实"})[1] == []
    assert take(STEEL, {"value": "yes"}, outcome="problem")[1] == []


def test_a_note_has_its_length():
    assert take(STEEL, {"value": "no", "note": "字" * 201})[1] == [
        "“是否生产钢坯”的说明共 201 个字，最多 200 个字，请缩短。"
    ]


@pytest.mark.parametrize("outcome", ["idle", "refused", "no_entry"])
def test_where_nobody_could_look_nothing_need_be_answered(outcome):
    assert take(STEEL, {}, outcome=outcome) == (None, [])


def test_items_that_are_not_asked_are_left_out():
    assert checked({"gone": {"value": "yes"}}, [], {}, "normal") == ({}, {})


@pytest.mark.parametrize(
    ("item", "value", "text"), [(STEEL, "yes", "是"), (FURNACES, "2", "2台"), (PRODUCT, "铸件", "铸件")]
)
def test_values_are_shown_as_they_are_read(item, value, text):
    assert shown(item, value) == text
