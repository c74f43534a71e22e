"""Marks from figures."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.rules.marking import Mark, Method, computed_mark, full_total, is_vetoed, ranks, total

MARKS = st.decimals(0, 100, places=2)
COUNTS = st.integers(0, 10_000).map(Decimal)
D = Decimal


@pytest.mark.parametrize(
    ("method", "value", "target", "expected"),
    [
        ("manual", 3, None, None),
        ("all_or_nothing", 0, None, 0),
        ("all_or_nothing", 1, None, 5),
        ("all_or_nothing", 3, 4, 0),
        ("all_or_nothing", 4, 4, 5),
        ("all_or_nothing", 0, 0, 5),
        ("ratio", 1, 3, D("1.67")),
        ("ratio", 9, 3, 5),
        ("ratio", 0, 0, 5),
        ("ratio", 7, None, 5),
        ("deduct_each", 0, None, 5),
        ("deduct_each", 3, None, D("3.5")),
        ("deduct_each", 99, None, 0),
        ("ratio", None, 3, None),
    ],
)
def test_each_method(method, value, target, expected):
    rule = Method(method, D(5), D("0.5"))
    given_value = None if value is None else D(value)
    assert computed_mark(rule, given_value, None if target is None else D(target)) == expected


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["all_or_nothing", "ratio", "deduct_each"]), MARKS, COUNTS, st.none() | COUNTS, MARKS)
def test_a_mark_is_never_below_0_nor_above_the_full_mark_and_has_two_places(
    method, full, value, target, unit
):
    mark = computed_mark(Method(method, full, unit), value, target)
    assert 0 <= mark <= full
    assert mark == mark.quantize(D("0.01"))


@settings(max_examples=40, deadline=None)
@given(MARKS, COUNTS, COUNTS, COUNTS)
def test_more_of_what_is_asked_for_is_never_marked_lower(full, less, more, target):
    less, more = sorted((less, more))
    for method in ("ratio", "all_or_nothing"):
        rule = Method(method, full)
        assert computed_mark(rule, less, target) <= computed_mark(rule, more, target)


@settings(max_examples=40, deadline=None)
@given(MARKS, COUNTS, COUNTS, MARKS)
def test_more_of_what_is_taken_off_for_is_never_marked_higher(full, less, more, unit):
    less, more = sorted((less, more))
    rule = Method("deduct_each", full, unit)
    assert computed_mark(rule, less) >= computed_mark(rule, more)


def test_a_sum_of_some_is_none():
    assert total([Mark(D(1), D(2)), Mark(None, D(2))]) is None
    assert total([Mark(D(1), D(2)), Mark(D("0.5"), D(2))]) == D("1.50")
    assert full_total([Mark(None, D(2)), Mark(D(1), D(3))]) == D("5.00")
    assert total([]) == 0


@pytest.mark.parametrize(
    ("mark", "full", "is_veto", "expected"),
    [
        (0, 5, True, True),
        (0, 5, False, False),
        (1, 5, True, False),
        (None, 5, True, False),
        (0, 0, True, False),
    ],
)
def test_a_veto_is_nothing_of_something(mark, full, is_veto, expected):
    assert is_vetoed([Mark(None if mark is None else D(mark), D(full), is_veto)]) is expected


def test_equal_totals_share_a_rank():
    assert ranks([D(3), D(5), None, D(3), D(1)]) == [2, 1, None, 2, 4]
