"""The unit takes a tip up, or gives it back: once, and in writing."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.queries import work_calendar
from tipoffs.choices import AssignmentState
from tipoffs.models import Tip
from tipoffs.operations import door
from tipoffs.operations.unit_parts import end_parts, insist_lead
from tipoffs.queries.clock_rules import clock_of
from tipoffs.queries.units import was_returned
from tipoffs.rules.clocks import handover_deadline

LONGEST_REASON = 500


@refused_in_chinese
@transaction.atomic
def begin(*, tip: Tip, version: int, by, at: datetime) -> Tip:
    """The leading unit begins; the clock has run since the hand-over. Raises TipChanged, StepRefused, PermissionDenied."""
    current = door.locked(tip, version)
    step = door.step_of(current, "begin", by)
    insist_lead(current, by, office_too=False)
    with door.stepping(current, step, by=by, at=at, public_text="承办单位已开始核查。"):
        pass
    return current


@refused_in_chinese
@transaction.atomic
def return_tip(*, tip: Tip, version: int, text: str, by, at: datetime) -> Tip:
    """Give the tip back to the office with a reason; all parts end, the clock of the hand-over runs anew from today.

    Raises StepRefused the second time, ValidationError by ``text``, TipChanged, PermissionDenied.
    """
    current = door.locked(tip, version)
    step = door.step_of(current, "return", by)
    insist_lead(current, by, office_too=False)
    if was_returned(current):
        raise StepRefused(
            "这件举报已退回过一次，不能再次退回。确有困难的，请在期限内申请延期，或请市办改派其他单位。"
        )
    text = door.worded(text, longest=LONGEST_REASON, wanted="请写明退回理由。")
    with door.stepping(current, step, by=by, at=at, text=text):
        end_parts(
            current, AssignmentState.TRANSFERRED, lead_state=AssignmentState.RETURNED, by=by, at=at, text=text
        )
        clock = clock_of(current.kind)
        current.handover_due_on = handover_deadline(localdate(at), clock, work_calendar()).due
        current.result_due_on = current.escalated_at = None
    return current
