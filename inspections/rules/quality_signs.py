"""The single signs of 走过场: each names the visits that show it. None of them is a proof; people judge.

"走过场…马虎应付": 吉化解产能办字; the signs and their limits are the office's own, see the constants. Every sign only grows when
visits get worse, so that a bad record never raises a score.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import combinations

from capacity_portal.lib.coordinates import distance
from inspections.rules.quality_facts import CountyFacts, VisitFact

FASTEST_KMH = 120
"""Nobody drives faster between two factories: the limit on Chinese motorways."""
TRAVEL_FROM_M = 1_000
"""Nearer places are not compared: positions of phones in factory halls jump by some hundred metres."""
VAGUE_M = 200
"""Positions worse than this say nothing about travel or distance."""
FAR_M = 500
"""A factory ground is seldom larger; the position's own accuracy is added."""
AT_ONCE, AT_ONCE_WITHIN = 5, timedelta(minutes=10)
"""A checklist takes three minutes and the way to the next place more: five visits in ten minutes were not made one by one."""
TYPED_AT_ONCE, TYPED_SHARE = 10, 80
"""So many, and so many per cent of the county's, typed within AT_ONCE_WITHIN: paper is entered in heaps, a whole month is not."""
STREAK_MONTHS = 6
"""Half a year without a single finding in a whole county is possible, and worth asking about."""
LAST_DAY_SHARE = 50
"""Per cent of the visits entered on the last day from which it counts as a burst."""


def same_text(facts: CountyFacts) -> list[int]:
    """Visits whose remarks stand in another visit too, or stood in the month before."""
    counts = Counter(visit.text for visit in facts.visits if visit.text)
    return [
        visit.number
        for visit in facts.visits
        if visit.text and (counts[visit.text] > 1 or visit.text in facts.earlier_texts)
    ]


def same_photo(facts: CountyFacts) -> list[int]:
    """Visits with a photo that another visit showed before."""
    return [visit.number for visit in facts.visits if visit.has_copied_photo]


def no_photo(facts: CountyFacts) -> list[int]:
    return [visit.number for visit in facts.visits if not visit.photos]


def far_away(facts: CountyFacts) -> list[int]:
    """Visits farther from the enterprise than the ground and the position's accuracy explain."""
    return [
        visit.number
        for visit in facts.visits
        if visit.distance_m is not None and visit.distance_m > FAR_M + visit.accuracy_m
    ]


def backfilled(facts: CountyFacts) -> list[int]:
    return [visit.number for visit in facts.visits if visit.is_backfilled]


def by_nobody(facts: CountyFacts) -> list[int]:
    return [visit.number for visit in facts.visits if visit.nobodies]


def impossible_travel(facts: CountyFacts) -> list[int]:
    """Visits of one person on one day that nobody can have made one after the other."""
    found = set()
    for group in _by_recorder_and_day(facts.visits):
        for one, other in combinations(group, 2):
            if _too_fast(one, other):
                found |= {one.number, other.number}
    return sorted(found)


def at_once(facts: CountyFacts) -> list[int]:
    """Visits of one person that lie, with at least four others of his, in one span of ten minutes of entry."""
    found = set()
    for entries in _entries_by_recorder(facts.visits).values():
        entries.sort()
        for start in range(len(entries) - AT_ONCE + 1):
            (first, _), (last, _) = entries[start], entries[start + AT_ONCE - 1]
            if last - first <= AT_ONCE_WITHIN:
                found |= {number for _, number in entries[start : start + AT_ONCE]}
    return sorted(found)


def typed_at_once(facts: CountyFacts) -> list[int]:
    """Visits typed from paper (keyboard grid, spreadsheet) where nearly the whole county's month was, in one span of entry."""
    typed = sorted((visit.typed_at, visit.number) for visit in facts.visits if visit.typed_at is not None)
    found, start = set(), 0
    for end, (moment, _) in enumerate(typed):
        while moment - typed[start][0] > AT_ONCE_WITHIN:
            start += 1
        count = end - start + 1
        if count >= TYPED_AT_ONCE and count * 100 >= len(facts.visits) * TYPED_SHARE:
            found |= {number for _, number in typed[start : end + 1]}
    return sorted(found)


def last_day(facts: CountyFacts) -> list[int]:
    """Visits entered on the last day or later, when they are more than half of all and more than a handful."""
    late = [visit.number for visit in facts.visits if visit.recorded_on >= facts.last_day]
    is_burst = len(late) >= AT_ONCE and len(late) * 100 > len(facts.visits) * LAST_DAY_SHARE
    return late if is_burst else []


def _too_fast(one: VisitFact, other: VisitFact) -> bool:
    way = distance(one.place, other.place)
    hours = abs((one.seen_at - other.seen_at).total_seconds()) / 3600
    return way > TRAVEL_FROM_M and way / 1000 > hours * FASTEST_KMH


def _by_recorder_and_day(visits: Iterable[VisitFact]) -> Iterator[list[VisitFact]]:
    groups: dict[tuple[int, date], list[VisitFact]] = {}
    for visit in visits:
        if visit.place is not None and visit.seen_at is not None and visit.accuracy_m <= VAGUE_M:
            groups.setdefault((visit.recorder, visit.seen_at.date()), []).append(visit)
    return iter(groups.values())


def _entries_by_recorder(visits: Iterable[VisitFact]) -> dict[int, list[tuple[datetime, int]]]:
    groups: dict[int, list[tuple[datetime, int]]] = {}
    for visit in visits:
        if visit.entered_at is not None:
            groups.setdefault(visit.recorder, []).append((visit.entered_at, visit.number))
    return groups
