"""The desk's duties of the administrators and of background work; those of the ledger are tested there."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from capacity_portal.dashboards.duties import duties_of
from capacity_portal.jobs.models import Job, JobState
from capacity_portal.organization.models import Holiday
from tests.makers import make_officer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def titles(officer, today=TODAY):
    return [duty.title for duty in duties_of(officer, today)]


def test_nothing_to_do_is_an_empty_desk():
    assert titles(make_officer("county_staff")) == []


def test_system_administrator_is_told_of_a_year_without_holidays():
    officer = make_officer("system_admin")
    assert titles(officer) == ["2026 年节假日尚未录入"]
    Holiday.objects.create(day=date(2026, 10, 1), is_workday=False, name="国庆节")
    assert titles(officer) == []
    assert titles(officer, date(2026, 12, 1)) == ["2027 年节假日尚未录入"]


def test_security_administrator_is_told_of_accounts_that_lapse():
    officer = make_officer("security_admin")
    make_officer("county_staff", expires_on=TODAY + timedelta(days=30))
    make_officer("county_staff", expires_on=TODAY + timedelta(days=31))
    make_officer("county_staff", expires_on=TODAY - timedelta(days=1))
    duties = duties_of(officer, TODAY)
    assert [(duty.title, duty.count) for duty in duties] == [("30 天内到期的账户", 1)]


def test_failed_background_work_is_on_its_owners_desk():
    owner, other = make_officer("county_staff"), make_officer("county_staff")
    now = timezone.now()
    values = {
        "kind": "test",
        "region_code": owner.region_code,
        "label": "批量打印",
        "state": JobState.FAILED,
        "created_at": now,
        "finished_at": now,
    }
    Job.objects.create(owner=owner, **values)
    Job.objects.create(owner=owner, **{**values, "finished_at": now - timedelta(days=8)})
    assert [(duty.title, duty.count) for duty in duties_of(owner, TODAY)] == [("未完成的后台任务", 1)]
    assert titles(other) == []
