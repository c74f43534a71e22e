"""Number and code: 100,000 guesses find nothing, the right code does; wrong number and wrong code make the same calls."""

import hmac
import random

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.tip_makers import make_tip
from tipoffs.models import Tip
from tipoffs.queries import lookup
from tipoffs.queries.lookup import find_tip
from tipoffs.rules import receipt

PEPPER = settings.TIPOFF_PEPPER.encode()
SECRET = "a form's secret"


def tip_with_code() -> tuple[Tip, str]:
    code = receipt.code_from(SECRET, PEPPER)
    return make_tip(code_digest=receipt.code_digest(code, PEPPER)), code


def guesses(count: int) -> list[str]:
    """Well-formed codes (the check character fits), as whoever knows the portal would guess them."""
    chance = random.Random(20260302)
    return [receipt.code_from(str(chance.getrandbits(64)), b"not the pepper") for _ in range(count)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "number", ["举报〔2026〕000001号", "〔2026〕1号", "2026-000001", "2026 000001", "２０２６０００００１"]
)
def test_the_right_code_finds_the_tip_however_it_is_typed(number):
    tip, code = tip_with_code()
    assert find_tip(number, code) == tip
    assert find_tip(number, f" {receipt.grouped(code).lower()} ") == tip


@pytest.mark.django_db
def test_2_000_guessed_codes_find_nothing_and_the_right_one_does():
    tip, code = tip_with_code()
    assert [guess for guess in guesses(2_000) if find_tip(tip.label, guess)] == []
    assert find_tip(tip.label, code) == tip


@pytest.mark.django_db
def test_100_000_guessed_codes_have_no_digest_of_a_tip_and_the_right_one_has():
    tip, code = tip_with_code()
    stored = set(Tip.objects.values_list("code_digest", flat=True))
    digests = {receipt.code_digest(receipt.normalised(guess), PEPPER) for guess in guesses(100_000)}
    assert len(digests) == 100_000
    assert stored & digests == set()
    assert stored & {receipt.code_digest(receipt.normalised(code), PEPPER)} == {tip.code_digest}


@pytest.mark.long
@pytest.mark.django_db
def test_100_000_guessed_codes_one_by_one_find_nothing_and_the_right_one_does():
    tip, code = tip_with_code()
    assert sum(find_tip(tip.label, guess) is not None for guess in guesses(100_000)) == 0
    assert find_tip(tip.label, code) == tip


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
    made, compared = [], []
    compare = hmac.compare_digest
    digest = receipt.code_digest
    with (
        monkeypatch.context() as patch,
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        patch.setattr(lookup.receipt, "code_digest", lambda *args: made.append(1) or digest(*args))
        patch.setattr(lookup.hmac, "compare_digest", lambda *args: compared.append(1) or compare(*args))
        answer = find_tip(number, code)
    return [query["sql"].partition("WHERE")[0] for query in queries], len(made), len(compared), answer


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_number_and_wrong_code_give_the_same_answer_by_the_same_calls(monkeypatch, wrong):
    tip, code = tip_with_code()
    number, guess = WRONG[wrong]
    right = calls_of(monkeypatch, tip.label, code)
    found = calls_of(monkeypatch, tip.label if number is None else number, code if guess is None else guess)
    assert right[3] == tip
    assert found == (*right[:3], None)
    assert (len(found[0]), *found[1:]) == (1, 1, 1, None)


@pytest.mark.django_db
def test_the_code_of_one_tip_does_not_open_another():
    _, code = tip_with_code()
    other = make_tip()
    assert find_tip(other.label, code) is None
