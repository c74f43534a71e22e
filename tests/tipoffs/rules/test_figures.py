from datetime import date

import pytest

from capacity_portal.lib.workdays import Calendar
from tipoffs.rules import figures

WEEKDAYS = Calendar()


@pytest.mark.parametrize(
    ("slug", "label", "first", "last"),
    [
        ("2026-03", "2026年3月", date(2026, 3, 1), date(2026, 3, 31)),
        ("2026", "2026年", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_months_and_years_are_periods(slug, label, first, last):
    found = figures.period_or_none(slug)
    assert (found.slug, found.label, found.first, found.last) == (slug, label, first, last)


@pytest.mark.parametrize(
    "slug", ["", "0001", "9999", "1999-12", "2101-01", "2026-13", "9" * 5000, "二〇二六", "２０２"]
)
def test_anything_else_is_none(slug):
    assert figures.period_or_none(slug) is None


def test_rates_say_what_they_are_made_of():
    assert [figures.Rate(*pair).share for pair in ((3, 4), (0, 0), (0, 2))] == ["75.0%", "没有应办的", "0.0%"]


def test_a_stay_lasts_from_one_step_to_the_next_in_working_days():
    moments = [
        ("accept", date(2026, 3, 3)), ("ask", date(2026, 3, 4)), ("hand_over", date(2026, 3, 4)), ("begin", date(2026, 3, 9)),
        ("verify", date(2026, 3, 16)), ("close", date(2026, 3, 20)), ("reopen", date(2026, 3, 25)), ("hand_over", date(2026, 3, 26)),
    ]  # fmt: skip
    assert figures.stays(date(2026, 3, 2), moments, WEEKDAYS) == [
        ("received", 1), ("accepted", 1), ("handed_over", 3), ("verifying", 5), ("verified", 4), ("accepted", 1),
    ]  # fmt: skip


def test_the_median_of_every_state_is_there_also_without_any():
    found = figures.medians([("received", 1), ("received", 4), ("verifying", 7)])
    assert [(stay.label, stay.count, stay.median) for stay in found][:2] == [
        ("已收到", 2, 2.5),
        ("拟不受理（待复核）", 0, None),
    ]
    assert [stay.state for stay in found] == [
        "received", "refusing", "accepted", "handed_over", "verifying", "verified", "dealt", "answered",
    ]  # fmt: skip
