from datetime import date

import pytest

from inspections import duties_returns
from tests.makers import NOON, make_officer, make_return, make_round

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 1)


def of(role: str, today: date = TODAY, source=duties_returns.of_county) -> list[tuple]:
    return [(duty.title, duty.state_label, duty.due_label) for duty in source(make_officer(role), today)]


def test_the_county_sees_what_it_has_not_signed():
    make_round(202602), make_round(202603)
    assert of("county_staff") == [
        ("编制2026年3月监管月报", "未开始", "还有2天"),
        ("编制2026年2月监管月报", "未开始", "逾期29天"),
    ]
    assert of("county_leader")[0][0] == "签报2026年3月监管月报"


def test_what_was_sent_back_says_why():
    make_return(state="sent_back", sent_back_at=NOON, send_back_comment="数字不符")
    (duty,) = duties_returns.of_county(make_officer("county_staff"), TODAY)
    assert (duty.detail, duty.state_kind, duty.is_overdue) == ("退回意见：数字不符", "warn", False)


def test_signed_returns_and_closed_months_ask_for_nothing():
    make_return(state="submitted", submitted_at=NOON, submitted_by=make_officer("county_leader"))
    make_round(202602, state="closed", closed_at=NOON)
    assert of("county_staff") == []


def test_the_office_sees_how_many_wait_for_it():
    assert of("office_staff", source=duties_returns.of_office) == []
    make_return(state="submitted", submitted_at=NOON, submitted_by=make_officer("county_leader"))
    (duty,) = duties_returns.of_office(make_officer("office_staff"), TODAY)
    assert (duty.count, duty.url) == (1, "/inspections/returns/?month=2026-03")


@pytest.mark.parametrize("role", ["grid_officer", "member_unit", "auditor", "county_staff"])
def test_others_review_nothing(role):
    make_return(state="submitted", submitted_at=NOON, submitted_by=make_officer("county_leader"))
    assert of(role, source=duties_returns.of_office) == []


@pytest.mark.parametrize("role", ["grid_officer", "office_staff"])
def test_others_compile_nothing(role):
    make_round()
    assert of(role) == []
