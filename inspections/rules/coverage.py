"""When a duty counts as inspected.

The numerator holds visits that found the place open, and 停产无人 with photo and position; 拒绝检查 and 未能进入 are attempts: they
stay on the uncovered list with their reason until a visit succeeds or the prefecture accepts the reason in writing. What is due
twice a month is due on two days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from inspections.choices import Coverage, Outcome


@dataclass(frozen=True)
class Seen:
    """One valid visit: ``visited_on`` the day it was made, ``recorded_on`` the server's day of taking it."""

    outcome: str
    visited_on: date
    recorded_on: date
    has_photo: bool
    has_position: bool


@dataclass(frozen=True)
class Standing:
    """What the visits make of a duty; ``visits_done`` different days of good visits, ``covered_on`` the day that completed it."""

    coverage: Coverage
    visits_done: int
    covered_on: date | None = None
    is_late: bool = False


def counts(visit: Seen) -> bool:
    """Whether the visit is one of the numerator."""
    if visit.outcome == Outcome.IDLE:
        return visit.has_photo and visit.has_position
    return visit.outcome in (Outcome.NORMAL, Outcome.PROBLEM)


def standing(visits: Sequence[Seen], *, needed: int, due_on: date, is_excused: bool) -> Standing:
    """What ``visits`` make of a duty that asks for ``needed`` of them until ``due_on``, each on a day of its own.

    Twice a month is two days: visits of one day count once. Late is who was recorded late: the server's day decides, the day
    of the visit is shown beside.
    """
    good = _first_of_each_day(visit for visit in visits if counts(visit))
    if len(good) >= needed:
        last = good[needed - 1]
        return Standing(Coverage.COVERED, len(good), last.visited_on, last.recorded_on > due_on)
    if is_excused:
        return Standing(Coverage.EXCUSED, len(good))
    attempted = not all(map(counts, visits))
    return Standing(Coverage.ATTEMPTED if attempted else Coverage.PENDING, len(good))


def _first_of_each_day(visits: Iterable[Seen]) -> list[Seen]:
    """For each day of visiting what was recorded first, in the order it was recorded."""
    found: dict[date, Seen] = {}
    for visit in sorted(visits, key=lambda visit: (visit.recorded_on, visit.visited_on)):
        found.setdefault(visit.visited_on, visit)
    return list(found.values())
