"""Sets of whole numbers as ascending, disjoint ranges ``(first, last)``, both ends included."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice, takewhile

Ranges = list[tuple[int, int]]


def compress(numbers: Iterable[int]) -> Ranges:
    """Ranges of ascending, distinct ``numbers``."""
    found: Ranges = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def expand(ranges: Iterable[tuple[int, int]]) -> Iterator[int]:
    """Every number of ``ranges``, ascending."""
    return chain.from_iterable(range(first, last + 1) for first, last in ranges)


def count(ranges: Iterable[tuple[int, int]]) -> int:
    return sum(last - first + 1 for first, last in ranges)


def subtract(ranges: Iterable[tuple[int, ...]], gone: Iterable[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """What is left of ``ranges`` without the numbers of ``gone`` (both ascending and disjoint).

    What a range carries behind its two ends stays with its parts.
    """
    left, away, begin = [], list(gone), 0
    for first, last, *carried in ranges:
        while begin < len(away) and away[begin][1] < first:
            begin += 1
        for start, end, *_ in takewhile(lambda item, last=last: item[0] <= last, islice(away, begin, None)):
            if start > first:
                left.append((first, start - 1, *carried))
            first = end + 1
        if first <= last:
            left.append((first, last, *carried))
    return left


def is_ascending(ranges: Iterable[tuple[int, ...]]) -> bool:
    """Whether ``ranges`` are disjoint, ascending and none is empty."""
    before = None
    for first, last, *_ in ranges:
        if first > last or (before is not None and first <= before):
            return False
        before = last
    return True
