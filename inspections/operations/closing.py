"""Closing a month freezes its figures for ever; reopening it is the office leader's and stays to be seen."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib import months
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from inspections import access
from inspections.choices import RoundState
from inspections.models import Closing, Round
from inspections.operations.by_hand import written
from inspections.operations.counting import rebuild_tallies
from inspections.operations.quality import score_round
from inspections.queries.blockers import closing_blockers
from inspections.queries.figures import figures
from inspections.rules.digests import digest_of

LONGEST_REASON = 300


class ClosingBlocked(StepRefused):
    """Something still keeps the month open; ``blockers`` are the sentences."""

    def __init__(self, blockers: list[str]):
        super().__init__("".join(blockers[:20]))
        self.blockers = blockers


@transaction.atomic
def close_round(*, round_: Round, by, at: datetime) -> Closing:
    """Close the month and freeze its figures with their digest. Raises StepRefused when closed, ClosingBlocked."""
    access.insist_on_all(by, Permission.CLOSE_ROUNDS)
    record = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if record.is_closed:
        raise StepRefused(f"{months.label(record.period)}已经关账，请刷新页面查看。")
    if blockers := closing_blockers(record, localdate(at)):
        raise ClosingBlocked(blockers)
    rebuild_tallies(round_=record)
    score_round(round_=record, at=at)
    with journal.recording(record, step="close", by=by, at=at):
        record.state, record.closed_at, record.closed_by = RoundState.CLOSED, at, by
        record.save(update_fields=["state", "closed_at", "closed_by"])
    return _frozen(record, by, at)


@transaction.atomic
def reopen_round(*, round_: Round, reason: str, by, at: datetime) -> Round:
    """Let writes to a closed month again; its closing keeps figures, digest and ``reason``.

    Raises StepRefused when it is not closed, ValidationError for ``reason``.
    """
    access.insist_on_all(by, Permission.REOPEN_ROUNDS)
    reason = written(reason, "reason", "重新开账理由", LONGEST_REASON)
    record = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if not record.is_closed:
        raise StepRefused(f"{months.label(record.period)}没有关账，不需要重新开账。")
    closing = record.closings.order_by("-number").first()
    with journal.recording(record, step="reopen", by=by, at=at, note=reason):
        record.state, record.closed_at, record.closed_by = RoundState.REOPENED, None, None
        record.save(update_fields=["state", "closed_at", "closed_by"])
    with journal.recording(closing, step="reopen", by=by, at=at, note=reason):
        closing.reopened_at, closing.reopened_by, closing.reopen_reason = at, by, reason
        closing.save(update_fields=["reopened_at", "reopened_by", "reopen_reason"])
    return record


def _frozen(round_: Round, by, at: datetime) -> Closing:
    found = figures(round_, with_uncovered=True)
    closing = Closing.objects.create(
        round=round_,
        number=round_.closings.count() + 1,
        figures=found,
        digest=digest_of(found),
        closed_at=at,
        closed_by=by,
    )
    journal.record_created(closing, step="close", by=by, at=at, note=f"数据校验值 {closing.digest}")
    return closing
