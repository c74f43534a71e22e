"""Filters of the list of visits, read tolerantly and written back the same."""

import pytest

from inspections.rules.visit_filters import VisitFilters, parse


def test_what_an_address_says_is_read_and_written_back():
    asked = {
        "month": "2026-03",
        "region": "360802",
        "outcome": "refused",
        "state": "recorded",
        "mark": "far",
        "cell": "7",
        "enterprise": "9",
    }
    filters = parse(asked)
    assert filters == VisitFilters(202603, "360802", "refused", "recorded", "far", 7, 9)
    assert filters.as_parameters() == asked
    assert filters.conditions() == {
        "distance_m__gt": 1_000, "region_code__gte": "360802", "region_code__lt": "360803", "period": 202603,
        "outcome": "refused", "state": "recorded", "cell": 7, "enterprise": 9,
    }  # fmt: skip


@pytest.mark.parametrize("value", ["", "nonsense", "\x00", "-1", "9" * 5_000, "0001-01"])
def test_nonsense_does_not_filter(value):
    names = ("month", "region", "outcome", "state", "mark", "cell", "enterprise")
    assert parse(dict.fromkeys(names, value)) == VisitFilters()
