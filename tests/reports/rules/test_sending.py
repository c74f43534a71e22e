from datetime import date

import pytest

from capacity_portal.lib.workdays import Calendar
from reports.rules import sending
from reports.rules.sending import Standing, lateness, owed, rates, share

DUE = date(2026, 4, 30)  # a Thursday; 1 to 5 May are holidays, Saturday 9 May is worked
CALENDAR = Calendar(
    {date(2026, 5, day): False for day in range(1, 6)} | {date(2026, 5, 9): True}, frozenset({2026})
)
ALL = dict.fromkeys(sending.ACTS, True)


def standing(done=(), due=DUE, acts=("receive", "return")) -> Standing:
    return Standing(acts, dict(done), due)


def test_copies_owe_the_receipt_alone():
    assert owed(ALL, is_copy=False) == ("receive", "cascade", "meet", "task", "return")
    assert owed(ALL, is_copy=True) == ("receive",)
    assert owed({"return": True}, is_copy=True) == ()


@pytest.mark.parametrize(
    ("today", "days"),
    [(date(2026, 4, 30), None), (date(2026, 5, 1), 0), (date(2026, 5, 6), 1), (date(2026, 5, 9), 4), (date(2026, 5, 10), 4), (date(2026, 5, 11), 5)],
)  # fmt: skip
def test_lateness_is_counted_over_the_calendar(today, days):
    found = lateness(standing(), today, CALENDAR)
    assert (found and found.days) == days


def test_how_it_was_counted_is_told():
    assert (
        lateness(standing(), date(2026, 5, 6), CALENDAR).sentence
        == "期限2026年4月30日，次日起算，到2026年5月6日仍未完成，其间1个工作日。"
    )
    done = standing({"receive": date(2026, 4, 1), "return": date(2026, 5, 6)})
    assert (
        lateness(done, date(2026, 6, 1), CALENDAR).sentence
        == "期限2026年4月30日，次日起算，到2026年5月6日完成，其间1个工作日。"
    )


def test_years_without_holidays_are_owned_up_to():
    found = lateness(standing(), date(2026, 5, 6), Calendar())
    assert found.sentence.endswith("其间4个工作日（有年份的节假日安排尚未收录，按周一至周五推算）。")


def test_what_is_done_in_time_owes_nothing_or_has_no_day_is_never_late():
    done = {"receive": date(2026, 4, 1), "return": DUE}
    for one in (standing(done), standing(due=None), standing(acts=())):
        assert (lateness(one, date(2026, 9, 1), CALENDAR), one.is_overdue(date(2026, 9, 1))) == (None, False)


def test_only_what_is_missing_is_overdue():
    assert standing().is_overdue(date(2026, 5, 1))
    assert not standing().is_overdue(DUE)
    assert standing({"receive": DUE}).missing == ("return",)


def test_rates_name_numerator_and_denominator():
    rows = [standing({"receive": DUE}), standing(), standing(acts=("receive",))]
    assert [(rate.label, rate.done, rate.total, rate.percent) for rate in rates(rows)] == [
        ("签收", 1, 3, "33.3%"),
        ("书面反馈", 0, 2, "0%"),
    ]
    assert rates([]) == []


@pytest.mark.parametrize(
    ("done", "total", "text"),
    [(0, 0, "—"), (1, 8, "12.5%"), (2, 3, "66.7%"), (3, 3, "100%"), (1, 2000, "0.1%")],
)
def test_shares_are_rounded_half_up(done, total, text):
    assert share(done, total) == text
