from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.lib import workdays
from capacity_portal.lib.workdays import Calendar, Deadline

# Typed from 国务院办公厅关于2026年部分节假日安排的通知: National Day 1-7 October, worked 20 September and 10 October;
# New Year 1-3 January, worked 4 January.
OCTOBER_2026 = {date(2026, 10, day): False for day in range(1, 8)} | {
    date(2026, 9, 20): True,
    date(2026, 10, 10): True,
}
NEW_YEAR_2026 = {date(2026, 1, day): False for day in range(1, 4)} | {date(2026, 1, 4): True}
CALENDAR = Calendar(OCTOBER_2026 | NEW_YEAR_2026, frozenset({2026}))
PLAIN = Calendar()
DAYS = st.dates(date(1990, 1, 1), date(2080, 1, 1))


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 9, 30), 4, date(2026, 10, 12)),
        (date(2026, 9, 18), 1, date(2026, 9, 20)),
        (date(2026, 11, 2), 10, date(2026, 11, 16)),
        (date(2026, 11, 7), 1, date(2026, 11, 9)),
        (date(2026, 11, 7), 0, date(2026, 11, 7)),
    ],
)
def test_deadline(start, count, due):
    found = workdays.deadline(start, count, CALENDAR)
    assert (found.due, found.uncovered, found.note) == (due, (), "")


def test_skipped_days_are_listed():
    assert workdays.deadline(date(2026, 10, 10), 2, CALENDAR) == Deadline(
        start=date(2026, 10, 10), count=2, due=date(2026, 10, 13), skipped=(date(2026, 10, 11),), uncovered=()
    )


def test_a_deadline_into_a_year_without_holidays_says_so():
    found = workdays.deadline(date(2026, 12, 18), 10, CALENDAR)
    assert (found.due, found.uncovered) == (date(2027, 1, 1), (2027,))
    assert found.note == "2027年的节假日安排尚未收录，按周一至周五推算，可能调整。"


def test_one_that_ends_before_the_new_year_does_not():
    assert workdays.deadline(date(2026, 12, 18), 9, CALENDAR).note == ""


@pytest.mark.parametrize("count", [-1, 2001])
def test_impossible_counts(count):
    with pytest.raises(ValueError, match="working days"):
        workdays.deadline(date(2026, 11, 5), count, CALENDAR)


@pytest.mark.parametrize(
    ("moment", "received"),
    [
        (datetime(2026, 11, 5, 9), date(2026, 11, 5)),
        (datetime(2026, 11, 5, 17, 30), date(2026, 11, 5)),
        (datetime(2026, 11, 5, 17, 31), date(2026, 11, 6)),
        (datetime(2026, 11, 6, 18), date(2026, 11, 9)),
        (datetime(2026, 10, 3, 9), date(2026, 10, 8)),
        (datetime(2026, 9, 20, 9), date(2026, 9, 20)),
    ],
)
def test_day_of_receipt(moment, received):
    assert workdays.day_of_receipt(moment, CALENDAR, closing=time(17, 30)) == received


def test_workdays_between():
    assert workdays.workdays_between(date(2026, 9, 30), date(2026, 10, 10), CALENDAR) == 3
    assert workdays.workdays_between(date(2026, 10, 10), date(2026, 9, 30), CALENDAR) == -3
    assert workdays.workdays_between(date(2026, 10, 1), date(2026, 10, 1), CALENDAR) == 0


@given(DAYS, st.integers(0, 60), st.sampled_from([CALENDAR, PLAIN]))
def test_counting_forward_and_back_agree(start, count, calendar):
    found = workdays.deadline(start, count, calendar)
    assert workdays.workdays_between(start, found.due, calendar) == count
    assert count == 0 or calendar.is_workday(found.due)
    assert len(found.skipped) + count == (found.due - start).days


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_working_days_add_up(start, one, other):
    first = workdays.deadline(start, one, PLAIN).due
    assert workdays.deadline(first, other, PLAIN).due == workdays.deadline(start, one + other, PLAIN).due


@given(DAYS)
def test_five_working_days_are_a_week_without_holidays(day):
    while not PLAIN.is_workday(day):
        day += timedelta(days=1)
    assert workdays.deadline(day, 5, PLAIN).due == day + timedelta(days=7)
