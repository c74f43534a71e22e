"""Filters of a month's list: there and back, and nothing from what cannot be understood."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.rules.duty_filters import (
    CLASSES,
    KINDS,
    STANDINGS,
    DutyFilters,
    as_parameters,
    in_words,
    parse,
    parts_in_words,
)
from tests import hostile

FILTERS = st.builds(
    DutyFilters,
    standing=st.sampled_from(list(STANDINGS)),
    county=st.sampled_from(["", "360802", "3608K01"]),
    cell=st.none() | st.integers(0, 2**40),
    kind=st.sampled_from(["", *KINDS]),
    supervision_class=st.sampled_from(["", *CLASSES]),
    key=st.booleans(),
    lookback=st.booleans(),
)


@settings(max_examples=60)
@given(FILTERS)
def test_an_address_says_what_the_filters_say(filters):
    assert parse(as_parameters(filters)) == filters


@pytest.mark.parametrize("text", [*hostile.SOME, "\ud800"])
def test_what_cannot_be_understood_asks_for_nothing(text):
    names = ("standing", "county", "cell", "kind", "class", "key", "lookback")
    found = parse(dict.fromkeys(names, text))
    assert (found.standing, found.kind, found.supervision_class, found.key) == ("uncovered", "", "", False)


def test_conditions_in_words():
    filters = DutyFilters("late", "360802", 7, "enterprise", "foundry", True, True)
    assert in_words(filters, "吉州区", "古南镇网格") == [
        "逾期完成", "吉州区", "古南镇网格", "企业", "铸造", "重点监管", "回头看",
    ]  # fmt: skip
    assert parts_in_words(DutyFilters(cell=0, county="360802")) == [
        ("standing", "还没有查清（未排查、到场未查成）"), ("county", "360802"), ("cell", "所选网格"),
    ]  # fmt: skip


def test_a_part_can_be_taken_off():
    filters = DutyFilters("late", key=True)
    assert filters.without("key") == DutyFilters("late")
    assert filters.without("standing") == DutyFilters(key=True)
