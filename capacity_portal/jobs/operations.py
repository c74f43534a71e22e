"""Every change of a job: started and repeated by officers, the rest by the worker that runs it.

A job and its place in the queue are written in one transaction, so that neither exists without the other. The worker's
writes name the attempt they belong to: a run that was given up for dead changes nothing in the run that followed.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from capacity_portal.jobs import registry, results, tasks
from capacity_portal.jobs.choices import JobState
from capacity_portal.jobs.models import Job
from capacity_portal.jobs.registry import JobFailed, JobResult
from capacity_portal.jobs.rules import lifetimes
from capacity_portal.journal import operations as journal
from capacity_portal.lib.workflow import StepRefused

_LONGEST_MESSAGE = 300


class UnknownKind(LookupError):
    """No app registered this kind of job; a programming error."""


# --- officers ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def start_job(*, kind: str, label: str, parameters: dict[str, Any], by, at: datetime) -> Job:
    """Queue a job for ``by``; it begins when the transaction around this call is committed. Raises UnknownKind."""
    if registry.find(kind) is None:
        raise UnknownKind(kind)
    job = Job.objects.create(
        kind=kind,
        label=label[:120],
        owner=by,
        region_code=by.region_code,
        parameters=parameters,
        created_at=at,
        state=JobState.QUEUED,
    )
    _enqueue(job, "start", by, at)
    return job


@transaction.atomic
def repeat_job(*, job: Job, by, at: datetime) -> Job:
    """Run a job that is over once more, with the same parameters. Raises StepRefused when it may not be repeated."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if not job.is_over:
        raise StepRefused("任务还在进行，不能重新生成。")
    if job.result_is_once:
        raise StepRefused("这项任务的结果只生成一次，不能重新生成。")
    if job.owner_id != by.pk or registry.find(job.kind) is None:
        raise StepRefused("这项任务不能重新生成。")
    if job.result_path:
        transaction.on_commit(lambda gone=job.result_path: results.remove(gone))
    job.attempt += 1
    job.state, job.percent, job.message, job.report = JobState.QUEUED, 0, "", {}
    job.result_path = job.result_name = ""
    job.created_at, job.started_at, job.heartbeat_at, job.finished_at = at, None, None, None
    job.save()
    _enqueue(job, "repeat", by, at)
    return job


@transaction.atomic
def hand_over(*, job: Job, by, at: datetime) -> bytes:
    """Return the content of a result that is downloaded once, and forget it: the file goes when this is committed.

    An answer that gets lost on its way to the browser is lost: what was in it has to be made anew (a one-time password
    is reset on the account's page). Raises StepRefused when it has been downloaded before or has expired.
    """
    job = Job.objects.select_for_update().get(pk=job.pk)
    path = results.path_of(job.result_path) if job.result_path and job.result_is_once else None
    if path is None or job.owner_id != by.pk:
        raise StepRefused(lifetimes.HANDED_OVER)
    content = path.read_bytes()
    transaction.on_commit(lambda gone=job.result_path: results.remove(gone))
    job.result_path = ""
    job.save(update_fields=["result_path"])
    journal.record_event(
        subject="job", subject_id=job.pk, step="hand_over", by=by, at=at, note=job.result_name
    )
    return content


def _enqueue(job: Job, step: str, by, at: datetime) -> None:
    job.task = tasks.run_job.enqueue(job.pk, job.attempt).id
    job.save(update_fields=["task"])
    journal.record_event(subject="job", subject_id=job.pk, step=step, by=by, at=at, note=job.label)


# --- the worker -------------------------------------------------------------------------------------------------------
def _of(job: Job, *states: JobState) -> QuerySet[Job]:
    """The row of this very run, while it is in one of ``states``."""
    return Job.objects.filter(pk=job.pk, attempt=job.attempt, state__in=states)


def begin(*, job_id: int, attempt: int, at: datetime) -> Job | None:
    """Take a queued job; None when it is somebody else's by now."""
    job = Job.objects.select_related("owner", "owner__region").filter(pk=job_id, attempt=attempt).first()
    if job is None:
        return None
    taken = _of(job, JobState.QUEUED).update(state=JobState.RUNNING, started_at=at, heartbeat_at=at)
    return job if taken else None


def why_not(job: Job) -> str:
    """Why the job must not run (any more), as a Chinese text; empty when it may."""
    kind = registry.find(job.kind)
    if kind is None:
        return lifetimes.UNKNOWN_KIND
    may = job.owner.may(kind.permission) if kind.permission else job.owner.is_active
    return "" if may else lifetimes.OWNER_GONE


def beat(*, job: Job, percent: int, message: str, at: datetime) -> None:
    """Show how far a running job is, and that its worker lives."""
    _of(job, JobState.RUNNING).update(percent=percent, message=message[:_LONGEST_MESSAGE], heartbeat_at=at)


def finish(*, job: Job, result: JobResult, at: datetime) -> bool:
    """Hand the result over. A run that was given up for dead and comes back in time is welcome."""
    stored = results.store(result.content) if result.content is not None else ""
    done = _of(job, JobState.RUNNING, JobState.FAILED).update(
        state=JobState.DONE,
        percent=100,
        message=result.message[:_LONGEST_MESSAGE],
        report=result.report,
        result_path=stored,
        result_name=result.name[:200] if stored else "",
        result_is_once=bool(stored) and result.is_once,
        finished_at=at,
    )
    if stored and not done:
        results.remove(stored)
    return bool(done)


def fail(*, job: Job, message: str, at: datetime, report: dict[str, Any] | None = None) -> bool:
    """End a job without a result; ``message`` says why, in Chinese."""
    return bool(
        _of(job, JobState.QUEUED, JobState.RUNNING).update(
            state=JobState.FAILED, message=message[:_LONGEST_MESSAGE], report=report or {}, finished_at=at
        )
    )


def message_for(error: BaseException, job: Job) -> str:
    """What the officer reads when the work ended in ``error``."""
    if isinstance(error, JobFailed):
        return str(error)
    if isinstance(error, Exception):
        return f"{lifetimes.WENT_WRONG} {job.pk}。"
    return lifetimes.INTERRUPTED
