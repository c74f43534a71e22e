from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from capacity_portal.jobs import operations, results
from capacity_portal.jobs.models import Job
from capacity_portal.jobs.operations import UnknownKind, repeat_job, start_job
from capacity_portal.jobs.registry import JobResult
from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from tests.capacity_portal.jobs.kinds import run_queued
from tests.makers import NOON, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_officer()


def start(officer, kind: str = "count", **parameters) -> Job:
    return start_job(kind=kind, label="数数", parameters=parameters, by=officer, at=NOON)


def facts(job: Job) -> tuple:
    job.refresh_from_db()
    return job.state, job.percent, job.message


# --- starting -----------------------------------------------------------------------------------------------------------
def test_started_job_is_queued_and_in_the_journal(officer):
    job = start(officer, to=2)
    assert facts(job) == ("queued", 0, "")
    assert DBTaskResult.objects.get().args_kwargs == {"args": [job.pk, 1], "kwargs": {}}
    assert DBTaskResult.objects.get().pk == job.task
    assert list(Entry.objects.values_list("subject", "subject_id", "step", "note", "by_id")) == [
        ("job", job.pk, "start", "数数", officer.pk)
    ]


def test_job_and_queue_are_rolled_back_together(officer):
    with transaction.atomic():
        start(officer)
        transaction.set_rollback(True)
    assert (Job.objects.count(), DBTaskResult.objects.count(), Entry.objects.count()) == (0, 0, 0)


def test_unknown_kind_is_refused(officer):
    with pytest.raises(UnknownKind):
        start(officer, "fly")


def test_long_label_is_cut(officer):
    job = start_job(kind="count", label="长" * 500, parameters={}, by=officer, at=NOON)
    assert job.label == "长" * 120


# --- running ------------------------------------------------------------------------------------------------------------
def test_result_is_handed_over(officer):
    job = start(officer, to=3)
    run_queued()
    assert facts(job) == ("done", 100, "共3个")
    assert (job.report, job.result_name) == ({"to": 3}, "数字 清单（一）.txt")
    assert results.path_of(job.result_path).read_bytes() == b"1,2,3"
    assert job.finished_at >= job.started_at


def test_result_may_be_a_file_that_is_moved(officer, tmp_path):
    job = operations.begin(job_id=start(officer).pk, attempt=1, at=NOON)
    made = tmp_path / "made.zip"
    made.write_bytes(b"zip")
    assert operations.finish(job=job, result=JobResult(made, "档案.zip"), at=NOON) is True
    job.refresh_from_db()
    assert (results.path_of(job.result_path).read_bytes(), made.exists()) == (b"zip", False)


def test_job_without_result_is_done(officer):
    job = start(officer, "say_nothing")
    run_queued()
    assert facts(job) == ("done", 100, "")
    assert (job.result_path, job.is_expired) == ("", False)


def test_refusal_is_told_in_its_own_words(officer):
    job = start(officer, "refuse")
    run_queued()
    assert facts(job) == ("failed", 0, "名单是空的，没有可生成的内容。")


def test_error_is_told_without_its_details(officer, caplog):
    job = start(officer, "break_down")
    run_queued()
    assert facts(job) == (
        "failed",
        0,
        f"处理中出错，请重新生成；仍不成功时请联系系统管理员，告知任务编号 {job.pk}。",
    )
    assert "secret detail" in caplog.text


def test_job_of_an_account_that_was_deactivated_does_not_run(officer):
    job = start(officer)
    officer.is_active, officer.deactivated_at = False, NOON
    officer.save()
    run_queued()
    assert facts(job) == ("failed", 0, "发起人的账户已停用或不再有此权限")


def test_job_whose_permission_was_taken_away_does_not_run(officer):
    job = start_job(kind="journal.verify", label="核验", parameters={}, by=officer, at=NOON)
    run_queued()
    assert facts(job) == ("failed", 0, "发起人的账户已停用或不再有此权限")


def test_job_runs_once(officer):
    job = start(officer)
    assert operations.begin(job_id=job.pk, attempt=1, at=NOON).pk == job.pk
    assert operations.begin(job_id=job.pk, attempt=1, at=NOON) is None
    assert operations.begin(job_id=job.pk, attempt=2, at=NOON) is None
    assert operations.begin(job_id=0, attempt=1, at=NOON) is None


def test_progress_is_clamped_and_cut(officer):
    job = operations.begin(job_id=start(officer).pk, attempt=1, at=NOON)
    operations.beat(job=job, percent=40, message="长" * 500, at=NOON + timedelta(seconds=9))
    assert facts(job) == ("running", 40, "长" * 300)
    assert job.heartbeat_at == NOON + timedelta(seconds=9)


# --- repeating ----------------------------------------------------------------------------------------------------------
def test_failed_job_is_repeated_with_its_parameters(officer):
    job = start(officer, "refuse", to=5)
    run_queued()
    repeat_job(job=job, by=officer, at=NOON + timedelta(hours=1))
    assert facts(job) == ("queued", 0, "")
    assert (job.attempt, job.parameters, job.finished_at) == (2, {"to": 5}, None)
    assert Entry.objects.latest("id").step == "repeat"


def test_old_result_goes_when_the_job_is_repeated(officer, django_capture_on_commit_callbacks):
    job = start(officer)
    run_queued()
    job.refresh_from_db()
    old = results.path_of(job.result_path)
    with django_capture_on_commit_callbacks(execute=True):
        repeat_job(job=job, by=officer, at=NOON)
    assert not old.exists()
    run_queued()
    assert facts(job)[0] == "done"


def test_running_job_is_not_repeated(officer):
    job = start(officer)
    with pytest.raises(StepRefused, match="还在进行"):
        repeat_job(job=job, by=officer, at=NOON)


def test_job_of_somebody_else_is_not_repeated(officer):
    job = start(officer)
    run_queued()
    with pytest.raises(StepRefused, match="不能重新生成"):
        repeat_job(job=job, by=make_officer(), at=NOON)


def test_run_given_up_for_dead_changes_nothing_in_the_run_that_followed(officer):
    zombie = operations.begin(job_id=start(officer).pk, attempt=1, at=NOON)
    operations.fail(job=zombie, message="后台进程中断，请重新生成", at=NOON)
    repeat_job(job=zombie, by=officer, at=NOON)
    current = operations.begin(job_id=zombie.pk, attempt=2, at=NOON)
    operations.beat(job=zombie, percent=99, message="旧的", at=NOON)
    assert operations.finish(job=zombie, result=JobResult(b"old", "旧.txt"), at=NOON) is False
    assert operations.fail(job=zombie, message="旧的", at=NOON) is False
    assert facts(current) == ("running", 0, "")
    assert list(results.folder().iterdir()) == []


def test_run_given_up_for_dead_that_comes_back_in_time_is_welcome(officer):
    job = operations.begin(job_id=start(officer).pk, attempt=1, at=NOON)
    operations.fail(job=job, message="后台进程中断，请重新生成", at=NOON)
    assert operations.finish(job=job, result=JobResult(message="还是做完了"), at=NOON) is True
    assert facts(job) == ("done", 100, "还是做完了")
