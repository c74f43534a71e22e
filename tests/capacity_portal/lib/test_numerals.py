import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.lib import numerals


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "零"), (1, "一"), (9, "九"), (10, "十"), (11, "十一"), (19, "十九"), (20, "二十"), (21, "二十一"), (99, "九十九"),
        (100, "一百"), (101, "一百零一"), (110, "一百一十"), (111, "一百一十一"), (200, "二百"), (1000, "一千"), (1005, "一千零五"),
        (1010, "一千零一十"), (1100, "一千一百"), (1101, "一千一百零一"), (2026, "二千零二十六"), (9999, "九千九百九十九"),
    ],
)  # fmt: skip
def test_chinese(number, written):
    assert numerals.chinese(number) == written


@pytest.mark.parametrize("number", [-1, 10_000])
def test_out_of_range(number):
    with pytest.raises(ValueError, match="0 to 9999"):
        numerals.chinese(number)


def test_all_numerals_differ_and_read_back():
    written = [numerals.chinese(number) for number in range(10_000)]
    assert len(set(written)) == 10_000
    assert [numerals.parse_chinese(text) for text in written] == list(range(10_000))


@pytest.mark.parametrize(("text", "number"), [("一十二", 12), ("两百", 200), ("一百〇五", 105), ("〇", 0)])
def test_other_spellings(text, number):
    assert numerals.parse_chinese(text) == number


@pytest.mark.parametrize("text", ["", "12", "一二", "百十千", "一百五", "十百", "零一", "一万", "千" * 5000])
def test_not_well_formed(text):
    assert numerals.parse_chinese(text) is None


@given(st.text(st.sampled_from("零一二九十百千两〇a"), max_size=9))
def test_what_is_read_is_written_the_same(text):
    number = numerals.parse_chinese(text)
    if number is not None:
        plain = text.replace("两", "二").replace("〇", "零")
        assert numerals.chinese(number) in (plain, plain.removeprefix("一"))


@pytest.mark.parametrize(
    ("level", "number", "mark"),
    [(1, 1, "一、"), (1, 12, "十二、"), (2, 3, "（三）"), (3, 4, "4."), (4, 10, "（10）")],
)
def test_heading(level, number, mark):
    assert numerals.heading(level, number) == mark


@pytest.mark.parametrize("level", [0, 5])
def test_no_such_level(level):
    with pytest.raises(ValueError, match="levels 1 to 4"):
        numerals.heading(level, 1)
