"""Progress beside the work: seen while the job is inside a transaction (PostgreSQL), never in its way (both)."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.utils import timezone

from capacity_portal.jobs import operations, running
from capacity_portal.jobs.heartbeat import Heartbeat
from capacity_portal.jobs.models import Job
from capacity_portal.jobs.operations import start_job
from capacity_portal.organization.models import Threshold
from tests.capacity_portal.jobs.worker import wait_until
from tests.makers import NOON, make_officer


@pytest.fixture
def job(transactional_db) -> Job:
    queued = start_job(kind="count", label="数数", parameters={}, by=make_officer(), at=timezone.now())
    return operations.begin(job_id=queued.pk, attempt=1, at=NOON)


def now(job: Job) -> tuple:
    job.refresh_from_db()
    return job.percent, job.message


def test_latest_note_is_written_within_seconds(job):
    with Heartbeat(job) as progress:
        for number in range(1000):
            progress(number / 10, f"第{number}个")
        wait_until(lambda: now(job) == (99, "第999个"), 30)
    assert job.heartbeat_at > NOON


def test_heartbeat_goes_on_without_progress(job):
    with Heartbeat(job, every=0.1):
        wait_until(lambda: now(job) and job.heartbeat_at > NOON, 30)
        first = job.heartbeat_at
        wait_until(lambda: now(job) and job.heartbeat_at > first, 30)


@pytest.mark.parametrize("percent", [float("nan"), float("inf"), None, "x", -5, 1000])
def test_progress_raises_nothing(job, percent):
    with Heartbeat(job) as progress:
        progress(percent, "\x00" * 10)
        progress(percent)


def test_progress_does_not_wait_for_the_job_s_own_transaction(job):
    """SQLite: the thread is refused while the job writes, and succeeds afterwards. PostgreSQL: it is seen at once."""
    with Heartbeat(job) as progress:
        with transaction.atomic():
            Threshold.objects.create(code="slow", name="慢", value=1)
            began = time.monotonic()
            progress(70, "写到一半")
            assert time.monotonic() - began < 1  # waiting for the lock would take 5 s and more
            if connection.vendor == "postgresql":
                wait_until(lambda: now(job) == (70, "写到一半"), 30)
            else:
                time.sleep(2)
                assert now(job) == (0, "")
        wait_until(lambda: now(job) == (70, "写到一半"), 30)
    assert Threshold.objects.filter(code="slow").exists()


def test_thread_and_its_connection_end_with_the_job(job):
    with Heartbeat(job):
        assert any(thread.name == f"job-{job.pk}" for thread in threading.enumerate())
    assert not any(thread.name == f"job-{job.pk}" for thread in threading.enumerate())


def test_inside_a_transaction_progress_is_written_in_place(job):
    with transaction.atomic(), Heartbeat(job) as progress:
        progress(30, "三成")
        assert now(job) == (30, "三成")


def test_interrupted_run_is_told_and_ends_the_process(transactional_db, monkeypatch):
    queued = start_job(kind="count", label="数数", parameters={}, by=make_officer(), at=timezone.now())

    def interrupt(job):
        raise SystemExit(1)

    monkeypatch.setattr(running, "_work", interrupt)
    with pytest.raises(SystemExit):
        running.run(queued.pk, 1)
    queued.refresh_from_db()
    assert (queued.state, queued.message) == ("failed", "后台进程中断，请重新生成")


def test_job_that_somebody_else_took_is_not_run(transactional_db):
    queued = start_job(kind="break_down", label="数数", parameters={}, by=make_officer(), at=timezone.now())
    operations.begin(job_id=queued.pk, attempt=1, at=NOON)
    running.run(queued.pk, 1)
    queued.refresh_from_db()
    assert queued.state == "running"
