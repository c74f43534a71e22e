from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse

from capacity_portal.jobs import operations, upkeep
from capacity_portal.jobs.models import Job
from capacity_portal.jobs.operations import start_job
from tests.capacity_portal.jobs.kinds import run_queued
from tests.clients import signed_in
from tests.crawl import forms_of
from tests.makers import NOON, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_officer()


@pytest.fixture
def browser(officer):
    return signed_in(officer)


def start(officer, kind="count", label="数数", **parameters) -> Job:
    return start_job(kind=kind, label=label, parameters=parameters, by=officer, at=NOON)


def address(name: str, job: Job) -> str:
    return reverse(f"jobs:{name}", args=[job.pk])


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


# --- list ---------------------------------------------------------------------------------------------------------------
def test_list_shows_my_jobs_newest_first(officer, browser):
    start(officer, label="第一项")
    start(officer, label="第二项", kind="refuse")
    start(make_officer(), label="别人的")
    run_queued()
    page = text_of(browser.get(reverse("jobs:list")))
    assert page.index("第二项") < page.index("第一项")
    assert ("别人的" in page, "名单是空的" in page, "已完成" in page) == (False, True, True)


def test_empty_list_says_where_jobs_come_from(browser):
    assert "没有后台任务" in text_of(browser.get(reverse("jobs:list")))


def test_list_is_paged(officer, browser, django_assert_max_num_queries):
    for number in range(35):
        start(officer, label=f"任务{number:02d}")
    browser.get(reverse("jobs:list"))
    with django_assert_max_num_queries(6):
        page = text_of(browser.get(reverse("jobs:list")))
    assert ("任务34" in page, "任务05" in page, "任务04" in page) == (True, True, False)
    assert "本页30项" in page
    assert "任务34" in text_of(browser.get(reverse("jobs:list"), {"cursor": "forged"}))


# --- progress -----------------------------------------------------------------------------------------------------------
def test_waiting_job_is_polled_by_script_and_reloaded_without(officer, browser):
    job = start(officer)
    page = text_of(browser.get(address("detail", job)))
    assert f'data-progress-url="{address("status", job)}"' in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert "排队中，前面的任务完成后自动开始" in page


def test_status_tells_percent_text_and_end(officer, browser):
    job = start(officer)
    assert browser.get(address("status", job)).json() == {
        "percent": 0,
        "text": "排队中，前面的任务完成后自动开始",
        "finished": False,
    }
    running = operations.begin(job_id=job.pk, attempt=1, at=NOON)
    assert browser.get(address("status", job)).json()["text"] == "进行中"
    operations.beat(job=running, percent=40, message="第4个", at=NOON)
    assert browser.get(address("status", job)).json() == {"percent": 40, "text": "第4个", "finished": False}
    operations.fail(job=running, message="断电", at=NOON)
    assert browser.get(address("status", job)).json() == {"percent": 40, "text": "断电", "finished": True}


def test_finished_job_is_neither_polled_nor_reloaded(officer, browser):
    job = start(officer)
    run_queued()
    page = text_of(browser.get(address("detail", job)))
    assert ("data-progress-url" in page, "http-equiv" in page, "下载结果" in page) == (False, False, True)
    assert "共3个" in page


def test_findings_of_a_report_are_listed(officer, browser):
    job = start(officer, "say_nothing")
    Job.objects.update(
        state="done", report={"sentences": ["第 1 块：<条目> 2 被删除。"]}, finished_at=NOON, percent=100
    )
    assert "<li>第 1 块：&lt;条目&gt; 2 被删除。</li>" in text_of(browser.get(address("detail", job)))


# --- result -------------------------------------------------------------------------------------------------------------
def test_result_comes_under_its_name_and_is_not_cached(officer, browser):
    job = start(officer)
    run_queued()
    response = browser.get(address("result", job))
    assert b"".join(response.streaming_content) == b"1,2,3"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''" + quote("数字 清单（一）.txt", safe="")
    )
    assert (response["Cache-Control"], response["Content-Type"]) == ("no-store, private", "text/plain")


def test_nobody_else_sees_anything_of_a_job(officer):
    job = start(officer)
    run_queued()
    for other in (make_officer(), make_officer("office_leader"), make_officer("system_admin")):
        stranger = signed_in(other)
        answers = [stranger.get(address(name, job)).status_code for name in ("detail", "status", "result")]
        assert [*answers, stranger.post(address("repeat", job)).status_code] == [404, 404, 404, 404]


def test_expired_result_is_404_and_the_page_says_so(officer, browser):
    job = start(officer)
    run_queued()
    job.refresh_from_db()
    upkeep.expire_results(job.finished_at + timedelta(days=8))
    assert browser.get(address("result", job)).status_code == 404
    assert "结果已过保存期限（7 天），请重新生成" in text_of(browser.get(address("detail", job)))
    assert "已过期" in text_of(browser.get(reverse("jobs:list")))


@pytest.mark.parametrize("path", ["jobs/../../etc/passwd", "../secret", "jobs/gone", "elsewhere/x", "jobs/"])
def test_path_that_leads_elsewhere_is_404(officer, browser, path, media):
    media.mkdir(parents=True)
    (media.parent / "secret").write_bytes(b"x")
    job = start(officer)
    Job.objects.update(state="done", finished_at=NOON, result_path=path, result_name="x")
    assert browser.get(address("result", job)).status_code == 404


@pytest.mark.parametrize("number", [0, 9**30])
def test_numbers_that_are_no_job_are_404(browser, number):
    assert browser.get(f"/jobs/{number}/").status_code == 404


# --- repeating ----------------------------------------------------------------------------------------------------------
def test_failed_job_is_repeated_by_its_button(officer, browser):
    job = start(officer, "refuse")
    run_queued()
    page = text_of(browser.get(address("detail", job)))
    (form,) = [form for form in forms_of(page) if form.action == address("repeat", job)]
    values = {name: values[0] for name, values in form.values.items()}
    answers = [browser.post(form.action, values) for _ in range(3)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, address("detail", job))}
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("queued", 2)


def test_running_job_offers_no_repetition_and_refuses_it(officer, browser):
    job = start(officer)
    assert "重新生成" not in text_of(browser.get(address("detail", job)))
    response = browser.post(address("repeat", job), follow=True)
    assert "任务还在进行，不能重新生成。" in text_of(response)


def test_job_of_a_kind_that_is_gone_offers_no_repetition(officer, browser):
    job = start(officer, "refuse")
    run_queued()
    Job.objects.update(kind="gone")
    assert "重新生成" not in text_of(browser.get(address("detail", job)))


def test_repeating_by_get_is_refused(officer, browser):
    assert browser.get(address("repeat", start(officer))).status_code == 405
