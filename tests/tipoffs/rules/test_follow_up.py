"""Once each, in time, after an answer."""

from datetime import date, timedelta

import pytest

from capacity_portal.lib.workdays import Calendar
from tipoffs.choices import TipState
from tipoffs.rules.follow_up import (
    MOST_MESSAGES,
    against_message,
    against_objection,
    against_rating,
    last_day_to_object,
    objection_due,
)

ANSWERED_ON = date(2026, 3, 2)
CALENDAR = Calendar(years=frozenset({2026}))


def test_fifteen_working_days_to_object_and_ten_to_decide():
    assert last_day_to_object(ANSWERED_ON, CALENDAR).due == date(2026, 3, 23)
    assert objection_due(ANSWERED_ON, CALENDAR).due == date(2026, 3, 16)


@pytest.mark.parametrize("state", sorted(set(TipState) - {"answered", "closed", "refused"}))
def test_before_the_answer_there_is_nothing_to_rate_or_object_to(state):
    assert against_rating(state, False) == "办公室还没有答复，答复后可以评价。"
    assert against_objection(state, False, None, ANSWERED_ON) == "办公室还没有答复，答复后可以提出异议。"


@pytest.mark.parametrize("state", ["answered", "closed", "refused"])
def test_after_it_both_are_possible_once(state):
    last = date(2026, 3, 23)
    assert against_rating(state, False) == ""
    assert against_objection(state, False, last, last) == ""
    assert against_rating(state, True) == "您已评价过，每件举报评价一次。"
    assert against_objection(state, True, last, last) == "您已提出过异议，每件举报可以提出一次。"
    assert "2026-03-23" in against_objection(state, False, last, last + timedelta(days=1))


def test_messages_have_an_end():
    assert against_message(MOST_MESSAGES - 1) == ""
    assert against_message(MOST_MESSAGES).startswith("留言已满50条")
