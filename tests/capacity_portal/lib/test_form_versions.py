"""Two versions side by side: what was opened travels signed, what was not touched follows the other officer."""

import pytest
from django import forms

from capacity_portal.lib.form_fields import PortalForm, Text
from capacity_portal.lib.form_versions import compare, opened_token, raw_values, read_opened, reconciled


class Sample(PortalForm):
    name = Text(label="名称", longest=10)
    kind = forms.ChoiceField(label="种类", choices=[("a", "甲"), ("组", [("b", "乙")])])
    marks = forms.MultipleChoiceField(label="标记", choices=[("x", "夜间"), ("y", "用电")], required=False)
    is_void = forms.BooleanField(label="失效", required=False)


OPENED = Sample(initial={"name": "旧", "kind": "a", "marks": ["x"], "is_void": False})
SAVED = Sample(initial={"name": "旧", "kind": "b", "marks": [], "is_void": True})
TYPED = Sample({"name": "新", "kind": "a", "marks": ["x"]})


def test_the_opened_values_travel_signed():
    token = opened_token(OPENED)
    assert read_opened(token) == raw_values(OPENED)
    for forged in ("", "x", token[:-1], token + "x", "e30:abc"):
        assert read_opened(forged) == {}


def test_both_versions_are_shown_in_words():
    rows = {
        row.label: (row.opened, row.saved, row.typed, row.differs)
        for row in compare(TYPED, SAVED, raw_values(OPENED))
    }
    assert rows == {
        "名称": ("旧", "旧", "新", False),
        "种类": ("甲", "乙", "甲", True),
        "标记": ("夜间", "", "夜间", True),
        "失效": ("否", "是", "否", True),
    }


def test_what_was_touched_stays_and_the_rest_follows():
    assert reconciled(TYPED, SAVED, raw_values(OPENED)) == {
        "name": "新",
        "kind": "b",
        "marks": [],
        "is_void": True,
    }


def test_without_the_opened_values_everything_typed_stays():
    assert reconciled(TYPED, SAVED, {}) == raw_values(TYPED)


@pytest.mark.parametrize("value", [None, ""])
def test_empty_and_missing_are_one(value):
    assert raw_values(Sample(initial={"name": value}))["name"] == ""
