import os
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from capacity_portal.jobs import operations, results, upkeep
from capacity_portal.jobs.models import Job
from capacity_portal.jobs.operations import start_job
from capacity_portal.organization.models import OfficerSession, Submission
from tests.capacity_portal.jobs.kinds import run_queued
from tests.makers import NOON, make_officer

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def job() -> Job:
    return start_job(kind="count", label="数数", parameters={}, by=make_officer(), at=NOON)


def state(job: Job) -> tuple:
    job.refresh_from_db()
    return job.state, job.message


# --- dead workers -------------------------------------------------------------------------------------------------------
def test_running_job_without_heartbeat_is_ended(job):
    operations.begin(job_id=job.pk, attempt=1, at=NOON)
    assert upkeep.end_dead_jobs(NOON + MINUTE) == 0
    assert upkeep.end_dead_jobs(NOON + 1.1 * MINUTE) == 1
    assert state(job) == ("failed", "后台进程中断，请重新生成")
    assert job.finished_at == NOON + 1.1 * MINUTE


def test_heartbeat_keeps_a_job_alive(job):
    running = operations.begin(job_id=job.pk, attempt=1, at=NOON)
    operations.beat(job=running, percent=1, message="", at=NOON + 5 * MINUTE)
    assert upkeep.end_dead_jobs(NOON + 6 * MINUTE) == 0


def test_job_that_waits_in_the_queue_is_left_alone_however_long(job):
    assert upkeep.end_dead_jobs(NOON + 3 * DAY) == 0
    assert state(job)[0] == "queued"


def test_job_whose_worker_died_before_it_began_is_ended(job):
    DBTaskResult.objects.update(status="RUNNING", started_at=NOON + MINUTE)
    assert upkeep.end_dead_jobs(NOON + 1.5 * MINUTE) == 0
    assert upkeep.end_dead_jobs(NOON + 3 * MINUTE) == 1
    assert state(job)[0] == "failed"


def test_job_whose_task_is_gone_is_ended(job):
    DBTaskResult.objects.all().delete()
    assert upkeep.end_dead_jobs(NOON + 2 * MINUTE) == 1


# --- results ------------------------------------------------------------------------------------------------------------
def test_result_goes_after_seven_days_and_the_row_stays(job):
    run_queued()
    job.refresh_from_db()
    path = results.path_of(job.result_path)
    assert upkeep.expire_results(job.finished_at + 7 * DAY - MINUTE) == 0
    assert path.exists()
    assert upkeep.expire_results(job.finished_at + 7 * DAY + MINUTE) == 1
    job.refresh_from_db()
    assert (path.exists(), job.state, job.result_path, job.is_expired) == (False, "done", "", True)


def test_files_without_a_job_go_after_a_day(job):
    run_queued()
    job.refresh_from_db()
    orphan = results.folder() / "left-by-a-killed-run"
    orphan.write_bytes(b"x")
    long_ago = (timezone.now() - 3 * DAY).timestamp()
    for path in (orphan, results.path_of(job.result_path)):
        os.utime(path, (long_ago, long_ago))
    upkeep.expire_results(timezone.now())
    assert [path.name for path in results.folder().iterdir()] == [job.result_path.removeprefix("jobs/")]


def test_young_files_without_a_job_stay(job):
    run_queued()
    (results.folder() / "being-written").write_bytes(b"x")
    upkeep.expire_results(timezone.now())
    assert (results.folder() / "being-written").exists()


def test_nothing_to_clean_where_no_folder_is():
    assert upkeep.expire_results(NOON) == 0


# --- queue, sessions, receipts ----------------------------------------------------------------------------------------
def test_queue_forgets_what_is_over(job):
    now = timezone.now()
    fresh = DBTaskResult.objects.get()
    for status, age in [("SUCCESSFUL", 8), ("FAILED", 8), ("RUNNING", 8), ("SUCCESSFUL", 1), ("READY", 30)]:
        DBTaskResult.objects.create(
            status=status,
            args_kwargs={},
            task_path=fresh.task_path,
            backend_name="default",
            run_after=now,
            started_at=now - age * DAY,
            finished_at=None if status in {"READY", "RUNNING"} else now - age * DAY,
            exception_class_path="",
            traceback="",
        )
    upkeep.prune_queue(now)
    left = DBTaskResult.objects.exclude(pk=fresh.pk).order_by("started_at")
    assert [task.status for task in left] == ["READY", "FAILED", "SUCCESSFUL"]
    DBTaskResult.objects.filter(status="FAILED").update(finished_at=now - 8 * DAY)
    upkeep.prune_queue(now)
    assert [task.status for task in left.all()] == ["READY", "SUCCESSFUL"]


def test_sessions_that_are_over_are_forgotten(client):
    client.force_login(make_officer())
    client.get("/accounts/")
    OfficerSession.objects.update(expire_date=NOON)
    upkeep.clear_sessions(NOON)
    assert OfficerSession.objects.count() == 1
    upkeep.clear_sessions(NOON + MINUTE)
    assert OfficerSession.objects.count() == 0


def test_receipts_of_posted_forms_are_forgotten():
    Submission.objects.create(key="12345678-1234-5678-1234-567812345678", path="/", digest="", made_at=NOON)
    upkeep.forget_submissions(NOON + 2 * DAY)
    assert Submission.objects.count() == 1
    upkeep.forget_submissions(NOON + 2 * DAY + MINUTE)
    assert Submission.objects.count() == 0
