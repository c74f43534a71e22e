import pytest

from capacity_portal.jobs.rules.lifetimes import HEARTBEAT_EVERY, RESULT_KEPT, STALE_AFTER, clamp


@pytest.mark.parametrize(
    ("percent", "shown"),
    [
        (0, 0),
        (33.9, 33),
        (100, 100),
        (-1, 0),
        (1e300, 100),
        (float("nan"), 0),
        ("x", 0),
        (None, 0),
        (float("inf"), 0),
    ],
)
def test_any_percent_becomes_one_that_can_be_shown(percent, shown):
    assert clamp(percent) == shown


def test_several_heartbeats_may_be_lost_before_a_job_counts_as_dead():
    assert STALE_AFTER >= 5 * HEARTBEAT_EVERY


def test_results_are_kept_seven_days():
    assert RESULT_KEPT.days == 7
