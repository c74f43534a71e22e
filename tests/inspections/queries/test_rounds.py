"""Which months there are."""

import pytest

from inspections.queries.rounds import newest_round, round_of, rounds_listed
from tests.makers import make_round

pytestmark = pytest.mark.django_db


def test_before_the_first_month_there_is_none():
    assert newest_round() is None
    assert round_of(202603) is None


def test_months_are_listed_newest_first():
    make_round(202602), make_round(202604), make_round(202603)
    assert [round_.period for round_ in rounds_listed()] == [202604, 202603, 202602]
    assert newest_round().period == 202604
    assert round_of(202602).slug == "2026-02"
