"""What keeps jobs honest and the disk clean: dead runs are ended, results expire, files without a row go."""

from datetime import datetime

from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from capacity_portal.jobs import operations, results
from capacity_portal.jobs.choices import JobState
from capacity_portal.jobs.models import Job
from capacity_portal.jobs.rules import lifetimes
from capacity_portal.organization.models import OfficerSession, Submission


def end_dead_jobs(at: datetime) -> int:
    """Mark jobs failed whose worker was killed, so that their owners can repeat them; returns how many."""
    over = {"state": JobState.FAILED, "message": lifetimes.INTERRUPTED, "finished_at": at}
    # one statement: a heartbeat that arrives meanwhile keeps its job alive
    silent = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=at - lifetimes.STALE_AFTER)
    ended = silent.update(**over)
    lost = _lost_before_they_began(at)
    return ended + sum(operations.fail(job=job, message=lifetimes.INTERRUPTED, at=at) for job in lost)


def _lost_before_they_began(at: datetime) -> list[Job]:
    """Queued jobs whose task has left the queue (its worker died between taking it and beginning the job)."""
    queued = list(Job.objects.filter(state=JobState.QUEUED, created_at__lt=at - lifetimes.CLAIM_WITHIN))
    waiting = DBTaskResult.objects.filter(pk__in=[job.task for job in queued]).filter(
        Q(status="READY") | Q(status="RUNNING", started_at__gte=at - lifetimes.CLAIM_WITHIN)
    )
    still_wanted = set(waiting.values_list("pk", flat=True))
    return [job for job in queued if job.task not in still_wanted]


def expire_results(at: datetime) -> int:
    """Remove results past their time and files that no job owns; returns how many jobs lost theirs."""
    old = Job.objects.filter(finished_at__lt=at - lifetimes.RESULT_KEPT).exclude(result_path="")
    paths = list(old.values_list("pk", "result_path"))
    for number, path in paths:
        Job.objects.filter(pk=number, result_path=path).update(result_path="")
        results.remove(path)
    _remove_orphans(at)
    return len(paths)


def _remove_orphans(at: datetime) -> None:
    """Files of runs that were killed between writing the file and the row."""
    candidates = set(results.stored_before((at - lifetimes.ORPHAN_AFTER).timestamp()))
    owned = Job.objects.exclude(result_path="").values_list("result_path", flat=True)
    for path in candidates.difference(owned.iterator()):
        results.remove(path)


def clear_sessions(at: datetime) -> None:
    """Forget sessions that are over."""
    OfficerSession.objects.filter(expire_date__lt=at).delete()


def forget_submissions(at: datetime) -> None:
    """Forget keys of posted forms; by then every page that held one has been closed."""
    Submission.objects.filter(made_at__lt=at - lifetimes.SUBMISSION_KEPT).delete()


def prune_queue(at: datetime) -> None:
    """Forget tasks that are long over, those of dead workers included."""
    lost = DBTaskResult.objects.filter(status="RUNNING", started_at__lt=at - lifetimes.RESULT_KEPT)
    lost.update(status="FAILED", finished_at=timezone.now())
    call_command("prune_db_task_results", verbosity=0, min_age_days=lifetimes.RESULT_KEPT.days)
