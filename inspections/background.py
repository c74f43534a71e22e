"""The background work of this app: opening a month, keeping its list up with the ledger, checking its tallies."""

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from capacity_portal.jobs import registry as jobs
from capacity_portal.jobs import schedule
from capacity_portal.jobs.registry import JobFailed, JobResult
from capacity_portal.lib import months
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from inspections.models import Duty, Round
from inspections.operations.counting import rebuild_tallies
from inspections.operations.finding_parts import forget_waiting_evidence
from inspections.operations.opening import open_current_month, open_round
from inspections.operations.photos import forget_waiting_photos
from inspections.operations.reconciling import reconcile_newest
from inspections.queries.standings import verify_standings

logger = logging.getLogger(__name__)
OPEN_MONTH = "inspections.open_month"


def register() -> None:
    """Called from AppConfig.ready."""
    jobs.register(OPEN_MONTH, "开启月排查", open_month, Permission.MANAGE_ROUNDS)
    schedule.register(OPEN_MONTH, timedelta(minutes=10), open_current_month, "每月开启排查")
    schedule.register("inspections.reconcile", timedelta(hours=1), reconcile_newest, "月排查清单对账")
    schedule.register("inspections.tallies", timedelta(days=1), check_tallies, "月排查汇总核对")
    schedule.register(
        "inspections.photos", timedelta(hours=6), forget_waiting_photos, "清理没有用上的排查照片"
    )
    schedule.register(
        "inspections.evidence", timedelta(hours=6), forget_waiting_evidence, "清理没有用上的整改证据"
    )


def open_month(job, progress) -> JobResult:
    """Open the month ``job.parameters["period"]`` as its owner."""
    period = job.parameters["period"]
    try:
        round_ = open_round(period=period, by=job.owner, at=timezone.now(), progress=progress)
    except StepRefused as refused:
        raise JobFailed(str(refused)) from refused
    count = Duty.objects.filter(period=period).count()
    return JobResult(message=f"{months.label(round_.period)}的清单共{count:,}项")


def check_tallies(at: datetime) -> int:
    """Prove the months that are not closed; returns how much was wrong.

    A duty that does not stand as its visits say is told and left alone, and so are the tallies of its month, lest they follow it;
    else tallies that disagree with the duties are mended.
    """
    rounds = Round.objects.filter(closed_at=None).order_by("-period")[:24]
    return sum(_told(verify_standings(round_)) or _mended(round_) for round_ in rounds)


def _told(sentences: list[str]) -> int:
    for sentence in sentences:
        logger.error(sentence)
    return len(sentences)


def _mended(round_: Round) -> int:
    found = rebuild_tallies(round_=round_)
    for key, columns in found.items():
        logger.error("tally %s of %s was wrong: %s", key, round_.period, columns)
    return len(found)
