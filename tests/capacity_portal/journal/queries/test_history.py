from datetime import UTC, date, datetime, timedelta

import pytest

from capacity_portal.journal.queries import end_of, history_of, last_entry_of, state_at
from tests.capacity_portal.journal.entries import new_entry
from tests.makers import NOON

pytestmark = pytest.mark.django_db
FILE = "enterprise:1"
DAY = timedelta(days=1)


def write(number: int, **values):
    entry = new_entry(number, **{"subject": "enterprise", "subject_id": 1, "file_key": FILE, **values})
    entry.save(force_insert=True)
    return entry


@pytest.fixture
def file():
    """An enterprise with one piece of equipment, edited on three days, and another file."""
    write(1, kind="created", changes={"name": [None, "甲"], "employees": [None, 5]}, at=NOON)
    write(2, kind="created", subject="equipment", subject_id=7, changes={"count": [None, 1]}, at=NOON + DAY)
    write(3, changes={"employees": [5, 6]}, at=NOON + 2 * DAY)
    write(4, subject_id=2, file_key="enterprise:2", kind="created", changes={"name": [None, "乙"]}, at=NOON)


def test_history_is_the_file_s_own_newest_first(file):
    assert [(entry.subject, entry.changes) for entry in history_of(FILE)] == [
        ("enterprise", {"employees": [5, 6]}),
        ("equipment", {"count": [None, 1]}),
        ("enterprise", {"name": [None, "甲"], "employees": [None, 5]}),
    ]
    assert last_entry_of(FILE).changes == {"employees": [5, 6]}
    assert last_entry_of("enterprise:404") is None


def test_state_on_each_day(file):
    first = date(2026, 3, 2)
    assert state_at(FILE, first - DAY) == {}
    assert state_at(FILE, first) == {"enterprise": {1: {"name": "甲", "employees": 5}}}
    assert state_at(FILE, first + 2 * DAY) == {
        "enterprise": {1: {"name": "甲", "employees": 6}},
        "equipment": {7: {"count": 1}},
    }


def test_day_ends_at_midnight_in_beijing():
    assert end_of(date(2026, 3, 2)) == datetime(2026, 3, 2, 16, tzinfo=UTC)
    write(1, kind="created", changes={"name": [None, "甲"]}, at=datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC))
    write(2, changes={"name": ["甲", "乙"]}, at=datetime(2026, 3, 2, 16, tzinfo=UTC))
    assert state_at(FILE, date(2026, 3, 2)) == {"enterprise": {1: {"name": "甲"}}}
    assert state_at(FILE, date(2026, 3, 3)) == {"enterprise": {1: {"name": "乙"}}}


def test_moved_part_belongs_to_the_file_it_was_in(file):
    """After a merge the equipment of file 1 stands in file 2, with all its values, and no longer in file 1."""
    write(
        5,
        subject="equipment",
        subject_id=7,
        file_key="enterprise:2",
        changes={"enterprise_id": [1, 2]},
        at=NOON + 3 * DAY,
    )
    day = date(2026, 3, 5)
    assert "equipment" not in state_at(FILE, day)
    assert state_at("enterprise:2", day)["equipment"] == {7: {"count": 1, "enterprise_id": 2}}
    assert state_at(FILE, day - DAY)["equipment"] == {7: {"count": 1}}
    assert "equipment" not in state_at("enterprise:2", day - DAY)


def test_removed_part_is_left_out(file):
    write(
        5, kind="removed", subject="equipment", subject_id=7, changes={"count": [1, None]}, at=NOON + 3 * DAY
    )
    assert "equipment" not in state_at(FILE, date(2026, 3, 5))


def test_events_leave_no_trace_in_the_state(file):
    write(5, kind="event", step="print", changes={}, at=NOON + 3 * DAY)
    write(6, kind="event", subject="print", subject_id=1, changes={}, at=NOON + 3 * DAY)
    assert state_at(FILE, date(2026, 3, 5)) == state_at(FILE, date(2026, 3, 4))


def test_two_queries_however_long_the_history(file, django_assert_num_queries):
    for number in range(10, 60):
        write(number, changes={"employees": [number - 1, number]}, at=NOON + 3 * DAY)
    with django_assert_num_queries(2):
        assert state_at(FILE, date(2026, 3, 5))["enterprise"][1]["employees"] == 59
