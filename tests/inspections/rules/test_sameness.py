"""Copied remarks are the same whatever marks and spaces were put between."""

import pytest

from inspections.rules.sameness import digest, normalised


def test_marks_spaces_width_and_case_do_not_count():
    assert normalised(" 中频炉２台，ABC 停用。\n") == "中频炉2台abc停用"


@pytest.mark.parametrize(
    "other", ["现场无人，中频炉已断电。", "现场无人 中频炉已断电", "现场无人，中频炉已断电！！"]
)
def test_the_same_words_have_the_same_digest(other):
    assert digest(other) == digest("现场无人，中频炉已断电。")
    assert len(digest(other)) == 64


def test_other_words_have_another_digest():
    assert digest("现场无人，中频炉已断电。") != digest("现场有人，中频炉已断电。")


@pytest.mark.parametrize("text", ["", "正常", "无异常。。。。。。。。。", "\x00\ud800"])
def test_what_is_too_short_is_compared_with_nothing(text):
    assert digest(text) == ""
