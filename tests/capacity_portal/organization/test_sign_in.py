"""Who is let in, and what counts as which account."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import RequestFactory, override_settings

from capacity_portal.organization.sign_in import (
    OfficerBackend,
    may_sign_in,
)
from tests.makers import PASSWORD, make_officer


def ask(username, password=PASSWORD, address="10.1.1.1"):
    request = RequestFactory().post("/accounts/sign-in/", {"username": username}, REMOTE_ADDR=address)
    return authenticate(request, username=username, password=password)


@pytest.mark.django_db
def test_right_password_is_let_in():
    officer = make_officer()
    assert ask(officer.username) == officer


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", ["ZHANG-3", " zhang-3 ", "ｚｈａｎｇ－３", "zhang-3\u200b"])
def test_spellings_of_a_user_name_are_one_account(spelling):
    officer = make_officer(username="zhang-3")
    assert ask(spelling) == officer


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"is_active": False, "deactivated_at": "2026-01-01T00:00Z"},
        {"expires_on": date(2026, 3, 1)},
    ],
)
def test_inactive_and_expired_accounts_are_not_let_in(values):
    with time_machine.travel("2026-03-02T12:00+08:00"):
        assert ask(make_officer(**values).username) is None


@pytest.mark.django_db
def test_last_day_of_an_account_still_counts():
    officer = make_officer(expires_on=date(2026, 3, 2))
    assert may_sign_in(officer, date(2026, 3, 2))
    assert not may_sign_in(officer, date(2026, 3, 3))


@pytest.mark.django_db
def test_expiry_ends_a_running_session_too():
    officer = make_officer(expires_on=date(2026, 3, 2))
    with time_machine.travel("2026-03-02T23:59+08:00"):
        assert OfficerBackend().get_user(officer.pk) == officer
    with time_machine.travel("2026-03-03T00:01+08:00"):
        assert OfficerBackend().get_user(officer.pk) is None


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed: that is what a sign-in costs."""

    calls = 0

    def encode(self, password, salt):
        type(self).calls += 1
        return super().encode(password, salt)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["wrong", "unknown", "inactive", "expired", "unusable"])
def test_every_refusal_costs_one_hash(kind):
    with override_settings(PASSWORD_HASHERS=[f"{__name__}.CountingHasher"]):
        officer = make_officer()
        if kind == "inactive":
            officer.is_active, officer.deactivated_at = False, "2026-01-01T00:00Z"
        if kind == "expired":
            officer.expires_on = date(2020, 1, 1)
        if kind == "unusable":
            officer.set_unusable_password()
        officer.save()
        CountingHasher.calls = 0
        assert ask("nobody-here" if kind == "unknown" else officer.username, "wrong-Password-1") is None
        assert CountingHasher.calls == 1


@pytest.mark.django_db
def test_password_without_a_name_is_refused():
    assert OfficerBackend().authenticate(None, username=None, password="x") is None


# --- lock-out ---------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_five_failures_lock_the_account_from_everywhere_for_fifteen_minutes():
    officer = make_officer()
    with time_machine.travel("2026-03-02T12:00+08:00", tick=False) as clock:
        for number in range(5):
            assert ask(officer.username, "wrong", address=f"10.1.1.{number}") is None
        assert ask(officer.username, address="10.9.9.9") is None
        clock.shift(timedelta(minutes=14, seconds=59))
        assert ask(officer.username) is None
        clock.shift(timedelta(seconds=2))
        assert ask(officer.username) == officer


@pytest.mark.django_db
def test_four_failures_do_not_lock():
    officer = make_officer()
    for _ in range(4):
        ask(officer.username, "wrong")
    assert ask(officer.username) == officer


@pytest.mark.django_db
def test_trying_on_does_not_prolong_the_lock():
    officer = make_officer()
    with time_machine.travel("2026-03-02T12:00+08:00", tick=False) as clock:
        for _ in range(5):
            ask(officer.username, "wrong")
        clock.shift(timedelta(minutes=10))
        ask(officer.username, "wrong")
        clock.shift(timedelta(minutes=5, seconds=1))
        assert ask(officer.username) == officer


@pytest.mark.django_db
def test_locked_account_does_not_reach_the_hasher():
    officer = make_officer()
    for _ in range(5):
        ask(officer.username, "wrong")
    with override_settings(PASSWORD_HASHERS=[f"{__name__}.CountingHasher"]):
        CountingHasher.calls = 0
        assert ask(officer.username) is None
        assert CountingHasher.calls == 0


@pytest.mark.django_db
def test_address_is_locked_after_its_own_limit():
    other = make_officer()
    with override_settings(AXES_ADDRESS_FAILURE_LIMIT=12):
        for number in range(11):
            ask(f"nobody-{number}", "wrong", address="10.2.2.2")
        assert ask(other.username, address="10.2.2.2") == other
        ask("nobody-12", "wrong", address="10.2.2.2")
        assert ask(other.username, address="10.2.2.2") is None
        assert ask(other.username, address="10.3.3.3") == other


@pytest.mark.django_db
def test_own_success_does_not_clear_guesses_at_others():
    victim, guesser = make_officer(), make_officer()
    for _ in range(4):
        ask(victim.username, "wrong")
    assert ask(guesser.username) == guesser
    ask(victim.username, "wrong")
    assert ask(victim.username) is None


@pytest.mark.no_cover
@pytest.mark.django_db
def test_a_thousand_guesses_an_hour_from_a_hundred_addresses_hardly_reach_the_hasher():
    officer = make_officer()
    with (
        override_settings(PASSWORD_HASHERS=[f"{__name__}.CountingHasher"]),
        time_machine.travel("2026-03-02T12:00+08:00", tick=False) as clock,
    ):
        CountingHasher.calls = 0
        for number in range(1000):
            assert ask(officer.username, f"guess-{number}", address=f"10.1.{number % 100}.1") is None
            clock.shift(timedelta(seconds=3.6))
        assert CountingHasher.calls <= 25
