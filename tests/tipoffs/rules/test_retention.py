from datetime import date

import pytest

from tipoffs.rules.retention import is_over, kept_until


@pytest.mark.parametrize(
    ("ended", "years", "kept"),
    [
        (date(2026, 3, 2), 3, date(2029, 3, 2)), (date(2024, 2, 29), 1, date(2025, 2, 28)), (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2026, 3, 2), 0, date(2026, 3, 2)), (date(2026, 3, 2), -5, date(2026, 3, 2)), (date(2026, 3, 2), 9_999, date(2100, 3, 2)),
    ],
)  # fmt: skip
def test_the_last_day_of_the_term(ended, years, kept):
    assert kept_until(ended, years) == kept


def test_the_last_day_still_counts():
    day = date(2026, 3, 2)
    assert [is_over(day, date(2026, 3, 2)), is_over(day, date(2026, 3, 3)), is_over(None, day)] == [
        False,
        True,
        False,
    ]
