from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.lib.workdays import Calendar
from tests.acceptance.official_calendars import official
from tipoffs.rules.clocks import Clock, explained, handover_deadline, result_deadline, standing

CALENDAR = official()
MONDAY = date(2026, 3, 2)


def test_the_usual_clock():
    assert Clock() == Clock(handover_days=1, result_days=10, extension_days=10, warning_days=2)


def test_an_extension_is_counted_from_the_same_day():
    assert result_deadline(MONDAY, 10, CALENDAR).due == date(2026, 3, 16)
    assert result_deadline(MONDAY, 15, CALENDAR).due == date(2026, 3, 23)


def test_a_kind_may_have_another_clock():
    assert handover_deadline(MONDAY, Clock(handover_days=3), CALENDAR).due == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "从2026年3月2日的次日起算第1个工作日。"),
        (5, "从2026年3月2日的次日起算第5个工作日，其间2天休息日不计。"),
    ],
)
def test_every_date_shows_its_computation(count, words):
    assert explained(result_deadline(MONDAY, count, CALENDAR)) == words


@pytest.mark.parametrize(
    ("today", "words", "kind"),
    [
        (date(2026, 3, 2), "还有10个工作日", "neutral"),
        (date(2026, 3, 11), "还有3个工作日", "neutral"),
        (date(2026, 3, 12), "还有2个工作日", "warn"),
        (date(2026, 3, 16), "今天到期", "warn"),
        (date(2026, 3, 17), "逾期1个工作日", "bad"),
        (date(2026, 3, 23), "逾期5个工作日", "bad"),
    ],
)
def test_standing(today, words, kind):
    assert standing(date(2026, 3, 16), today, CALENDAR, Clock()) == (words, kind)


def test_a_day_off_after_the_last_day_is_late_all_the_same():
    assert standing(date(2026, 3, 13), date(2026, 3, 14), CALENDAR, Clock()) == ("逾期1个工作日", "bad")


@given(start=st.dates(date(2018, 1, 1), date(2026, 11, 1)), days=st.integers(1, 30), more=st.integers(1, 15))
def test_more_days_are_later_and_the_last_day_is_worked(start, days, more):
    first, later = result_deadline(start, days, CALENDAR), result_deadline(start, days + more, CALENDAR)
    assert start < first.due < later.due
    assert CALENDAR.is_workday(first.due)
    between = [start + timedelta(days=ahead) for ahead in range(1, (first.due - start).days + 1)]
    assert sum(map(CALENDAR.is_workday, between)) == days
    assert [one for one in between if not CALENDAR.is_workday(one)] == list(first.skipped)


def test_control_a_calendar_without_holidays_gives_another_day():
    assert result_deadline(date(2026, 2, 13), 10, Calendar()).due != result_deadline(date(2026, 2, 13), 10, CALENDAR).due  # fmt: skip
