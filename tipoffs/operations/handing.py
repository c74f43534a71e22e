"""Giving a tip into the hands of units (交办、改派): one leads, others join; the clock of the result runs from this day."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib import dates
from capacity_portal.lib.workdays import Deadline
from capacity_portal.organization.queries import work_calendar
from tipoffs.choices import AssignmentState
from tipoffs.models import Assignment, Tip
from tipoffs.operations import door
from tipoffs.operations.summaries import checked_summary, insist_on_checked
from tipoffs.queries.clock_rules import clock_of
from tipoffs.queries.targets import Target, keeps_out
from tipoffs.rules.clocks import explained, result_deadline

MOST_JOINT = 8


@transaction.atomic
def hand_over(
    *, tip: Tip, version: int, lead: Target, joint: Sequence[Target] = (), summary: str, instruction: str = "",
    is_checked: bool = False, by, at: datetime,
) -> Tip:  # fmt: skip
    """Hand an accepted tip over; the result is due so many working days after today. Raises ValidationError by field
    (``lead``, ``joint``, ``summary``, ``instruction``), StepRefused, TipChanged, PermissionDenied.
    """
    tip = door.locked(tip, version)
    step = door.step_of(tip, "hand_over", by)
    summary = checked_summary(tip, summary, is_checked=is_checked)
    instruction = _short(instruction)
    insist_on_checked(tip, instruction, "instruction", is_checked=is_checked)
    _insist_on_units(tip, lead, joint)
    due = result_deadline(localdate(at), clock_of(tip.kind).result_days, work_calendar())
    told = f"已交办核查。承诺于{dates.label(due.due)}前反馈结果（{explained(due)}）"
    text = f"{_named(lead, joint)}；反馈期限{dates.label(due.due)}。{instruction}"[: door.LONGEST_TEXT]
    with door.stepping(tip, step, by=by, at=at, text=text, public_text=told):
        tip.summary, tip.handed_over_at, tip.handed_over_by = summary, at, by
        tip.result_due_on, tip.escalated_at = due.due, None
    _assign(tip, lead, joint, due, instruction, by, at)
    return tip


@transaction.atomic
def transfer(
    *, tip: Tip, version: int, lead: Target, joint: Sequence[Target] = (), text: str, is_checked: bool = False,
    by, at: datetime,
) -> Tip:  # fmt: skip
    """Give the tip to other units with a reason; the clock runs on as it is. Raises like ``hand_over``."""
    tip = door.locked(tip, version)
    step = door.step_of(tip, "transfer", by)
    text = door.worded(text, "text", 500, wanted="请写明改派的理由。")
    insist_on_checked(tip, text, is_checked=is_checked)
    _insist_on_units(tip, lead, joint)
    former = tip.assignments.filter(state=AssignmentState.OPEN, is_lead=True).first()
    instruction = former.instruction if former else ""
    due = _running(tip, former)
    with door.stepping(tip, step, by=by, at=at, text=f"{_named(lead, joint)}。理由：{text}"):
        end_assignments(tip, AssignmentState.TRANSFERRED, text=text, step="transfer", by=by, at=at)
    _assign(tip, lead, joint, due, instruction, by, at)
    return tip


def end_assignments(tip: Tip, state: str, *, text: str, step: str, by, at: datetime) -> None:
    """End what is still in the hands of units, each with its entry."""
    for row in tip.assignments.filter(state=AssignmentState.OPEN).order_by("id"):
        with journal.recording(row, step=step, by=by, at=at):
            row.state, row.ended_at, row.ended_by, row.ended_text = state, at, by, text[:500]
            row.save()


def _running(tip: Tip, former: Assignment | None) -> Deadline:
    if former is None:
        return Deadline(
            localdate(tip.handed_over_at), clock_of(tip.kind).result_days, tip.result_due_on, (), ()
        )
    return Deadline(former.start_on, former.days, former.due_on, (), ())


def _assign(
    tip: Tip, lead: Target, joint: Iterable[Target], due: Deadline, instruction: str, by, at: datetime
) -> None:
    for target in [lead, *joint]:
        row = Assignment.objects.create(
            tip=tip, turn=tip.turn, region=target.region, region_code=target.region.code, department=target.department,
            is_lead=target is lead, instruction=instruction, start_on=due.start, days=due.count, due_on=due.due,
            assigned_at=at, assigned_by=by,
        )  # fmt: skip
        journal.record_created(row, step="hand_over", by=by, at=at)


def _insist_on_units(tip: Tip, lead: Target, joint: Sequence[Target]) -> None:
    keys = [target.key for target in joint]
    if len(keys) > MOST_JOINT:
        raise ValidationError({"joint": f"选了{len(keys)}个配合单位，最多{MOST_JOINT}个。"})
    if lead.key in keys or len(set(keys)) < len(keys):
        raise ValidationError({"joint": "牵头单位和配合单位不能重复，请去掉重复的单位。"})
    for name, group in (("lead", [lead]), ("joint", joint)):
        if kept_out := [target.label for target in group if keeps_out(tip, target)]:
            raise ValidationError({name: f"{'、'.join(kept_out)}对这件举报回避，请改选其他单位。"})


def _named(lead: Target, joint: Sequence[Target]) -> str:
    others = f"，{'、'.join(target.label for target in joint)}配合" if joint else ""
    return f"交{lead.label}{'牵头' if joint else ''}核查{others}"


def _short(instruction: str) -> str:
    instruction = door.storable(instruction).strip()
    return door.worded(instruction, "instruction", 1_000) if instruction else ""
