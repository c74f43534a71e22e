"""A month of announced inspections as weeks of days, from Monday. Pure."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

WEEKDAYS = "一二三四五六日"


class Spell(Protocol):
    """What lasts from ``starts_on`` to ``ends_on``, both included."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Day:
    """``spells``: what is on that day; ``is_outside``: of the month before or after."""

    on: date
    is_outside: bool
    is_today: bool
    spells: tuple[Spell, ...]


def weeks(month: int, spells: Iterable[Spell], today: date) -> list[list[Day]]:
    """The weeks that ``month`` (yyyymm) touches."""
    found = list(spells)
    return [
        [_day(day, month, found, today) for day in week]
        for week in Calendar().monthdatescalendar(month // 100, month % 100)
    ]


def months_of(year: int, spells: Iterable[Spell]) -> list[tuple[int, int]]:
    """(yyyymm, how many spells touch it) of each month of ``year``."""
    found = [(_index(one.starts_on), _index(one.ends_on)) for one in spells]
    return [
        (year * 100 + month, sum(first <= year * 12 + month <= last for first, last in found))
        for month in range(1, 13)
    ]


def standing(spell: Spell, today: date) -> tuple[str, str]:
    """How far off it is, in words, and the kind of its badge: 还有12天, 检查中, 已过."""
    if today < spell.starts_on:
        days = (spell.starts_on - today).days
        return f"还有{days}天", "warn" if days <= 14 else "neutral"
    return ("检查中", "running") if today <= spell.ends_on else ("检查日期已过", "neutral")


def _index(day: date) -> int:
    return day.year * 12 + day.month


def _day(day: date, month: int, spells: list[Spell], today: date) -> Day:
    own = tuple(spell for spell in spells if spell.starts_on <= day <= spell.ends_on)
    return Day(day, day.month != month % 100, day == today, own)
