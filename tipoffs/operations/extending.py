"""More time for a unit: asked for in writing before the deadline, decided by the leader of the office."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.dates import label
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.queries import work_calendar
from capacity_portal.organization.roles import Permission
from tipoffs import access
from tipoffs.choices import AssignmentState, RequestState
from tipoffs.models import Assignment, Extension, Tip
from tipoffs.operations import door
from tipoffs.operations.summaries import insist_on_checked
from tipoffs.queries.scope import assignments_of
from tipoffs.queries.units import against_granting, days_left_to_ask, is_before_expiry
from tipoffs.rules.clocks import explained, result_deadline

LONGEST_REASON = 500


@refused_in_chinese
@transaction.atomic
def ask_extension(*, assignment: Assignment, days: int, reason: str, by, at: datetime) -> Extension:
    """Ask for ``days`` more working days. Raises StepRefused when it is too late or another waits, ValidationError by field."""
    tip, part = _locked(assignment)
    access.insist(by, Permission.VERIFY_TIPOFFS, tip)
    if not assignments_of(by).filter(pk=part.pk).exists():
        raise PermissionDenied("延期由承办单位自己申请。")
    _insist_in_time(part, localdate(at))
    left = days_left_to_ask(part)
    if not 1 <= (days or 0) <= left:
        raise ValidationError({"days": f"可以延长 1 至 {left} 个工作日，填写的是“{days}”。"})
    reason = door.worded(reason, "reason", LONGEST_REASON, wanted="请写明延期理由。")
    record = Extension.objects.create(
        assignment=part, days=days, reason=reason, asked_at=at, asked_by=by, state=RequestState.ASKED
    )
    journal.record_created(record, step="extend", by=by, at=at)
    door.note(tip, "extend", "申请延期", text=f"申请延长{days}个工作日：{reason}", by=by, at=at)
    return record


@refused_in_chinese
@transaction.atomic
def decide_extension(
    *, extension: Extension, is_granted: bool, decision: str = "", is_checked: bool = False, by, at: datetime
) -> Extension:
    """The leader grants or refuses (with a reason); granted days are added to the part, and to the tip where the part leads.

    Raises StepRefused when it was decided before or the last day is over, ValidationError by ``decision``, PermissionDenied.
    """
    tip, part = _locked(extension.assignment)
    access.insist(by, Permission.DECIDE_TIPOFFS, tip)
    record = Extension.objects.select_for_update(of=("self",)).get(pk=extension.pk)
    if record.state != RequestState.ASKED:
        raise StepRefused("这份延期申请已有决定，请刷新页面查看。")
    if is_granted:
        _insist_on_open(part, localdate(at))
    if by is not None and by.pk == record.asked_by_id:
        raise PermissionDenied("延期申请不能由申请人自己审批。")
    decision = storable(decision).strip()[:LONGEST_REASON] if is_granted else _why_not(decision)
    insist_on_checked(tip, decision, "decision", is_checked=is_checked)
    with journal.recording(record, step="decide_extension", by=by, at=at, note=decision[:200]):
        record.state = RequestState.APPROVED if is_granted else RequestState.REFUSED
        record.decided_at, record.decided_by, record.decision = at, by, decision
        record.save()
    told = _prolonged(tip, part, record.days, by=by, at=at) if is_granted else ""
    words = f"{record.get_state_display()}。{told}{decision}"[: door.LONGEST_TEXT]
    door.note(
        tip,
        "decide_extension",
        "审批延期",
        text=words,
        public_text=told if part.is_lead else "",
        by=by,
        at=at,
    )
    return record


def _insist_on_open(part: Assignment, today: date) -> None:
    if sentence := against_granting(part, today):
        raise StepRefused(sentence)


def _why_not(decision: str) -> str:
    return door.worded(decision, "decision", LONGEST_REASON, wanted="不批准的，请写明理由。")


def _locked(assignment: Assignment) -> tuple[Tip, Assignment]:
    """The tip first, like everybody else, then the part."""
    tip = Tip.objects.select_for_update(of=("self",)).get(pk=assignment.tip_id)
    part = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    part.tip = tip
    return tip, part


def _insist_in_time(part: Assignment, today: date) -> None:
    if part.state != AssignmentState.OPEN:
        raise StepRefused("这项交办已经结束，不需要延期。")
    if not is_before_expiry(part, today):
        raise StepRefused(f"反馈期限 {part.due_on} 已过，不能再申请延期，请尽快反馈。")
    if part.extensions.filter(state=RequestState.ASKED).exists():
        raise StepRefused("已有一份延期申请等待审批。")


def _prolonged(tip: Tip, part: Assignment, days: int, *, by, at: datetime) -> str:
    """Count the part's deadline anew; returns the sentence that says how."""
    found = result_deadline(part.start_on, part.days + days, work_calendar())
    with journal.recording(part, step="decide_extension", by=by, at=at):
        part.days, part.due_on = found.count, found.due
        part.save(update_fields=["days", "due_on"])
    if part.is_lead:
        with journal.recording(tip, step="decide_extension", by=by, at=at):
            tip.result_due_on, tip.version = found.due, tip.version + 1
            tip.save(update_fields=["result_due_on", "version"])
    return f"办理期限延长到{label(found.due)}（{explained(found).rstrip('。')}）。"
