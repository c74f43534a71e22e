"""What an account owes."""

from datetime import timedelta

import pytest

from capacity_portal.organization.rules.account_duties import (
    Duty,
    SecondFactor,
    must_change_password,
    second_factor_duty,
)
from tests.makers import NOON


@pytest.mark.parametrize(
    ("is_set_up", "is_checked", "is_compulsory", "duty"),
    [
        (False, False, False, None),
        (False, False, True, Duty.SET_UP_SECOND_FACTOR),
        (True, False, False, Duty.CHECK_SECOND_FACTOR),
        (True, False, True, Duty.CHECK_SECOND_FACTOR),
        (True, True, False, None),
        (True, True, True, None),
    ],
)
def test_second_factor(is_set_up, is_checked, is_compulsory, duty):
    assert second_factor_duty(SecondFactor(is_set_up, is_checked, is_compulsory)) == duty


@pytest.mark.parametrize(
    ("told", "age", "longest", "due"),
    [
        (True, 0, None, True),
        (False, 10_000, None, False),
        (False, 179, 180, False),
        (False, 180, 180, True),
        (False, None, 180, True),
        (False, None, None, False),
    ],
)
def test_password(told, age, longest, due):
    changed_at = None if age is None else NOON - timedelta(days=age)
    assert must_change_password(is_told_to=told, changed_at=changed_at, max_age_days=longest, now=NOON) is due
