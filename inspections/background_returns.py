"""Background work of the returns: signed 零报告 held against the ledger every hour, the quality test every night and on request, many returns printed into one zip."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.utils import timezone

from capacity_portal.jobs import registry as jobs
from capacity_portal.jobs import schedule
from capacity_portal.jobs.registry import JobFailed, JobResult
from capacity_portal.lib import months
from capacity_portal.organization.roles import Permission
from inspections.documents import returns as documents
from inspections.models import Round
from inspections.operations.quality import SCORE_KIND, score_round
from inspections.operations.return_batches import PRINT_KIND
from inspections.operations.rounds_open import RoundClosed
from inspections.operations.zero_watch import watch_zeros
from inspections.queries.rounds import round_of


def register() -> None:
    """Called from AppConfig.ready."""
    jobs.register(SCORE_KIND, "计算排查质量", score, Permission.REVIEW_RETURNS)
    jobs.register(PRINT_KIND, "打印监管月报", documents.print_many, Permission.VIEW_INSPECTIONS)
    schedule.register("inspections.zeros", timedelta(hours=1), watch_zeros, "零报告复核")
    schedule.register("inspections.quality", timedelta(days=1), score_open_months, "排查质量测算")


def score(job, progress) -> JobResult:
    """Score the month ``job.parameters["period"]``."""
    period = job.parameters["period"]
    round_ = round_of(period)
    if round_ is None:
        raise JobFailed(f"{months.label(period)}还没有开启排查。")
    try:
        count = score_round(round_=round_, at=timezone.now())
    except RoundClosed as refused:
        raise JobFailed(str(refused)) from refused
    return JobResult(message=f"{months.label(period)}共计算{count}个县（市、区）")


def score_open_months(at: datetime) -> int:
    """Score every month that is not closed, a year back at most; returns how many counties were scored."""
    found = 0
    for one in Round.objects.filter(closed_at=None).order_by("-period")[:12]:
        with suppress(RoundClosed):  # somebody closed it since
            found += score_round(round_=one, at=at)
    return found
