from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.journal.rules.ranges import compress, count, expand, is_ascending, subtract

numbers = st.sets(st.integers(min_value=1, max_value=60), max_size=40).map(sorted)


def test_compress_joins_neighbours():
    assert compress([1, 2, 3, 7, 9, 10]) == [(1, 3), (7, 7), (9, 10)]


def test_compress_of_nothing():
    assert compress([]) == []


@given(numbers)
def test_expand_undoes_compress(chosen):
    ranges = compress(chosen)
    assert list(expand(ranges)) == chosen
    assert count(ranges) == len(chosen)
    assert is_ascending(ranges)


@given(numbers, numbers)
def test_subtract_equals_the_difference_of_sets(chosen, gone):
    left = subtract(compress(chosen), compress(gone))
    assert list(expand(left)) == sorted(set(chosen) - set(gone))


def test_subtract_keeps_what_a_range_carries():
    assert subtract([(1, 9, "morning")], [(3, 4), (9, 9)]) == [(1, 2, "morning"), (5, 8, "morning")]


def test_ascending_refuses_overlaps_and_empty_ranges():
    assert [
        is_ascending(ranges) for ranges in ([(1, 2), (2, 3)], [(3, 2)], [(5, 6), (1, 2)], [(1, 1), (2, 2)])
    ] == [
        False,
        False,
        False,
        True,
    ]
