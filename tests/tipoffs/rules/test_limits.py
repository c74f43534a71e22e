"""First tries are free, later ones wait, the rest of the hour is refused."""

from datetime import timedelta

import pytest

from tipoffs.rules.limits import LIMITS, WINDOW, Limit, allowed, is_spent, refusal, wait_after

THREE = Limit(free=3, pause=60, most=5)


@pytest.mark.parametrize(("seconds", "tries"), [(0, 3), (59, 3), (60, 4), (120, 5), (180, 5), (3_599, 5)])
def test_tries_allowed_by_the_age_of_the_window(seconds, tries):
    assert allowed(THREE, timedelta(seconds=seconds)) == tries


@pytest.mark.parametrize(
    ("count", "seconds", "wait"),
    [(3, 0, 60), (3, 59.5, 1), (4, 60, 60), (5, 600, 3_000), (5, 3_599.9, 1)],
)
def test_seconds_until_the_next_try(count, seconds, wait):
    assert wait_after(THREE, count, timedelta(seconds=seconds)) == wait


def test_after_the_wait_the_next_try_is_allowed():
    for count in range(3, 5):
        age = timedelta(seconds=wait_after(THREE, count, timedelta(0)))
        assert count < allowed(THREE, age)


def test_the_window_is_spent_at_its_most():
    assert [is_spent(THREE, count) for count in (4, 5, 6)] == [False, True, True]


@pytest.mark.parametrize("limit", [limit for pair in LIMITS.values() for limit in (pair.source, pair.total)])
def test_every_limit_has_three_stages_within_its_window(limit):
    assert 0 < limit.free < limit.most
    assert limit.free + WINDOW.total_seconds() / limit.pause >= limit.most


def test_one_source_cannot_use_up_what_all_may_do():
    assert all(pair.source.most < pair.total.free for pair in LIMITS.values())


def test_sentences_name_the_wait_and_the_telephone():
    assert refusal(30) == "操作过于频繁，请在30秒后再试；您填写的内容仍然保留。"
    assert refusal(121) == "操作过于频繁，请在3分钟后再试；您填写的内容仍然保留。"
    assert refusal(3_000, "0796-0000001") == (
        "操作过于频繁，请在50分钟后再试；您填写的内容仍然保留。急需举报的，请拨打电话0796-0000001。"
    )
