"""Why somebody has not been inspected: the county's word, and the prefecture's written acceptance of it."""

from datetime import datetime

from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from inspections import access
from inspections.choices import Coverage
from inspections.models import Duty
from inspections.operations import counting
from inspections.operations.by_hand import refuse_removed, written
from inspections.operations.gap_reasons import about
from inspections.operations.rounds_open import refuse_closed

LONGEST = 300


@transaction.atomic
def explain_gap(*, duty: Duty, reason: str, by, at: datetime) -> Duty:
    """Say why nobody has been there, or say it anew; the duty stays on the uncovered list.

    Raises RoundClosed, StepRefused (inspected, removed), ValidationError.
    """
    reason = written(reason, "reason", "未排查原因", LONGEST)
    record = _held(duty)
    access.insist_on_place(
        by, Permission.RECORD_VISITS, region_code=record.region_code, cell_id=record.cell_id
    )
    _refuse_covered(record, "不需要说明原因")
    record.gap_reason = reason
    record.save(update_fields=["gap_reason"])
    _note(record, "explain", reason, by, at)
    return record


@transaction.atomic
def excuse(*, duty: Duty, note: str, by, at: datetime) -> Duty:
    """Accept in writing that the duty is not done this month: it leaves the denominator until somebody succeeds after all.

    Raises RoundClosed, StepRefused (inspected, excused, removed), ValidationError.
    """
    note = written(note, "note", "批准意见", LONGEST)
    record = _held(duty)
    access.insist(by, Permission.MANAGE_ROUNDS, record.region_code)
    _refuse_covered(record, "不需要批准")
    if record.coverage == Coverage.EXCUSED:
        raise StepRefused(f"“{record.title}”已经批准不计，请刷新页面查看。")
    record.excuse_note, record.excused_at, record.excused_by = note, at, by
    counting.recount(record, by=by, at=at)
    _note(record, "excuse", note, by, at)
    return record


@transaction.atomic
def unexcuse(*, duty: Duty, reason: str, by, at: datetime) -> Duty:
    """Take the acceptance back: the duty counts again. Raises RoundClosed, StepRefused, ValidationError."""
    reason = written(reason, "reason", "撤销理由", LONGEST)
    record = _held(duty)
    access.insist(by, Permission.MANAGE_ROUNDS, record.region_code)
    if record.coverage != Coverage.EXCUSED:
        raise StepRefused(f"“{record.title}”没有批准不计，不需要撤销。")
    record.excuse_note, record.excused_at, record.excused_by = "", None, None
    counting.recount(record, by=by, at=at)
    _note(record, "unexcuse", reason, by, at)
    return record


def _held(duty: Duty) -> Duty:
    refuse_closed(duty.round)
    record = counting.locked(duty.pk)
    refuse_removed(record)
    return record


def _refuse_covered(duty: Duty, said: str) -> None:
    if duty.coverage == Coverage.COVERED:
        raise StepRefused(f"“{duty.title}”已于{duty.covered_on}查清，{said}。")


def _note(duty: Duty, step: str, note: str, by, at: datetime) -> None:
    journal.record_event(
        subject="duty",
        subject_id=duty.pk,
        step=step,
        by=by,
        at=at,
        note=note,
        region_code=duty.region_code,
        file_key=about(duty),
    )
