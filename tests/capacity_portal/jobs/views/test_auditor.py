import pytest
from django.urls import reverse

from capacity_portal.jobs import results
from capacity_portal.jobs.models import Job
from capacity_portal.journal.models import Block
from capacity_portal.journal.operations import seal
from capacity_portal.journal.queries import head
from capacity_portal.organization.models import Threshold
from tests.capacity_portal.jobs.kinds import run_queued
from tests.capacity_portal.journal.entries import write_entries
from tests.clients import signed_in
from tests.makers import NOON, make_officer

pytestmark = pytest.mark.django_db
ADDRESS = "/jobs/journal/"


@pytest.fixture
def auditor():
    return make_officer("auditor")


def check(officer, **data) -> Job:
    response = signed_in(officer).post(ADDRESS, data)
    job = Job.objects.latest("id")
    assert response["Location"] == reverse("jobs:detail", args=[job.pk])
    run_queued()
    job.refresh_from_db()
    return job


def report_of(job: Job) -> str:
    return results.path_of(job.result_path).read_bytes().decode("utf-8-sig")


def test_verification_seals_and_reports(auditor):
    write_entries(5)
    job = check(auditor, kind="journal.verify")
    assert (job.state, job.label) == ("done", "核验留痕日志")
    assert job.message == "核验 1 块、6 条，另有 0 条尚未封存；未发现问题。"
    assert job.report == {"found": 0, "sentences": [], "head": head().short}
    assert report_of(job).splitlines()[0] == "日志核验报告"
    assert job.result_name.startswith("日志核验报告20")


def test_verification_against_a_head_kept_outside(auditor):
    write_entries(5)
    seal(at=NOON)
    kept = head()
    job = check(auditor, kind="journal.verify", head=f" {kept.number}：{'0' * 64} ")
    assert job.report["sentences"] == ["第 1 块的哈希与封存头所记不同：截至此块的日志被重新制作过。"]
    assert job.report["sentences"][0] in report_of(job)


def test_unreadable_head_fails_with_a_sentence(auditor):
    job = check(auditor, kind="journal.verify", head="十二号")
    assert (job.state, job.message) == (
        "failed",
        "没有找到封存头：应有一行“块号:哈希”，哈希为 64 位十六进制数字。",
    )
    assert Block.objects.count() == 0


def test_comparison_finds_drift(auditor):
    record = Threshold.objects.create(code="x", name="x", value=1)
    job = check(auditor, kind="journal.drift")
    sentence = f"工作参数 {record.pk}：数据库中有记录，日志中没有建立它的条目。"
    assert sentence in job.report["sentences"]
    assert sentence in report_of(job)


def test_only_the_two_kinds_are_started(auditor):
    assert signed_in(auditor).post(ADDRESS, {"kind": "count"}).status_code == 404
    assert signed_in(auditor).post(ADDRESS).status_code == 404
    assert Job.objects.count() == 0


@pytest.mark.parametrize("role", ["office_leader", "county_staff", "system_admin", "security_admin"])
def test_only_the_auditor(role):
    assert signed_in(make_officer(role)).post(ADDRESS, {"kind": "journal.verify"}).status_code == 404


def test_double_click_starts_one(auditor):
    browser = signed_in(auditor)
    data = {"kind": "journal.verify", "once": "12345678-1234-5678-1234-567812345678"}
    answers = {browser.post(ADDRESS, data)["Location"] for _ in range(3)}
    assert (len(answers), Job.objects.count()) == (1, 1)
