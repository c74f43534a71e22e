"""How long a session lasts."""

from datetime import timedelta

import pytest

from capacity_portal.organization.rules.session_limits import Limits, handle_of
from tests.makers import NOON

LIMITS = Limits(idle=timedelta(minutes=30), absolute=timedelta(hours=12))


@pytest.mark.parametrize(
    ("began", "seen", "over"),
    [(0, 0, False), (30, 30, False), (31, 31, True), (720, 1, False), (721, 1, True)],
)
def test_limits_in_minutes_ago(began, seen, over):
    passed = LIMITS.are_passed(
        began_at=NOON - timedelta(minutes=began), last_seen_at=NOON - timedelta(minutes=seen), now=NOON
    )
    assert passed is over


def test_handle_tells_sessions_apart_without_their_keys():
    assert handle_of("abc") == "ba7816bf8f01cfea"
    assert handle_of("abd") != handle_of("abc")
