from datetime import date

import pytest

from capacity_portal.journal.rules.filters import Filters, parse

ASKED = {
    "officer": "张三",
    "subject": "enterprise",
    "step": "edit_basics",
    "since": "2026-03-01",
    "until": "2026-03-02",
    "region": "3608K01",
}


def test_everything_asked_is_read_and_written_back():
    filters = parse(ASKED)
    assert filters == Filters(
        "张三", "enterprise", "edit_basics", date(2026, 3, 1), date(2026, 3, 2), "3608K01"
    )
    assert filters.as_parameters() == ASKED


def test_one_part_can_be_left_out():
    assert parse(ASKED).without("since").keys() == ASKED.keys() - {"since"}


def test_nothing_asked():
    assert (parse({}), parse({}).as_parameters()) == (Filters(), {})


@pytest.mark.parametrize("name", ["subject", "step"])
@pytest.mark.parametrize("value", ["企业", "a'b", "A", "\0" * 3, "x" * 41 + "'"])
def test_codes_that_are_none_ask_for_nothing(name, value):
    assert getattr(parse({name: value}), name) in ("", "x" * 40)


@pytest.mark.parametrize("value", ["0001-01-01", "9999-12-31", "2026-02-30", "abc", "9" * 5000])
def test_days_that_are_none_ask_for_nothing(value):
    assert parse({"since": value, "until": value}) == Filters()
