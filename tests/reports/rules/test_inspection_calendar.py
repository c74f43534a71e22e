from dataclasses import dataclass
from datetime import date

import pytest

from reports.rules import inspection_calendar as rules


@dataclass(frozen=True)
class Spell:
    starts_on: date
    ends_on: date


PROVINCE = Spell(date(2018, 3, 26), date(2018, 4, 3))
STATE = Spell(date(2018, 5, 7), date(2018, 6, 1))


def test_a_month_is_whole_weeks_from_monday_with_what_is_on_each_day():
    weeks = rules.weeks(201804, [PROVINCE, STATE], date(2018, 4, 2))
    assert [week[0].on for week in weeks] == [
        date(2018, 3, 26),
        date(2018, 4, 2),
        date(2018, 4, 9),
        date(2018, 4, 16),
        date(2018, 4, 23),
        date(2018, 4, 30),
    ]
    days = {day.on: day for week in weeks for day in week}
    assert days[date(2018, 4, 3)].spells == (PROVINCE,)
    assert days[date(2018, 4, 4)].spells == ()
    assert (days[date(2018, 3, 31)].is_outside, days[date(2018, 4, 2)].is_today) == (True, True)


def test_months_of_a_year_count_what_touches_them():
    counts = dict(rules.months_of(2018, [PROVINCE, STATE, Spell(date(2017, 12, 1), date(2018, 1, 5))]))
    assert {month: count for month, count in counts.items() if count} == {
        201801: 1,
        201803: 1,
        201804: 1,
        201805: 1,
        201806: 1,
    }
    assert len(counts) == 12


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2018, 3, 1), ("还有25天", "neutral")),
        (date(2018, 3, 12), ("还有14天", "warn")),
        (date(2018, 3, 26), ("检查中", "running")),
        (date(2018, 4, 3), ("检查中", "running")),
        (date(2018, 4, 4), ("检查日期已过", "neutral")),
    ],
)
def test_how_far_off_it_is(today, words):
    assert rules.standing(PROVINCE, today) == words
