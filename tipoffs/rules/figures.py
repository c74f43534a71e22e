"""Figures of tip-offs: the period they are about, how long tips stood in each state, rates that show what they are made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from capacity_portal.lib import months
from capacity_portal.lib.workdays import Calendar, workdays_between
from tipoffs.choices import TipState
from tipoffs.rules.workflow import STEPS

_TARGETS = {step.name: step.target for step in STEPS if step.target}
_TARGETS["decide_objection"] = ""
_ENDED = (TipState.CLOSED, TipState.REFUSED)


@dataclass(frozen=True)
class Period:
    """A month or a year; ``slug`` as in addresses (2026-03, 2026)."""

    slug: str
    label: str
    first: date
    last: date


def month_period(month: int) -> Period:
    return Period(months.slug(month), months.label(month), months.first_day(month), months.last_day(month))


def year_period(year: int) -> Period:
    return Period(str(year), f"{year}年", date(year, 1, 1), date(year, 12, 31))


def period_or_none(slug: str) -> Period | None:
    """``2026-03`` or ``2026``; None for anything else or outside 2000 to 2100."""
    if len(slug) == 4 and slug.isascii() and slug.isdigit() and 2000 <= int(slug) <= 2100:
        return year_period(int(slug))
    month = months.parse_or_none(slug)
    return month_period(month) if month is not None and 200001 <= month <= 210012 else None


@dataclass(frozen=True)
class Cell:
    """``value``: number or words; ``query``: of the list it counts, "" where there is none."""

    value: int | str
    query: str = ""


@dataclass(frozen=True)
class Table:
    """The first cell of a row names it; ``note`` stands below."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    @property
    def labelled(self) -> list[list[tuple[str, Cell]]]:
        """The rows with the heading of each cell, for phones."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Rate:
    """``done`` of ``all``; where there is nothing to divide by, that is said."""

    done: int
    all: int

    @property
    def share(self) -> str:
        return f"{self.done * 100 / self.all:.1f}%" if self.all else "没有应办的"


@dataclass(frozen=True)
class Stay:
    """How long tips stood in a state: ``count`` stays, their ``median`` in working days (None without any)."""

    state: str
    label: str
    count: int
    median: float | None


Moment = tuple[str, date]  # step of the timeline, its day


def stays(begun_on: date, moments: Iterable[Moment], calendar: Calendar) -> list[tuple[str, int]]:
    """(state, working days) for every state a tip has left, from the steps of its timeline in order."""
    found, state, since = [], TipState.RECEIVED.value, begun_on
    for step, day in moments:
        target = _TARGETS.get(step, "")
        if not target or target == state:
            continue
        if state not in _ENDED:
            found.append((state, max(0, workdays_between(since, day, calendar))))
        state, since = str(target), day
    return found


def medians(found: Sequence[tuple[str, int]]) -> list[Stay]:
    """One line a state in which a tip can stand, in order of the way."""
    days: dict[str, list[int]] = {}
    for state, count in found:
        days.setdefault(state, []).append(count)
    return [
        Stay(
            state.value, state.label, len(days.get(state, [])), median(days[state]) if state in days else None
        )
        for state in TipState
        if state not in _ENDED
    ]
