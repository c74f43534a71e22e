"""Issue 5: working-day arithmetic against the official calendars of 2018 to 2026, including 调休 Saturdays and New Year crossing, and a year without data."""

from datetime import date, datetime, time, timedelta

import pytest

from capacity_portal.lib.workdays import Calendar, day_of_receipt, deadline
from capacity_portal.organization.holidays import SOURCE, published_days
from capacity_portal.organization.operations import load_holidays
from capacity_portal.organization.queries import work_calendar
from tests.acceptance.official_calendars import NOTICES, exceptions, official
from tests.makers import NOON
from tipoffs.rules.clocks import Clock, explained, handover_deadline, result_deadline

CALENDAR = official()
FIRST, LAST = date(2018, 1, 1), date(2026, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=ahead) for ahead in range((LAST - FIRST).days + 1)]


def test_the_typed_calendars_are_those_of_the_notices():
    # Days off and make-up days as the notices count them; each make-up day is a Saturday or Sunday, no day is both.
    for year, (holidays, worked) in NOTICES.items():
        off = {one for one, is_worked in exceptions().items() if one.year == year and not is_worked}
        made_up = {one for one, is_worked in exceptions().items() if one.year == year and is_worked}
        assert {one.weekday() for one in made_up} <= {5, 6}, year
        assert len(made_up) == len(worked), year
        assert not off & made_up, year
        assert len(holidays) >= 6, year


@pytest.mark.parametrize(
    ("year", "workdays"),
    # Days of the week less those off, and those made up: counted by hand from the notices.
    [(2018, 250), (2019, 250), (2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)],
)  # fmt: skip
def test_working_days_of_a_year(year, workdays):
    assert sum(CALENDAR.is_workday(one) for one in EVERY_DAY if one.year == year) == workdays


@pytest.mark.django_db
def test_the_table_that_is_shipped_says_the_same_of_every_day():
    load_holidays(days=published_days(), source=SOURCE, by=None, at=NOON)
    shipped = work_calendar()
    wrong = [one for one in EVERY_DAY if shipped.is_workday(one) != CALENDAR.is_workday(one)]
    assert wrong == []
    assert set(NOTICES) <= shipped.years


def test_control_a_calendar_without_one_make_up_day_is_found():
    planted = Calendar({one: worked for one, worked in exceptions().items() if one != date(2024, 2, 18)})
    wrong = [one for one in EVERY_DAY if planted.is_workday(one) != CALENDAR.is_workday(one)]
    assert wrong == [date(2024, 2, 18)]


# Counted by hand, day by day.
TEN_DAYS = [
    ("春节2018", date(2018, 2, 12), date(2018, 3, 2)),
    ("元旦2019，12月29日上班", date(2018, 12, 28), date(2019, 1, 14)),
    ("延长的春节2020", date(2020, 1, 23), date(2020, 2, 14)),
    ("中秋国庆2021", date(2021, 9, 17), date(2021, 10, 8)),
    ("国庆2022", date(2022, 9, 30), date(2022, 10, 19)),
    ("元旦2023", date(2022, 12, 28), date(2023, 1, 12)),
    ("国庆2023", date(2023, 9, 28), date(2023, 10, 18)),
    ("春节2024", date(2024, 2, 5), date(2024, 2, 23)),
    ("春节2025", date(2025, 1, 27), date(2025, 2, 17)),
    ("春节2026", date(2026, 2, 13), date(2026, 3, 5)),
    ("没有节假日", date(2026, 11, 2), date(2026, 11, 16)),
]


@pytest.mark.parametrize(("start", "due"), [row[1:] for row in TEN_DAYS], ids=[row[0] for row in TEN_DAYS])
def test_the_result_is_due_on_the_tenth_working_day(start, due):
    assert result_deadline(start, 10, CALENDAR).due == due


ONE_DAY = [
    ("清明2018调休周日", date(2018, 4, 4), date(2018, 4, 8)),
    ("劳动节2019前的周日", date(2019, 4, 26), date(2019, 4, 28)),
    ("劳动节2019后的周日", date(2019, 4, 30), date(2019, 5, 5)),
    ("端午2020调休周日", date(2020, 6, 24), date(2020, 6, 28)),
    ("中秋2021调休周六", date(2021, 9, 17), date(2021, 9, 18)),
    ("清明2022调休周六", date(2022, 4, 1), date(2022, 4, 2)),
    ("国庆2023调休周六", date(2023, 9, 28), date(2023, 10, 7)),
    ("春节2024调休周日", date(2024, 2, 9), date(2024, 2, 18)),
    ("元旦2026跨年，1月4日周日上班", date(2025, 12, 31), date(2026, 1, 4)),
    ("平常的周五", date(2026, 11, 6), date(2026, 11, 9)),
]


@pytest.mark.parametrize(("start", "due"), [row[1:] for row in ONE_DAY], ids=[row[0] for row in ONE_DAY])
def test_the_hand_over_is_due_on_the_next_working_day(start, due):
    assert handover_deadline(start, Clock(), CALENDAR).due == due


def test_control_monday_to_friday_alone_would_give_other_days():
    plain = Calendar()
    same = [row[0] for row in TEN_DAYS if result_deadline(row[1], 10, plain).due == row[2]]
    assert same == ["没有节假日"]
    assert [row[0] for row in ONE_DAY if deadline(row[1], 1, plain).due == row[2]] == ["平常的周五"]


@pytest.mark.parametrize(
    ("moment", "counted"),
    [
        (datetime(2024, 2, 8, 16, 0), date(2024, 2, 8)),
        (datetime(2024, 2, 9, 18, 0), date(2024, 2, 18)),  # after hours on the last day before the festival
        (datetime(2024, 2, 12, 10, 0), date(2024, 2, 18)),
        (datetime(2024, 2, 18, 10, 0), date(2024, 2, 18)),  # a Sunday that is worked
        (datetime(2025, 12, 31, 23, 0), date(2026, 1, 4)),
    ],
)
def test_what_comes_after_hours_counts_from_the_next_working_day(moment, counted):
    assert day_of_receipt(moment, CALENDAR, time(17, 30)) == counted


def test_a_year_without_data_is_counted_monday_to_friday_and_says_so():
    found = result_deadline(date(2026, 12, 28), 10, CALENDAR)
    assert (found.due, found.uncovered) == (date(2027, 1, 11), (2027,))
    assert explained(found).endswith("2027年的节假日安排尚未收录，按周一至周五推算，可能调整。")


def test_a_deadline_inside_the_known_years_says_nothing_of_the_kind():
    found = result_deadline(date(2026, 2, 13), 10, CALENDAR)
    assert explained(found) == "从2026年2月13日的次日起算第10个工作日，其间10天休息日不计。"
