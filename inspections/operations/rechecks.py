"""The random re-check list: 5 % of what was inspected, drawn with the head of the sealed journal of the month before."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Threshold
from capacity_portal.organization.roles import Permission
from inspections.access import insist
from inspections.choices import RecheckResult
from inspections.models import Duty, Recheck, RecheckDraw, Round
from inspections.operations.rounds_open import refuse_closed
from inspections.queries.rechecks import candidates, seed_of, took_part
from inspections.rules import draw


@transaction.atomic
def draw_rechecks(*, round_: Round, by, at: datetime) -> RecheckDraw:
    """Draw the month's list, once: drawing again gives the list that was drawn. Raises StepRefused in a Chinese sentence.

    Only after the day the visits were due: the seed is known before, and whoever might choose the moment would choose the list.
    """
    if by is not None:
        insist(by, Permission.REVIEW_RETURNS, by.region_code)
    due = (
        Round.objects.select_for_update().get(pk=round_.pk).visits_due_on
    )  # before the shared lock, never after it
    refuse_closed(round_)
    drawn = RecheckDraw.objects.filter(round=round_).first()
    if drawn is not None:
        return drawn
    if localdate(at) <= due:
        raise StepRefused(f"排查截止 {due}，截止以后才能抽取。请在 {due + timedelta(days=1)} 以后抽取。")
    block, numbers = seed_of(round_.period), candidates(round_)
    if block is None:
        raise StepRefused("上个月的留痕日志还没有封存，没有种子，不能抽取。请审计员先封存日志。")
    if not numbers:
        raise StepRefused("本月还没有查清的任务，没有可以抽查的。请等排查开展后再抽取。")
    share = Threshold.objects.value_of(draw.SHARE_THRESHOLD, draw.SHARE_DEFAULT)
    return _stored(round_, block, numbers, min(max(share, 1), 100), by=by, at=at)


@refused_in_chinese
@transaction.atomic
def record_recheck(
    *, recheck: Recheck, result: str, note: str, checked_on: date, by, at: datetime
) -> Recheck:
    """Write what the re-check found; a correction is written over it, the journal keeps both.

    Raises ValidationError, RoundClosed, StepRefused for whoever took part in what is to be checked.
    """
    rows = Recheck.objects.select_for_update(of=("self",)).select_related("duty", "draw__round")
    current = rows.get(pk=recheck.pk)
    insist(by, Permission.REVIEW_RETURNS, current.duty.region_code)
    refuse_closed(current.draw.round)
    if took_part(by, current.duty):
        raise StepRefused("您登记或参加过这项任务的排查，不能由您抽查。请由没有参加的人抽查并登记。")
    note = storable(note).strip()
    if found := _objections(current.duty, result, note, checked_on, at):
        raise ValidationError(found)
    with journal.recording(current, step="record", by=by, at=at):
        current.result, current.note, current.checked_on = result, note, checked_on
        current.checked_at, current.checked_by = at, by
        current.save()
    return current


def _objections(duty: Duty, result: str, note: str, checked_on: date, at: datetime) -> dict[str, str]:
    found = {}
    if result not in (RecheckResult.CONSISTENT, RecheckResult.INCONSISTENT):
        found["result"] = "请选择与记录一致或不一致。"
    if not note and result == RecheckResult.INCONSISTENT:
        found["note"] = "与记录不一致的，请写明哪里不一致。"
    longest = Recheck._meta.get_field("note").max_length
    if len(note) > longest:
        found["note"] = f"抽查情况共 {len(note)} 个字，最多 {longest} 个字，请缩短。"
    if checked_on > localdate(at):
        found["checked_on"] = f"抽查日期 {checked_on} 晚于今天，请填写实际抽查的日期。"
    elif duty.covered_on is not None and checked_on < duty.covered_on:
        found["checked_on"] = f"抽查日期 {checked_on} 早于查清日期 {duty.covered_on}，请填写实际抽查的日期。"
    return found


def _stored(round_: Round, block, numbers: list[int], share: int, *, by, at: datetime) -> RecheckDraw:
    drawn = RecheckDraw.objects.create(
        round=round_, seed=block.hash, block_number=block.number, share=share, candidates=len(numbers), drawn_at=at,
        drawn_by=by,
    )  # fmt: skip
    journal.record_created(drawn, step="create", by=by, at=at)
    chosen = draw.drawn(block.hash, numbers, share)
    Recheck.objects.bulk_create(
        Recheck(draw=drawn, duty_id=number, rank=rank) for rank, number in enumerate(chosen, start=1)
    )
    kept = Recheck.objects.filter(draw=drawn).select_related("duty").order_by("rank")
    journal.record_many([journal.Change(row, None) for row in kept], step="create", by=by, at=at)
    return drawn
