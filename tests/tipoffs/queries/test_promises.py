"""What the receipt promises: one working day to hand over, ten more for the result, each with its computation."""

from datetime import date

import pytest

from tests.tip_makers import make_tip
from tipoffs.models import ClockRule
from tipoffs.queries.promises import promises_for

pytestmark = pytest.mark.django_db


def test_usual_days():
    handover, result = promises_for(make_tip())
    assert (handover.due, result.due) == (date(2026, 3, 3), date(2026, 3, 17))
    assert "第1个工作日" in handover.text
    assert "其间4天休息日不计" in result.text
    assert "非工作时间" not in handover.text


def test_after_hours_it_says_from_when():
    handover, _ = promises_for(make_tip(received_on=date(2026, 3, 7), counted_on=date(2026, 3, 9)))
    assert handover.due == date(2026, 3, 10)
    assert handover.text.startswith("非工作时间收到的，从2026年3月9日起算。")


def test_the_kind_has_days_of_its_own():
    ClockRule.objects.create(kind="production", handover_days=2, result_days=5)
    handover, result = promises_for(make_tip())
    assert (handover.due, result.due) == (date(2026, 3, 4), date(2026, 3, 11))
    assert "5个工作日" in result.text
