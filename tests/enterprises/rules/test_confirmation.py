from datetime import date

import pytest

from enterprises.rules.confirmation import days_overdue, last_good_day, sentence

TODAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("confirmed", "late"),
    [
        (date(2026, 9, 1), 0),
        (date(2026, 3, 5), 0),
        (date(2026, 3, 4), 1),
        (date(2025, 9, 1), 185),
        (date(2027, 1, 1), 0),
    ],
)
def test_a_file_is_overdue_after_the_last_good_day(confirmed, late):
    assert last_good_day(TODAY, 180) == date(2026, 3, 5)
    assert days_overdue(confirmed, TODAY, 180) == late


def test_the_sentence_names_both_numbers():
    assert sentence(date(2026, 2, 13), TODAY, 180) == "已 200 天未确认，逾期 20 天"
    assert sentence(TODAY, TODAY, 180) == ""


@pytest.mark.parametrize("days", [-5, 10**12])
def test_a_nonsensical_threshold_breaks_nothing(days):
    assert last_good_day(TODAY, days) <= TODAY
