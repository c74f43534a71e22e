"""Number and code to tip, however they are typed. Guessing them is in tests/acceptance/test_guessing.py."""

import pytest

from tests.hostile import VALUES
from tests.tip_makers import make_tip
from tests.tipoffs.views.tracking_walk import CODE, tip_with_code
from tipoffs.queries.lookup import find_tip
from tipoffs.rules import receipt

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "number", ["举报〔2026〕000001号", "〔2026〕1号", "2026-000001", "2026 000001", "２０２６０００００１"]
)
def test_the_right_code_finds_the_tip_however_it_is_typed(number):
    tip = tip_with_code()
    assert find_tip(number, CODE) == tip
    assert find_tip(number, f" {receipt.grouped(CODE).lower()} ") == tip


def test_the_code_of_one_tip_does_not_open_another():
    tip_with_code()
    assert find_tip(make_tip().label, CODE) is None


@pytest.mark.parametrize("text", VALUES)
def test_anything_may_be_asked_for(text):
    assert find_tip(text, text) is None
