import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from capacity_portal.lib import floods
from capacity_portal.lib.floods import SECONDS_SAVED, Buckets, FloodMiddleware


class Clock:
    at = 100.0

    def __call__(self):
        return self.at


def passes(buckets, source="a", times=1):
    return sum(buckets.take(source) for _ in range(times))


def test_a_quiet_source_may_ask_for_some_at_once_and_then_as_fast_as_it_fills():
    clock = Clock()
    buckets = Buckets(5, clock)
    assert passes(buckets, times=1000) == 5 * SECONDS_SAVED
    clock.at += 2
    assert passes(buckets, times=1000) == 10
    clock.at += 3600
    assert passes(buckets, times=1000) == 5 * SECONDS_SAVED


def test_a_flood_takes_nothing_from_others():
    buckets = Buckets(5, Clock())
    passes(buckets, "flood", 1000)
    assert passes(buckets, "other", 10) == 10


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(floods, "_MOST_SOURCES", 10)
    clock = Clock()
    buckets = Buckets(1, clock)
    passes(buckets, "busy", 12)
    for number in range(9):
        buckets.take(str(number))
    clock.at += 2  # all but the busy one are full again
    assert passes(buckets, "new") == 1
    assert set(buckets._left) == {"busy", "new"}
    assert passes(buckets, "busy", 5) == 2
    for number in range(30):
        passes(buckets, f"many{number}", 12)
    assert len(buckets._left) <= 10


@pytest.mark.parametrize(
    ("per_second", "path", "expected"),
    [
        (1, "/tipoffs/new/", [200] * 12 + [429] * 3),
        (1, "/enterprises/", [200] * 15),
        (0, "/tipoffs/new/", [200] * 15),
    ],
)
def test_public_pages_alone(settings, per_second, path, expected):
    settings.FLOOD_GUARD_PER_SECOND = per_second
    guarded = FloodMiddleware(lambda request: HttpResponse())
    guarded.buckets.now = Clock()
    answers = [guarded(RequestFactory().post(path)) for _ in range(15)]
    assert [answer.status_code for answer in answers] == expected
    if 429 in expected:
        assert answers[-1]["Retry-After"] == "60"
        assert "操作过于频繁" in answers[-1].content.decode()
