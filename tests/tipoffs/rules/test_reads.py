from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tipoffs.rules.reads import HOUR, busiest_hour, monday_of

START = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
READS = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 6)), max_size=25)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def test_the_same_tip_counts_once_and_an_hour_has_sixty_minutes():
    assert busiest_hour([(at(0), 1), (at(0), 1), (at(59), 2), (at(60), 3)]) == (2, at(0))
    assert busiest_hour([]) == (0, None)


@settings(max_examples=60)
@given(READS)
def test_it_is_what_counting_every_hour_gives(reads):
    reads = [(at(minute), tip) for minute, tip in reads]
    counted = [len({tip for moment, tip in reads if begin <= moment < begin + HOUR}) for begin, _ in reads]
    assert busiest_hour(reads)[0] == max(counted, default=0)


def test_weeks_begin_on_monday():
    assert [monday_of(date(2026, 3, day)) for day in (1, 2, 8)] == [
        date(2026, 2, 23),
        date(2026, 3, 2),
        date(2026, 3, 2),
    ]
