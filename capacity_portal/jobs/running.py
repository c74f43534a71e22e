"""Running one job in the worker: take it, do it, hand over the result or say why not."""

import logging

from django.utils import timezone

from capacity_portal.jobs import operations, registry
from capacity_portal.jobs.heartbeat import Heartbeat
from capacity_portal.jobs.registry import JobFailed, JobResult

logger = logging.getLogger(__name__)


def run(job_id: int, attempt: int) -> None:
    """Run the job unless it is no longer wanted. Only what ends the process (SystemExit) leaves this function."""
    job = operations.begin(job_id=job_id, attempt=attempt, at=timezone.now())
    if job is None:
        return
    try:
        result = _work(job)
    except BaseException as error:
        if not isinstance(error, JobFailed):
            logger.exception("job %s (%s) failed", job.pk, job.kind)
        operations.fail(job=job, message=operations.message_for(error, job), at=timezone.now())
        if not isinstance(error, Exception):
            raise
    else:
        operations.finish(job=job, result=result, at=timezone.now())


def _work(job) -> JobResult:
    reason = operations.why_not(job)
    if reason:
        raise JobFailed(reason)
    with Heartbeat(job) as progress:
        return registry.find(job.kind).function(job, progress) or JobResult()
