"""Pressing for a result: 催办 by the handlers (many at once), 督办 by the leader, and what is overdue goes up by itself."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib import dates
from capacity_portal.organization.roles import Permission
from tipoffs import access
from tipoffs.models import Tip
from tipoffs.operations import door
from tipoffs.operations.summaries import insist_on_checked
from tipoffs.queries.urgency import AT_UNITS, BEFORE_HANDOVER, TIMED, overdue

_AT_ONCE = 500


@transaction.atomic
def supervise(*, tip: Tip, version: int, text: str, is_checked: bool = False, by, at: datetime) -> Tip:
    """The leader presses in person (督办). Raises ValidationError, StepRefused, TipChanged, PermissionDenied."""
    tip = door.locked(tip, version)
    step = door.step_of(tip, "supervise", by)
    text = door.worded(text, "text", 500, wanted="请写明督办要求。")
    insist_on_checked(tip, text, is_checked=is_checked)
    with door.stepping(tip, step, by=by, at=at, text=text):
        tip.supervised_at, tip.supervised_by = at, by
    return tip


@transaction.atomic
def remind(*, tip: Tip, by, at: datetime) -> str:
    """Note on the tip that its units were pressed; the version stays. Returns what was refused, "" when it was done."""
    access.insist(by, Permission.HANDLE_TIPOFFS, tip)
    current = Tip.objects.select_for_update(of=("self",)).get(pk=tip.pk)
    if sentence := against_reminding(current):
        return sentence
    with journal.recording(current, step="remind", by=by, at=at):
        pass
    door.note(
        current,
        "remind",
        "催办",
        text=f"反馈期限{dates.label(current.result_due_on)}，请抓紧核查反馈。",
        by=by,
        at=at,
    )
    return ""


def against_reminding(tip: Tip) -> str:
    """Why nobody can be pressed for this tip now; "" when somebody can."""
    if tip.state not in AT_UNITS:
        return f"{tip.get_state_display()}，没有承办单位可催办。"
    return ""


def escalate_overdue(at: datetime) -> int:
    """Hand up to the leader what has passed its deadline and was not handed up before; returns how many. May be killed."""
    waiting = overdue(Tip.objects.filter(escalated_at=None), localdate(at)).order_by("id")
    return sum(_escalate(number, at) for number in list(waiting.values_list("pk", flat=True)[:_AT_ONCE]))


@transaction.atomic
def _escalate(number: int, at: datetime) -> bool:
    """The version stays: nobody's open page becomes old because a deadline has passed."""
    tip = Tip.objects.select_for_update(of=("self",)).filter(pk=number, escalated_at=None).first()
    if tip is None or tip.state not in TIMED or not tip.due_on < localdate(at):
        return False
    note = f"{_what(tip)}{dates.label(tip.due_on)}已过，上报办公室负责人。"
    with journal.recording(tip, step="escalate", by=None, at=at, note=note):
        tip.escalated_at = at
        tip.save(update_fields=["escalated_at"])
    door.note(tip, "escalate", "逾期上报", text=note, by=None, at=at)
    return True


def _what(tip: Tip) -> str:
    return "交办期限" if tip.state in BEFORE_HANDOVER else "反馈期限"
