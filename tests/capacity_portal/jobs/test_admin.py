import pytest
from django.urls import reverse

from capacity_portal.jobs import schedule
from capacity_portal.jobs.models import Job, RegularRun
from capacity_portal.jobs.operations import start_job
from tests.clients import signed_in
from tests.makers import NOON, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def job() -> Job:
    schedule.run_due(NOON)
    RegularRun.objects.filter(name="journal.seal").update(error="Traceback")
    parameters = {"secret": "只有本人知道的条件"}
    return start_job(kind="count", label="数数", parameters=parameters, by=make_officer(), at=NOON)


def addresses(job) -> list[str]:
    run = RegularRun.objects.get(name="journal.seal")
    return [
        reverse("admin:jobs_job_changelist"),
        reverse("admin:jobs_job_change", args=[job.pk]),
        reverse("admin:jobs_regularrun_changelist"),
        reverse("admin:jobs_regularrun_change", args=[run.pk]),
    ]


def test_system_administrator_sees_what_runs_but_not_what_is_in_it(job):
    browser = signed_in(make_officer("system_admin"))
    pages = [browser.get(address) for address in addresses(job)]
    assert [page.status_code for page in pages] == [200] * 4
    assert "数数" in pages[0].content.decode()
    assert "封存留痕日志" in pages[2].content.decode()
    assert not any("只有本人知道的条件" in page.content.decode() for page in pages)


def test_nothing_is_changed_there(job):
    browser = signed_in(make_officer("system_admin"))
    assert browser.get(reverse("admin:jobs_job_add")).status_code == 403
    assert browser.post(addresses(job)[1], {"state": "done"}).status_code == 403
    assert browser.post(reverse("admin:jobs_job_delete", args=[job.pk])).status_code == 403


@pytest.mark.parametrize("role", ["security_admin", "auditor"])
def test_other_administrators_see_nothing(job, role):
    browser = signed_in(make_officer(role))
    assert {browser.get(address).status_code for address in addresses(job)} == {403}
