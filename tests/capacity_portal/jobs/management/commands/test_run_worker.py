"""The worker as a process: it works off jobs and regular work, stops when asked, and does not die with its children."""

import os
import signal
from datetime import timedelta

import pytest
from django.utils import timezone

from capacity_portal.jobs import upkeep
from capacity_portal.jobs.models import Job, RegularRun
from capacity_portal.jobs.operations import repeat_job, start_job
from tests.capacity_portal.jobs.worker import children_of, running_worker, wait_until
from tests.makers import make_officer

pytestmark = pytest.mark.django_db(transaction=True)


def start(officer, kind: str, **parameters) -> Job:
    return start_job(kind=kind, label="试验", parameters=parameters, by=officer, at=timezone.now())


def state(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_jobs_and_regular_work_are_done_and_sigterm_ends_it_cleanly(media):
    job = start(make_officer(), "count")
    with running_worker(media) as process:
        wait_until(lambda: state(job) == "done")
        wait_until(lambda: RegularRun.objects.filter(name="submissions.forget").exclude(finished_at=None))
        family = children_of(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert "已停止" in process.stdout.read().decode()
    assert (len(family), [is_running(number) for number in family]) == (2, [False, False])
    assert job.report == {"to": 3}


def test_sigterm_lets_the_job_at_hand_finish(media, tmp_path):
    sign = tmp_path / "sign"
    job = start(make_officer(), "sleep", sign=str(sign), seconds=3)
    with running_worker(media) as process:
        wait_until(sign.exists)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert (state(job), job.message) == ("done", "睡醒了")


def test_job_that_takes_too_long_is_interrupted_and_says_so(media, tmp_path):
    sign = tmp_path / "sign"
    job = start(make_officer(), "sleep", sign=str(sign))
    with running_worker(media, grace=1) as process:
        wait_until(sign.exists)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert (state(job), job.message) == ("failed", "后台进程中断，请重新生成")


def test_killed_worker_is_replaced_and_its_job_can_be_repeated(media, tmp_path):
    sign, officer = tmp_path / "sign", make_officer()
    lost = start(officer, "sleep", sign=str(sign))
    with running_worker(media) as process:
        wait_until(sign.exists)
        before = set(children_of(process.pid))
        assert len(before) == 2
        for number in before:
            os.kill(number, signal.SIGKILL)
        wait_until(lambda: len(set(children_of(process.pid)) - before) == 2)

        next_one = start(officer, "count")
        wait_until(lambda: state(next_one) == "done")
        assert state(lost) == "running"
        assert upkeep.end_dead_jobs(timezone.now() + timedelta(minutes=2)) == 1
        assert (state(lost), lost.message) == ("failed", "后台进程中断，请重新生成")

        Job.objects.filter(pk=lost.pk).update(parameters={"sign": str(sign), "seconds": 0})
        repeat_job(job=lost, by=officer, at=timezone.now())
        wait_until(lambda: state(lost) == "done")
        assert lost.attempt == 2


def test_children_end_when_the_parent_is_killed(media):
    with running_worker(media) as process:
        family = wait_until(lambda: len(children_of(process.pid)) == 2 and children_of(process.pid))
        process.kill()
        process.wait(5)
        wait_until(lambda: not any(is_running(number) for number in family))
