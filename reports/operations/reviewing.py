"""The chain before issue: 送审、核稿、会签、签发, and the ways back (退回、撤回、撤销签发)."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Department
from reports.choices import NoticeState, ReviewDecision, ReviewStage
from reports.models import Notice, NoticeReview
from reports.operations import door
from reports.operations.drafting import insist_editor
from reports.queries.blocking import what_blocks
from reports.queries.reviews import against, own_part, sender_of
from reports.queries.tip_addressees import unfit_for
from reports.rules.workflow import next_stage

MOST_COUNTERSIGNERS = 20
_AGREES = {"check": "核稿", "countersign": "会签", "sign": "签发"}


@refused_in_chinese
@transaction.atomic
def submit(
    *,
    notice: Notice,
    version: int,
    countersigners: Sequence[Department] = (),
    text: str = "",
    by,
    at: datetime,
) -> Notice:
    """送审, by the drafter or the secretariat: the next round begins with 核稿. ``countersigners``: departments that are asked, each once;
    ``text``: a word to the reviewers.

    Raises door.NoticeChanged, StepRefused (state, or what still blocks), ValidationError by field, PermissionDenied.
    """
    notice = door.locked(notice, version)
    step = door.step_of(notice, "submit", by)
    if by is not None:
        insist_editor(notice, by)
    if blocks := what_blocks(notice, "submit", today=localdate(at)):
        raise StepRefused("还不能送审：" + "".join(blocks))
    departments = list({department.pk: department for department in countersigners}.values())
    if len(departments) > MOST_COUNTERSIGNERS:
        raise ValidationError(
            {"countersigners": f"选了{len(departments)}个会签单位，最多{MOST_COUNTERSIGNERS}个。"}
        )
    if unfit := unfit_for(notice.tip, [(one.region.code, one.pk, one.name) for one in departments]):
        raise ValidationError({"countersigners": unfit})
    text = door.remarked(text)
    with door.stepping(notice, step, by=by, at=at, note=text):
        notice.round += 1
        notice.stage = next_stage("", has_countersigners=bool(departments))
        _ask(notice, ReviewStage.CHECK, None, text, by, at)
        for department in departments:
            _ask(notice, ReviewStage.COUNTERSIGN, department, text, by, at)
        _ask(notice, ReviewStage.SIGN, None, text, by, at)
    return notice


@refused_in_chinese
@transaction.atomic
def decide(*, notice: Notice, version: int, step: str, text: str = "", by, at: datetime) -> Notice:
    """One decision of the chain. ``step``: check, countersign, sign, or return_check, return_countersign, return_sign (with a reason).

    Raises door.NoticeChanged, StepRefused (state, own document, not asked), ValidationError by field, PermissionDenied.
    """
    notice = door.locked(notice, version)
    entry = door.step_of(notice, step, by)
    stage = step.removeprefix("return_")
    if stage not in _AGREES:
        raise StepRefused("这一步不是审核环节。")
    if why := against(notice, by):
        raise StepRefused(why)
    part = own_part(notice, by)
    if part is None:
        raise StepRefused("这份文件现在没有等您办理的环节。可能已有他人办理，请刷新页面查看。")
    if step != stage:
        return _returned(notice, entry, part, door.worded(text), by=by, at=at)
    return _agreed(notice, entry, part, door.remarked(text), by=by, at=at)


@transaction.atomic
def take_back(*, notice: Notice, version: int, by, at: datetime) -> Notice:
    """撤回: the drafter, or who sent it, has it back; what was decided stays in the history."""
    notice = door.locked(notice, version)
    step = door.step_of(notice, "take_back", by)
    if by is not None and by.pk not in {notice.drafted_by_id, sender_of(notice)}:
        raise StepRefused("只有拟稿人或送审人能撤回；其他人员请退回。")
    with door.stepping(notice, step, by=by, at=at):
        notice.stage = ""
        _drop_waiting(notice, by=by, at=at)
    return notice


@transaction.atomic
def reopen(*, notice: Notice, version: int, text: str, by, at: datetime) -> Notice:
    """撤销签发: what was signed and has no number yet goes back to the drafter, with the reason."""
    notice = door.locked(notice, version)
    step = door.step_of(notice, "reopen", by)
    text = door.worded(text)
    with door.stepping(notice, step, by=by, at=at, note=text):
        notice.signed_at, notice.signed_by = None, None
    return notice


def _agreed(notice: Notice, entry, part: NoticeReview, text: str, *, by, at: datetime) -> Notice:
    blocks = what_blocks(notice, "sign", today=localdate(at)) if part.stage == ReviewStage.SIGN else []
    if blocks:
        raise StepRefused("还不能签发：" + "".join(blocks))
    _decided(part, ReviewDecision.AGREED, text, by=by, at=at)
    with door.stepping(notice, entry, by=by, at=at, note=text):
        if not _waiting(notice).filter(stage=notice.stage).exists():
            has_countersigners = _waiting(notice).filter(stage=ReviewStage.COUNTERSIGN).exists()
            notice.stage = next_stage(notice.stage, has_countersigners=has_countersigners)
        if entry.target == NoticeState.APPROVED:
            notice.stage, notice.signed_at, notice.signed_by = "", at, by
    return notice


def _returned(notice: Notice, entry, part: NoticeReview, text: str, *, by, at: datetime) -> Notice:
    _decided(part, ReviewDecision.RETURNED, text, by=by, at=at)
    with door.stepping(notice, entry, by=by, at=at, note=text):
        notice.stage = ""
        _drop_waiting(notice, by=by, at=at)
    return notice


def _decided(part: NoticeReview, decision: str, text: str, *, by, at: datetime) -> None:
    with journal.recording(part, step="decide", by=by, at=at, note=text[:200]):
        part.decision, part.text, part.decided_at, part.decided_by = decision, text, at, by
        part.save()


def _ask(notice: Notice, stage: str, department: Department | None, text: str, by, at: datetime) -> None:
    part = NoticeReview.objects.create(
        notice=notice, round=notice.round, stage=stage, department=department, asked_at=at, asked_by=by
    )
    journal.record_created(part, step="ask", by=by, at=at, note=text[:200])


def _waiting(notice: Notice):
    return NoticeReview.objects.filter(notice=notice, round=notice.round, decision=ReviewDecision.WAITING)


def _drop_waiting(notice: Notice, by, at: datetime) -> None:
    """What was asked and is not needed any more."""
    for part in _waiting(notice).order_by("id"):
        with journal.recording(part, step="decide", by=by, at=at, note="不再需要"):
            part.decision = ReviewDecision.DROPPED
            part.save()
