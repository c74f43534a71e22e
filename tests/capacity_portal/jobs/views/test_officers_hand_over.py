"""Results with secrets in them: downloaded once, by a POST, and then gone."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from capacity_portal.jobs import operations, results, upkeep
from capacity_portal.jobs.models import Job
from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from tests.capacity_portal.jobs.kinds import run_queued
from tests.clients import signed_in
from tests.crawl import forms_of
from tests.makers import NOON, make_officer

pytestmark = pytest.mark.django_db
GONE = "共1个。结果只能下载一次，已经下载或已过期，不再保留。"


@pytest.fixture
def job():
    made = operations.start_job(kind="whisper", label="悄悄话", parameters={}, by=make_officer(), at=NOON)
    run_queued()
    made.refresh_from_db()
    return made


def address(name: str, job: Job) -> str:
    return reverse(f"jobs:{name}", args=[job.pk])


def test_button_of_the_page_hands_the_file_over_once(job, django_capture_on_commit_callbacks):
    browser, stored = signed_in(job.owner), job.result_path
    page = browser.get(address("detail", job)).content.decode()
    (form,) = [form for form in forms_of(page) if form.action == address("hand-over", job)]
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(form.action, {name: values[0] for name, values in form.values.items()})
    assert b"".join(answer.streaming_content) == "口令".encode()
    assert answer["Cache-Control"] == "no-store, private"
    assert results.path_of(stored) is None
    entry = Entry.objects.latest("id")
    assert (entry.step, entry.note, entry.by) == ("hand_over", "口令.txt", job.owner)


def test_second_time_it_is_gone_and_the_page_says_so(job):
    browser = signed_in(job.owner)
    browser.post(address("hand-over", job))
    answer = browser.post(address("hand-over", job))
    assert (answer.status_code, answer["Location"]) == (302, address("detail", job))
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "结果只能下载一次，已经下载或已过期，不再保留。"
    ]
    page = browser.get(address("detail", job)).content.decode()
    assert (GONE in page, "下载结果" in page, "重新生成" in page) == (True, False, False)
    assert "不再保留" in browser.get(reverse("jobs:list")).content.decode()


def test_looking_does_not_use_it_up(job):
    browser = signed_in(job.owner)
    assert browser.get(address("result", job))["Location"] == address("detail", job)
    assert browser.get(address("hand-over", job)).status_code == 405
    assert "下载一次" in browser.get(reverse("jobs:list")).content.decode()
    job.refresh_from_db()
    assert results.path_of(job.result_path).read_bytes() == "口令".encode()


def test_nobody_else_gets_it(job):
    assert signed_in(make_officer()).post(address("hand-over", job)).status_code == 404
    with pytest.raises(StepRefused):
        operations.hand_over(job=job, by=make_officer(), at=NOON)
    job.refresh_from_db()
    assert job.result_path


def test_owner_without_the_right_gets_nothing(job, monkeypatch):
    monkeypatch.setattr(operations, "why_not", lambda job: "不再有此权限")
    assert signed_in(job.owner).post(address("hand-over", job)).status_code == 404


def test_it_is_not_made_again_and_expires(job):
    with pytest.raises(StepRefused, match="只生成一次"):
        operations.repeat_job(job=job, by=job.owner, at=NOON)
    upkeep.expire_results(job.finished_at + timedelta(days=8))
    assert GONE in signed_in(job.owner).get(address("detail", job)).content.decode()


def test_other_results_are_not_handed_over_this_way():
    job = operations.start_job(kind="count", label="数数", parameters={}, by=make_officer(), at=NOON)
    run_queued()
    assert signed_in(job.owner).post(address("hand-over", job)).status_code == 302
    assert Job.objects.get(pk=job.pk).result_path
