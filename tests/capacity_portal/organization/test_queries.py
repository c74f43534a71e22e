"""Reads about territory, people and calendars."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from capacity_portal.organization import operations, queries
from capacity_portal.organization.holidays import SOURCE, published_days
from capacity_portal.organization.models import Holiday
from capacity_portal.organization.roles import ROLES
from tests.clients import signed_in
from tests.makers import NOON, make_officer, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar():
    operations.load_holidays(days=published_days(), source=SOURCE, by=None, at=NOON)
    return queries.work_calendar()


# Typed from the State Council's notices (国办发明电〔2024〕12号 for 2025, 国办发明电〔2023〕7号 for 2024), not from the package.
FREE = [
    *[
        "2024-01-01",
        "2024-02-12",
        "2024-02-16",
        "2024-04-04",
        "2024-05-03",
        "2024-06-10",
        "2024-09-16",
        "2024-10-07",
    ],
    *[
        "2025-01-01",
        "2025-01-28",
        "2025-02-04",
        "2025-04-04",
        "2025-05-05",
        "2025-06-02",
        "2025-10-01",
        "2025-10-08",
    ],
]
WORKED = [
    *[
        "2024-02-04",
        "2024-02-18",
        "2024-04-07",
        "2024-04-28",
        "2024-05-11",
        "2024-09-14",
        "2024-09-29",
        "2024-10-12",
    ],
    *["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
    *["2025-01-02", "2025-01-27", "2025-02-05", "2025-10-09"],
]


def test_holidays_are_those_of_the_notices(calendar):
    wrong = [day for day in FREE if calendar.is_workday(date.fromisoformat(day))]
    wrong += [day for day in WORKED if not calendar.is_workday(date.fromisoformat(day))]
    assert wrong == []


def test_years_of_the_calendar(calendar):
    assert calendar.covers(date(2004, 7, 1))
    assert not calendar.covers(date(2003, 12, 31))
    assert not calendar.covers(date(2050, 1, 1))


def test_names_are_chinese(calendar):
    assert Holiday.objects.get(day=date(2025, 10, 1)).name == "国庆节"
    assert Holiday.objects.get(day=date(2025, 9, 28)).name.endswith("调休")


def test_days_entered_by_the_office_stay():
    Holiday.objects.create(day=date(2025, 1, 1), is_workday=True, name="本地规定")
    operations.load_holidays(days=published_days(), source=SOURCE, by=None, at=NOON)
    assert Holiday.objects.get(day=date(2025, 1, 1)).name == "本地规定"


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (date(2026, 11, 30), []),
        (date(2026, 12, 1), [2027]),
        (date(2027, 1, 1), [2027]),
        (date(2027, 12, 1), [2027, 2028]),
    ],
)
def test_uncovered_years(today, years):
    Holiday.objects.create(day=date(2026, 1, 1), is_workday=False, name="元旦")
    assert queries.uncovered_years(today) == years


def test_counties_are_those_in_force_below_the_region():
    for code in ("3608", "360802", "3608K01", "360802001", "620702"):
        make_region(code)
    make_region("360803", valid_to=date(2020, 1, 1))
    today = date(2026, 3, 2)
    assert [region.code for region in queries.counties_of("3608", today)] == ["360802", "3608K01"]


def test_accounts_are_visible_to_the_security_administrator_of_the_region_only():
    here, there = make_officer("county_staff"), make_officer("county_staff", "620702")
    manager = make_officer("security_admin")
    assert set(queries.visible_to(manager)) == {here, manager}
    assert there not in queries.visible_to(manager)
    assert list(queries.visible_to(make_officer("office_leader"))) == []


def test_waiting_requests_are_counted_for_those_who_may_decide():
    three = {role: make_officer(role) for role in ("system_admin", "security_admin", "auditor")}
    operations.request_for_administrator(
        officer=three["auditor"], kind="password", reason="x", by=three["security_admin"], at=NOON
    )
    assert {role: queries.waiting_for(officer) for role, officer in three.items()} == {
        "system_admin": 1,
        "security_admin": 0,
        "auditor": 0,
    }
    assert queries.waiting_for(make_officer("office_leader")) == 0


def test_current_session_comes_first_and_those_that_ran_out_are_left_out():
    officer = make_officer()
    with time_machine.travel(NOON, tick=False) as clock:
        signed_in(officer)
        clock.shift(timedelta(minutes=20))
        here = signed_in(officer).session.session_key
        clock.shift(timedelta(minutes=5))
        signed_in(officer)
        clock.shift(timedelta(minutes=10))
        found = queries.sessions_of(officer, timezone.now(), current=here)
    assert [session.is_current for session in found] == [True, False]


def test_demo_accounts_stand_in_the_order_of_the_roles_and_only_in_a_demonstration():
    make_region("360802")
    make_region("360802001")
    operations.create_demo_accounts(region=make_region("3608").code, at=NOON)
    make_officer("county_staff", username="nobody_special")
    assert [officer.username for officer in queries.demo_accounts()] == list(ROLES)
    with override_settings(DEMO=False, TESTING=False):
        assert queries.demo_accounts() == []
