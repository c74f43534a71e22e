import pytest

from capacity_portal.lib import short_memory
from capacity_portal.lib.short_memory import remembered


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        at = 50.0

    monkeypatch.setattr(short_memory, "monotonic", lambda: Clock.at)
    return Clock


@pytest.fixture
def asked():
    return []


@pytest.fixture
def double(asked):
    @remembered
    def double(number):
        asked.append(number)
        return number * 2 or None

    return double


def test_asked_once_until_the_seconds_are_over(settings, clock, asked, double):
    settings.REFERENCE_SECONDS = 10
    assert [double(2), double(2), double(3)] == [4, 4, 6]
    clock.at += 9.9
    assert double(2) == 4
    assert asked == [2, 3]
    clock.at += 0.1
    assert double(2) == 4
    assert asked == [2, 3, 2]


def test_nothing_is_not_remembered(settings, asked, double):
    settings.REFERENCE_SECONDS = 10
    assert [double(0), double(0)] == [None, None]
    assert asked == [0, 0]


def test_off_in_tests(settings, asked, double):
    assert settings.REFERENCE_SECONDS == 0
    assert [double(2), double(2)] == [4, 4]
    assert asked == [2, 2]
