"""100,000 guessed codes with the limiter off: none answers, the right one does; limiter on: it holds; wrong number and wrong code
give the same answer by the same calls."""

import hmac
import random
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tests.makers import NOON
from tests.tip_makers import make_tip
from tests.tipoffs.views.tracking_walk import CODE, PEPPER, lookup, tip_with_code
from tipoffs.models import Tip
from tipoffs.queries import lookup as lookups
from tipoffs.queries.lookup import find_tip
from tipoffs.rules import receipt
from tipoffs.rules.limits import LIMITS, Limit, Limits
from tipoffs.views import track

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def guesses(count: int) -> list[str]:
    """Well-formed codes (the check character fits), as whoever knows the portal would guess them."""
    chance = random.Random(20260302)
    return [receipt.code_from(str(chance.getrandbits(64)), b"not the pepper") for _ in range(count)]


# --- limiter off ------------------------------------------------------------------------------------------------------
def test_100_000_guessed_codes_with_the_limiter_off_none_answers_the_right_one_does():
    """All of them against what is stored, every hundredth by the lookup itself; the long run looks all of them up."""
    tip = tip_with_code()
    make_tip()
    stored = dict(Tip.objects.values_list("code_digest", "pk"))
    tried = guesses(100_000)
    digests = {receipt.code_digest(receipt.normalised(guess), PEPPER) for guess in tried}
    assert len(digests) == 100_000
    assert stored.keys() & digests == set()
    with override_settings(TIPOFF_LIMITER=False):
        assert [guess for guess in tried[::100] if find_tip(tip.label, guess)] == []
        assert find_tip(tip.label, CODE) == tip
        assert lookup(tip.label, CODE).status_code == 302
    assert stored[receipt.code_digest(CODE, PEPPER)] == tip.pk


@pytest.mark.long
def test_100_000_guessed_codes_one_by_one():
    tip = tip_with_code()
    assert sum(find_tip(tip.label, guess) is not None for guess in guesses(100_000)) == 0
    assert find_tip(tip.label, CODE) == tip


def test_a_portal_whose_codes_can_be_guessed_is_found():
    """The control: with the pepper known, the right code is among the guesses and answers."""
    tip = tip_with_code()
    weak = [*guesses(50), receipt.code_from("a form's secret", PEPPER)]
    assert [guess for guess in weak if find_tip(tip.label, guess)] == [CODE]


# --- limiter on -------------------------------------------------------------------------------------------------------
def looked_up(monkeypatch) -> list[str]:
    """Collects the codes that get past the limiter."""
    found = []
    monkeypatch.setattr(track, "find_tip", lambda number, code: found.append(code))
    return found


def guess_for_an_hour(tip: Tip, addresses: int, every: timedelta) -> None:
    clients = [Client(REMOTE_ADDR=f"10.0.0.{number}") for number in range(addresses)]
    with time_machine.travel(NOON, tick=False) as clock:
        for number, guess in enumerate(guesses(int(timedelta(hours=1) / every))):
            lookup(tip.label, guess, clients[number % addresses])
            clock.shift(every)


def test_with_the_limiter_on_one_source_gets_no_more_than_its_share_in_an_hour(monkeypatch):
    found = looked_up(monkeypatch)
    guess_for_an_hour(tip_with_code(), 1, timedelta(seconds=30))
    assert len(found) == LIMITS["lookup"].source.most


def test_with_the_limiter_on_many_sources_together_have_a_share_too(monkeypatch):
    monkeypatch.setitem(LIMITS, "lookup", Limits(Limit(10, 60, 40), Limit(20, 60, 50)))
    found = looked_up(monkeypatch)
    guess_for_an_hour(tip_with_code(), 20, timedelta(seconds=30))
    assert len(found) == 50


def test_without_the_limiter_all_of_them_get_through(monkeypatch):
    found = looked_up(monkeypatch)
    with override_settings(TIPOFF_LIMITER=False):
        guess_for_an_hour(tip_with_code(), 1, timedelta(seconds=30))
    assert len(found) == 120


# --- the same answer by the same calls --------------------------------------------------------------------------------
WRONG = {
    "another number": ("2026-999999", None),
    "another year": ("9999-000001", None),
    "no number": ("", None),
    "nonsense for a number": ("\ud800\x00" + "9" * 5_000, None),
    "another code": (None, guesses(1)[0]),
    "no code": (None, ""),
    "nonsense for a code": (None, "\ud800\x00" + "Z" * 5_000),
    "wrong check character": (None, "0123456789ABCDEF"),
    "both": ("2026-999999", guesses(1)[0]),
}


def calls_of(monkeypatch, number: str, code: str) -> tuple[list[str], int, int, Tip | None]:
    """SQL without its values, HMACs made, comparisons, answer."""
    made, compared, new, compare = [], [], hmac.new, hmac.compare_digest
    with monkeypatch.context() as patch, CaptureQueriesContext(connection) as queries:
        patch.setattr(hmac, "new", lambda *args: made.append(1) or new(*args))
        patch.setattr(lookups.hmac, "compare_digest", lambda *args: compared.append(1) or compare(*args))
        answer = find_tip(number, code)
    return [query["sql"].partition("WHERE")[0] for query in queries], len(made), len(compared), answer


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_number_and_wrong_code_give_the_same_answer_by_the_same_calls(monkeypatch, wrong):
    tip = tip_with_code()
    number, guess = WRONG[wrong]
    right = calls_of(monkeypatch, tip.label, CODE)
    found = calls_of(monkeypatch, tip.label if number is None else number, CODE if guess is None else guess)
    assert right[3] == tip
    assert found == (*right[:3], None)
    assert (len(found[0]), *found[1:]) == (1, 1, 1, None)


def test_a_lookup_that_stops_early_is_found(monkeypatch):
    """The control: one that asks nothing for a number that cannot be one makes other calls."""
    original = find_tip

    def hasty(number: str, code: str) -> Tip | None:
        return original(number, code) if receipt.number_in(number) else None

    tip = tip_with_code()
    monkeypatch.setitem(globals(), "find_tip", hasty)
    right = calls_of(monkeypatch, tip.label, CODE)
    assert calls_of(monkeypatch, "", CODE)[:3] != right[:3]
