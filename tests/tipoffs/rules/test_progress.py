"""Stations of a tip: what is done, where it stands, days of what was reached only."""

from datetime import date

import pytest

from tipoffs.choices import TipState
from tipoffs.rules.progress import stations

DAYS = {
    "receive": date(2026, 3, 2),
    "accept": date(2026, 3, 3),
    "verify": date(2026, 3, 9),
    "close": date(2026, 3, 20),
}


def standings(state):
    return [station.standing for station in stations(state, DAYS)]


@pytest.mark.parametrize("state", list(TipState))
def test_every_state_has_its_place(state):
    assert standings(state).count("current") == (0 if state in ("closed", "refused") else 1)


def test_a_tip_under_way():
    assert standings("verifying") == ["done", "done", "done", "current", "ahead", "ahead", "ahead"]
    assert [station.day for station in stations("verifying", DAYS)][:3] == [
        DAYS["receive"],
        DAYS["accept"],
        None,
    ]


def test_days_of_stations_ahead_are_not_shown():
    assert [station.day for station in stations("received", DAYS)][1:] == [None] * 6


def test_a_proposed_refusal_looks_like_a_tip_received():
    assert stations("refusing", DAYS) == stations("received", DAYS)


def test_a_refused_tip_has_a_way_of_its_own():
    assert [(one.label, one.standing) for one in stations("refused", DAYS)] == [
        ("收到举报", "done"),
        ("不予受理", "done"),
    ]


def test_a_closed_tip_is_done():
    assert set(standings("closed")) == {"done"}
