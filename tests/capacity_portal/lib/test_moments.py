"""A day begins at midnight in Beijing, whatever the clock of the machine says."""

from datetime import UTC, date, datetime

from capacity_portal.lib.moments import beginning_of, day_alone


def test_a_day_begins_at_midnight_in_beijing():
    assert beginning_of(date(2026, 3, 2)) == datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert beginning_of(date(2026, 3, 2)).isoformat() == "2026-03-02T00:00:00+08:00"


def test_the_day_alone_is_that_of_beijing():
    assert day_alone(datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC)) == beginning_of(date(2026, 3, 1))
    assert day_alone(datetime(2026, 3, 1, 16, 0, 1, tzinfo=UTC)) == beginning_of(date(2026, 3, 2))
