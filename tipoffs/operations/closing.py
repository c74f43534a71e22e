"""What the office does with a result: back to be verified anew, told to the reporter, closed; or taken up once more."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.queries import work_calendar
from tipoffs.choices import AssignmentState, RequestState, TipState
from tipoffs.models import Answer, Objection, Tip
from tipoffs.operations import door
from tipoffs.operations.counting import recount
from tipoffs.operations.handing import end_assignments
from tipoffs.operations.summaries import insist_on_checked
from tipoffs.queries.case import against_closing, case_of
from tipoffs.queries.clock_rules import clock_of
from tipoffs.rules.clocks import handover_deadline
from tipoffs.rules.closing import blocks
from tipoffs.rules.follow_up import against_reopening

LONGEST_ANSWER = 2_000


@transaction.atomic
def send_back(*, tip: Tip, version: int, text: str, is_checked: bool = False, by, at: datetime) -> Tip:
    """Have it verified anew: the record is replaced, the leading unit has it again, its clock runs on. Raises ValidationError,
    StepRefused, TipChanged, PermissionDenied.
    """
    tip = door.locked(tip, version)
    step = door.step_of(tip, "send_back", by)
    text = door.worded(text, "text", 500, wanted="请写明退回的理由和还要查清的问题。")
    insist_on_checked(tip, text, is_checked=is_checked)
    with door.stepping(tip, step, by=by, at=at, text=text):
        tip.conclusion = ""
        _replace_verification(tip, "send_back", text, by, at)
        recount(tip)
    _give_back(tip, by, at)
    return tip


@transaction.atomic
def answer(*, tip: Tip, version: int, text: str, by, at: datetime) -> Answer:
    """Tell the reporter the outcome in the office's words. Raises like ``send_back``."""
    tip = door.locked(tip, version)
    step = door.step_of(tip, "answer", by)
    text = door.worded(text, "text", LONGEST_ANSWER, wanted="请写明答复内容。")
    given = Answer.objects.create(tip=tip, turn=tip.turn, text=text, answered_at=at, answered_by=by)
    journal.record_created(given, step="answer", by=by, at=at)
    with door.stepping(tip, step, by=by, at=at, public_text="办公室已答复，内容见“答复”。"):
        recount(tip)
    return given


@transaction.atomic
def close(*, tip: Tip, version: int, by, at: datetime) -> Tip:
    """Close what is verified by two, dealt with and answered, as another than who filed the record in the unit's place.
    Raises ValidationError with what is missing, StepRefused,
    TipChanged, PermissionDenied.
    """
    tip = door.locked(tip, version)
    step = door.step_of(tip, "close", by)
    recount(tip)
    missing = [*blocks(case_of(tip)), *filter(None, [against_closing(tip, by)])]
    if missing:
        raise ValidationError(missing)
    with door.stepping(tip, step, by=by, at=at, public_text="已办结。对结果有异议的，可以提出。"):
        tip.closed_at, tip.closed_by = at, by
    end_assignments(tip, AssignmentState.DONE, text="", step="close", by=by, at=at)
    return tip


@transaction.atomic
def reopen(*, tip: Tip, version: int, text: str, is_checked: bool = False, by, at: datetime) -> Tip:
    """Take an ended tip up once more, of the leader's own accord. Raises like ``send_back``, StepRefused besides while an
    objection waits: it is decided as one.
    """
    tip = door.locked(tip, version)
    waiting = Objection.objects.filter(tip=tip, state=RequestState.ASKED).exists()
    if sentence := against_reopening(tip.state, is_objection_waiting=waiting):
        raise StepRefused(sentence)
    insist_on_checked(tip, text, is_checked=is_checked)
    return begin_anew(tip=tip, text=text, by=by, at=at)


def begin_anew(*, tip: Tip, text: str, by, at: datetime) -> Tip:
    """A new turn of a locked tip, in which nothing of the earlier one counts. Called within a transaction."""
    step = door.step_of(tip, "reopen", by)
    text = door.worded(text, "text", 500, wanted="请写明重新办理的理由。")
    due = handover_deadline(localdate(at), clock_of(tip.kind), work_calendar()).due
    with door.stepping(tip, step, by=by, at=at, text=text, public_text="决定重新办理。"):
        _begin_turn(tip, by, at)
        tip.handover_due_on = due
        _replace_verification(tip, "reopen", text, by, at)
        recount(tip)
    end_assignments(tip, AssignmentState.DONE, text="", step="reopen", by=by, at=at)
    return tip


def _begin_turn(tip: Tip, by, at: datetime) -> None:
    if tip.state == TipState.REFUSED:
        tip.accepted_at, tip.accepted_by = at, by
    tip.turn += 1
    tip.conclusion = tip.refusal = tip.refusal_text = ""
    tip.closed_at = tip.closed_by = tip.refused_at = tip.refused_by = None
    tip.refusal_proposed_at = tip.refusal_proposed_by = None
    tip.handed_over_at = tip.handed_over_by = tip.result_due_on = tip.escalated_at = None
    tip.supervised_at = tip.supervised_by = None


def _replace_verification(tip: Tip, step: str, text: str, by, at: datetime) -> None:
    current = tip.verifications.filter(replaced_at=None).first()
    if current is None:
        return
    with journal.recording(current, step=step, by=by, at=at):
        current.replaced_at, current.replaced_by, current.replaced_text = at, by, text
        current.save()


def _give_back(tip: Tip, by, at: datetime) -> None:
    """The leading unit that had delivered has the tip again."""
    rows = tip.assignments.filter(turn=tip.turn, is_lead=True)
    if rows.filter(state=AssignmentState.OPEN).exists():
        return
    last = rows.filter(state=AssignmentState.DONE).order_by("-id").first()
    if last is None:
        return
    with journal.recording(last, step="send_back", by=by, at=at):
        last.state, last.ended_at, last.ended_by = AssignmentState.OPEN, None, None
        last.save()
