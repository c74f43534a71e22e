"""Due dates; the days are typed from the State Council's notice for 2026 (国庆节 1 to 7 October, 20 September worked)."""

from datetime import date

from capacity_portal.lib.workdays import Calendar
from inspections.rules.deadlines import return_due_on, visits_due_on

OCTOBER = Calendar(
    {date(2026, 10, day): False for day in range(1, 8)} | {date(2026, 10, 10): True}, frozenset({2026})
)


def test_visits_are_due_on_the_last_working_day():
    assert visits_due_on(202603, Calendar()) == date(2026, 3, 31)
    assert visits_due_on(202605, Calendar()) == date(2026, 5, 29)


def test_the_office_may_ask_for_them_earlier():
    assert visits_due_on(202605, Calendar(), workdays_before_end=2) == date(2026, 5, 27)
    assert visits_due_on(202602, Calendar(), workdays_before_end=500) == date(2026, 2, 1)
    assert visits_due_on(202605, Calendar(), workdays_before_end=-3) == date(2026, 5, 29)


def test_returns_are_due_on_the_third_working_day_after():
    assert return_due_on(202603, Calendar()) == date(2026, 4, 3)
    assert return_due_on(202609, OCTOBER) == date(2026, 10, 10)


def test_a_senseless_number_of_days_is_bounded():
    assert return_due_on(202603, Calendar(), workdays=0) == date(2026, 4, 1)
    assert return_due_on(202603, Calendar(), workdays=9_999) == date(2026, 4, 28)
