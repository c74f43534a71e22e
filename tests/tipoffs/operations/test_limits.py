"""Too often is told when to come again; no address is kept; a flood of refused tries writes nothing."""

from datetime import timedelta

import pytest
from django.test import RequestFactory, override_settings

from tests.makers import NOON, make_office
from tipoffs.models import RateWindow, ReportChannel
from tipoffs.operations import limits
from tipoffs.operations.limits import TooOften, remove_old, source_of, take
from tipoffs.rules.limits import LIMITS, Limit, Limits

SMALL = Limits(source=Limit(2, 60, 3), total=Limit(5, 30, 6))


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setitem(LIMITS, "lookup", SMALL)


def tries(source="a", count=1, at=NOON):
    for _ in range(count):
        take(source=source, purpose="lookup", at=at)


def wait_of(source="a", at=NOON) -> int:
    with pytest.raises(TooOften) as refused:
        tries(source, at=at)
    return refused.value.wait_seconds


@pytest.mark.django_db
def test_free_then_waiting_then_refused_with_the_telephone():
    make_office(hotline_work="0796-0000009")
    tries(count=2)
    assert wait_of() == 60
    tries(at=NOON + timedelta(seconds=60))
    with pytest.raises(TooOften, match="0796-0000009"):
        tries(at=NOON + timedelta(seconds=120))
    assert wait_of(at=NOON + timedelta(seconds=120)) == 3_480
    tries(at=NOON + timedelta(hours=1))


@pytest.mark.django_db
def test_the_telephone_of_the_first_channel_comes_before_the_office():
    make_office(hotline_work="0796-0000009")
    ReportChannel.objects.create(department="演示单位", telephone="0796-0000001")
    tries(count=2)
    tries(at=NOON + timedelta(seconds=60))
    with pytest.raises(TooOften, match="0796-0000001"):
        tries(at=NOON + timedelta(seconds=61))


@pytest.mark.django_db
def test_sources_and_purposes_are_counted_apart():
    tries("a", 2)
    tries("b", 2)
    take(source="a", purpose="tip", at=NOON)
    assert wait_of("a") == 60


@pytest.mark.django_db
def test_everybody_together_has_a_limit_of_its_own():
    for source in "abcde":
        tries(source)
    assert wait_of("f") == 30


@pytest.mark.django_db
def test_refused_tries_write_nothing(django_assert_num_queries):
    tries(count=2)
    before = sorted(RateWindow.objects.values_list("key", "began_at", "count"))
    for _ in range(3):
        with django_assert_num_queries(1):
            wait_of()
    assert sorted(RateWindow.objects.values_list("key", "began_at", "count")) == before


@pytest.mark.django_db
def test_a_window_that_another_request_filled_just_now_is_full(monkeypatch):
    tries(count=1)
    window, seen = RateWindow.objects.order_by("id").first(), limits._window

    def late(key, at):
        found = seen(key, at)
        RateWindow.objects.filter(pk=window.pk).update(count=2)
        return found

    monkeypatch.setattr(limits, "_window", late)
    assert wait_of() == 60


@pytest.mark.django_db
def test_a_counter_that_keeps_changing_asks_for_a_second(monkeypatch):
    monkeypatch.setattr(limits, "_window", lambda key, at: RateWindow(pk=0, began_at=at, count=0))
    assert wait_of() == 1


@pytest.mark.django_db
def test_a_clock_put_back_begins_a_new_window():
    tries(count=3, at=NOON + timedelta(minutes=70))
    tries(at=NOON)


@pytest.mark.django_db
def test_the_switch_turns_it_off():
    with override_settings(TIPOFF_LIMITER=False):
        tries(count=20)
    assert RateWindow.objects.count() == 0


@pytest.mark.django_db
def test_old_windows_are_removed_and_current_ones_stay():
    tries("a")
    tries("b", at=NOON + timedelta(minutes=65))  # everybody's window began anew
    assert remove_old(NOON + timedelta(minutes=70)) == 1  # of the first source
    assert RateWindow.objects.count() == 2


@pytest.mark.django_db
def test_neither_address_nor_minute_is_kept():
    take(
        source=source_of(RequestFactory().get("/", REMOTE_ADDR="10.7.7.7")),
        purpose="lookup",
        at=NOON + timedelta(minutes=41, seconds=37),
    )
    rows = list(RateWindow.objects.values_list("key", "began_at"))
    assert all("10.7.7.7" not in key and len(key) == 64 and at == NOON for key, at in rows)


def source(address: str) -> str:
    return source_of(RequestFactory().get("/", REMOTE_ADDR=address))


def test_a_source_is_an_address_and_of_ipv6_a_line(time_machine):
    time_machine.move_to(NOON)
    assert len(source("10.0.0.1")) == 64
    assert source("10.0.0.1") == source("::ffff:10.0.0.1") != source("10.0.0.2")
    assert source("2001:db8::1") == source("2001:db8::2") != source("2001:db8:0:1::1")
    assert source("") == source("")


def test_a_source_is_another_one_every_day(time_machine):
    time_machine.move_to(NOON)
    today = source("10.0.0.1")
    time_machine.move_to(NOON + timedelta(days=1))
    assert source("10.0.0.1") != today


@override_settings(PROXY_COUNT=1)
def test_behind_a_proxy_the_address_it_saw_counts():
    here = source_of(RequestFactory().get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.1.1.1"))
    assert here == source_of(RequestFactory().get("/", HTTP_X_FORWARDED_FOR="7.7.7.7, 10.1.1.1"))
