"""Closed months take no writes."""

import pytest
from django.db import transaction

from inspections.models import Round
from inspections.operations.rounds_open import RoundClosed, refuse_closed
from tests.makers import NOON, make_round

pytestmark = pytest.mark.django_db


def test_an_open_and_a_reopened_month_take_writes():
    with transaction.atomic():
        refuse_closed(make_round(202603))
        refuse_closed(make_round(202602, state="reopened"))


def test_a_closed_month_names_itself_and_the_remedy():
    round_ = make_round(202603, state="closed", closed_at=NOON)
    with pytest.raises(RoundClosed) as refused, transaction.atomic():
        refuse_closed(round_)
    assert str(refused.value) == (
        "2026年3月已关账，不能再改动。确需更正的，请由市级办公室负责人写明理由重新开账。"
    )


def test_the_stored_state_decides_not_the_one_read_before():
    stale = make_round(202603)
    Round.objects.filter(pk=stale.pk).update(state="closed", closed_at=NOON)
    with pytest.raises(RoundClosed), transaction.atomic():
        refuse_closed(stale)
