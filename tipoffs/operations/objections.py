"""Objections, the office's side: the leader upholds (a new turn with another handler) or rejects, once, with a reason."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from tipoffs import access
from tipoffs.choices import RequestState
from tipoffs.models import Objection, Tip
from tipoffs.operations.closing import begin_anew
from tipoffs.operations.door import note, worded
from tipoffs.operations.summaries import insist_on_checked
from tipoffs.queries.objections import free_handlers

LONGEST = 500


@transaction.atomic
def decide_objection(
    *, objection: Objection, is_upheld: bool, text: str, new_handler=None, is_checked: bool = False, by, at: datetime
) -> Objection:  # fmt: skip
    """Uphold: the tip begins a new turn in the hands of ``new_handler``, who had no hand in it. Reject: the outcome stands.

    Raises PermissionDenied, StepRefused (decided already), ValidationError by ``text`` and ``new_handler``.
    """
    access.insist(by, Permission.DECIDE_TIPOFFS, objection.tip)
    tip = Tip.objects.select_for_update(of=("self",)).get(pk=objection.tip_id)
    objection = Objection.objects.select_for_update(of=("self",)).select_related("tip").get(pk=objection.pk)
    if objection.state != RequestState.ASKED:
        raise StepRefused(f"这项异议已有决定（{objection.get_state_display()}），不能再改。")
    text = worded(text, longest=LONGEST, wanted="请写明决定的理由，举报人会看到。")
    insist_on_checked(tip, text, is_checked=is_checked)
    if is_upheld:
        _insist_on_handler(tip, new_handler)
    with journal.recording(objection, step="decide_objection", by=by, at=at):
        objection.state = RequestState.APPROVED if is_upheld else RequestState.REFUSED
        objection.decided_at, objection.decided_by, objection.decision = at, by, text
        objection.new_handler = new_handler if is_upheld else None
        objection.save()
    verdict = "异议成立，重新办理" if is_upheld else "异议不成立，维持原处理结果"
    note(
        tip,
        "decide_objection",
        "决定异议",
        text=f"{verdict}：{text}",
        public_text=f"{verdict}。理由：{text}"[:500],
        by=by,
        at=at,
        region_code=tip.region_code,
    )
    if is_upheld:
        _take_up_again(tip, new_handler, text, by, at)
    return objection


def _insist_on_handler(tip: Tip, new_handler) -> None:
    """The database cannot say who handled what: this is asked under the tip's lock."""
    if new_handler is None:
        raise ValidationError({"new_handler": "请选择改由哪位举报专管员办理。"})
    if not free_handlers(tip).filter(pk=new_handler.pk).exists():
        raise ValidationError(
            {"new_handler": f"{new_handler.name}经办过这件举报或不是本市举报专管员，请改选没有经办的人员。"}
        )


def _take_up_again(tip: Tip, new_handler, text: str, by, at: datetime) -> None:
    tip = begin_anew(tip=tip, text=text, by=by, at=at)
    with journal.recording(tip, step="decide_objection", by=by, at=at, note=f"改由{new_handler.name}办理"):
        tip.accepted_at, tip.accepted_by = at, new_handler
        tip.save(update_fields=["accepted_at", "accepted_by"])
