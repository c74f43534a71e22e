"""Not accepting a tip: one proposes with the reason, a person of another unit confirms or rejects (T6: nothing disappears)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.workflow import StepRefused
from tipoffs.choices import RefusalReason
from tipoffs.models import SameMatter, Tip
from tipoffs.operations import door
from tipoffs.operations.same_matter import undo_proposed
from tipoffs.operations.summaries import checked_summary
from tipoffs.queries.offers import against_second
from tipoffs.rules import refusal as rules

LONGEST = 500


@transaction.atomic
def propose_refusal(
    *, tip: Tip, version: int, reason: str, text: str, summary: str, earlier: Tip | None = None,
    is_checked: bool = False, by, at: datetime,
) -> Tip:  # fmt: skip
    """Propose not to accept; ``earlier``: the tip that a repeated one repeats. Raises ValidationError by field (``refusal``,
    ``text``, ``summary``, ``earlier``), StepRefused, TipChanged, PermissionDenied.
    """
    tip = door.locked(tip, version)
    step = door.step_of(tip, "propose_refusal", by)
    if reason not in RefusalReason.values:
        raise ValidationError({"refusal": "请选择不受理原因。"})
    text = door.worded(text, "text", LONGEST, wanted=rules.ASKS[RefusalReason(reason)])
    summary = checked_summary(tip, summary, is_checked=is_checked)
    if reason == RefusalReason.REPEATED:
        text = _repeats(tip, earlier, text, by, at)
    label = RefusalReason(reason).label
    with door.stepping(tip, step, by=by, at=at, text=f"{label}：{text}", region_code=tip.region_code):
        tip.refusal, tip.refusal_text, tip.summary = reason, text, summary
        tip.refusal_proposed_at, tip.refusal_proposed_by = at, by
    return tip


@transaction.atomic
def confirm_refusal(*, tip: Tip, version: int, text: str = "", by, at: datetime) -> Tip:
    """Confirm as a person of another unit. Raises StepRefused, TipChanged, PermissionDenied."""
    tip = door.locked(tip, version)
    step = door.step_of(tip, "confirm_refusal", by)
    _insist_on_another_unit(tip, by)
    text = door.storable(text).strip()[: door.LONGEST_TEXT]
    told = rules.told(tip.refusal, tip.refusal_text)
    with door.stepping(tip, step, by=by, at=at, text=text, public_text=told, region_code=tip.region_code):
        tip.refused_at, tip.refused_by = at, by
    return tip


@transaction.atomic
def reject_refusal(*, tip: Tip, version: int, text: str, by, at: datetime) -> Tip:
    """Send the proposal back with a reason: the clock of the hand-over has never stopped, and the pair that came of the proposal is
    taken back with it. Raises like ``confirm_refusal``.
    """
    tip = door.locked(tip, version)
    step = door.step_of(tip, "reject_refusal", by)
    _insist_on_another_unit(tip, by)
    text = door.worded(text, wanted="请写明应予受理的理由。")
    undo_proposed(tip, by=by, at=at)
    with door.stepping(tip, step, by=by, at=at, text=text, region_code=tip.region_code):
        tip.refusal, tip.refusal_text = "", ""
        tip.refusal_proposed_at = tip.refusal_proposed_by = None
    return tip


def _insist_on_another_unit(tip: Tip, by) -> None:
    if by is not None and (sentence := against_second(tip, by)):
        raise StepRefused(sentence)


def _repeats(tip: Tip, earlier: Tip | None, text: str, by, at: datetime) -> str:
    """The words with the earlier tip named; the pair is kept as the same matter."""
    if earlier is None:
        raise ValidationError({"earlier": "请填写在先举报的编号，例如 举报〔2026〕000012号。"})
    if earlier.pk >= tip.pk:
        raise ValidationError({"earlier": f"{earlier.label}不早于这件举报，请填写在先的编号。"})
    pair, is_new = SameMatter.objects.get_or_create(
        first=earlier,
        later=tip,
        defaults={"is_same": True, "note": text[:300], "decided_at": at, "decided_by": by},
    )
    if is_new:
        journal.record_created(pair, step="same", by=by, at=at)
    elif not pair.is_same:
        raise ValidationError({"earlier": f"已认定与{earlier.label}不是同一事项，不能按重复举报处理。"})
    return f"与{earlier.label}重复。{text}"[:LONGEST]
