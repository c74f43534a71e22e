"""Outcomes the office makes public: of closed tips, in its own words, without any hint of who reported."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from tipoffs import access
from tipoffs.choices import TipState
from tipoffs.models import PublishedOutcome, Tip
from tipoffs.operations.door import note, worded
from tipoffs.rules.personal import numbers_in, told_too_much

LONGEST_TITLE, LONGEST_TEXT, LONGEST_REASON = 120, 2000, 300


@transaction.atomic
def publish_outcome(
    *, tip: Tip, title: str, text: str, is_checked: bool = False, by, at: datetime
) -> PublishedOutcome:
    """Publish what came of a closed tip. ``is_checked``: the warnings (copied words, names) were looked at.

    Raises PermissionDenied, StepRefused (not closed), ValidationError by field; telephone, identity and account numbers
    and the number of the tip are refused whatever was ticked.
    """
    access.insist(by, Permission.PUBLISH_OUTCOMES, tip)
    tip = Tip.objects.select_for_update(of=("self",)).get(pk=tip.pk)
    if tip.state != TipState.CLOSED:
        raise StepRefused(f"{tip.label}还没有办结（{tip.get_state_display()}），办结后才能公布。")
    title = worded(title, "title", LONGEST_TITLE, wanted="请填写标题。")
    text = worded(text, "text", LONGEST_TEXT, wanted="请填写公布的内容。")
    _insist_on_silence(tip, f"{title}\n{text}", is_checked)
    outcome = PublishedOutcome.objects.create(
        tip=tip, title=title, text=text, published_on=localdate(at), published_at=at, published_by=by
    )
    journal.record_created(outcome, step="publish", by=by, at=at)
    note(
        tip,
        "publish",
        "公布结果",
        text=title,
        public_text="办理结果已对外公布，公布的内容不涉及您。",
        by=by,
        at=at,
    )
    return outcome


def _insist_on_silence(tip: Tip, told: str, is_checked: bool) -> None:
    found = told_too_much(told, own_words=[tip.text, tip.seen_text])
    if not found:
        return
    if numbers_in(told) or tip.label in told:
        raise ValidationError({"text": found})
    if not is_checked:
        raise ValidationError(
            {"text": found, "is_checked": "请逐条修改；确认不会暴露举报人的，勾选后再公布。"}
        )


@transaction.atomic
def withdraw_outcome(*, outcome: PublishedOutcome, text: str, by, at: datetime) -> PublishedOutcome:
    """Take a published outcome off the public page, with the reason. Raises PermissionDenied, StepRefused, ValidationError."""
    access.insist(by, Permission.PUBLISH_OUTCOMES, outcome.tip)
    outcome = (
        PublishedOutcome.objects.select_for_update(of=("self",)).select_related("tip").get(pk=outcome.pk)
    )
    if outcome.withdrawn_at is not None:
        raise StepRefused("这条公布已撤下。")
    text = worded(text, longest=LONGEST_REASON, wanted="请写明撤下的原因。")
    with journal.recording(outcome, step="withdraw", by=by, at=at, note=text[:200]):
        outcome.withdrawn_at, outcome.withdrawn_by, outcome.withdrawn_text = at, by, text
        outcome.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_text"])
    note(outcome.tip, "withdraw", "撤下公布", text=text, by=by, at=at)
    return outcome
