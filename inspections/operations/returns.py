"""The one door for a county's monthly return (table of steps in ``rules.return_workflow``); a closed month refuses them all."""

from collections.abc import Iterable
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Region
from capacity_portal.organization.roles import Permission
from enterprises.operations import StaleRecord
from inspections.access import insist
from inspections.choices import ReturnState
from inspections.models import MonthlyReturn, Round
from inspections.operations.rounds_open import refuse_closed
from inspections.operations.signing import confirm_signature
from inspections.queries.compiling import compile_return
from inspections.queries.return_standing import standing_of
from inspections.rules.return_workflow import checked_step, is_late
from inspections.rules.returns import Standing, blockers, zero_flags

LONGEST_COMMENT = 500


class ReturnBlocked(StepRefused):
    """Something speaks against it; ``sentences`` says what, one by one."""

    def __init__(self, sentences: Iterable[str]):
        self.sentences = list(sentences)
        super().__init__("".join(self.sentences))


@transaction.atomic
def begin_return(*, round_: Round, county: Region, by, at: datetime) -> MonthlyReturn:
    """The county's return of the month, made when there is none yet."""
    insist(by, Permission.COMPILE_RETURNS, county.code)
    refuse_closed(round_)
    values = {"period": round_.period, "region_code": county.code, "begun_at": at, "begun_by": by}
    record, is_new = MonthlyReturn.objects.get_or_create(round=round_, county=county, defaults=values)
    if is_new:
        journal.record_created(record, step="create", by=by, at=at)
    return record


@refused_in_chinese
@transaction.atomic
def save_text(
    *, record: MonthlyReturn, version: int, text: str, problems: str, by, at: datetime
) -> MonthlyReturn:
    """Write the county's words. Raises StaleRecord, StepRefused, ValidationError."""
    current = _locked(record, version)
    _checked("edit", current, by)
    typed = {"text": storable(text).strip(), "problems": storable(problems).strip()}
    _refuse_long(typed)
    with _recording(current, "edit", by=by, at=at):
        current.text, current.problems = typed["text"], typed["problems"]
    return current


def _refuse_long(typed: dict[str, str]) -> None:
    fields = {name: MonthlyReturn._meta.get_field(name) for name in typed}
    long = {name: field for name, field in fields.items() if len(typed[name]) > field.max_length}
    if long:
        raise ValidationError({
            name: f"{field.verbose_name}共 {len(typed[name])} 个字，最多 {field.max_length} 个字，请缩短。"
            for name, field in long.items()
        })  # fmt: skip


def submit_return(
    *, record: MonthlyReturn, version: int, is_zero: bool, password: str, code: str, by, at: datetime
) -> MonthlyReturn:
    """Sign with password (and second factor): ``is_zero`` signs the statement that there was nothing (零报告).

    Raises SignatureRefused (kept in the journal), ReturnBlocked, StaleRecord, StepRefused.
    """
    insist(by, Permission.SIGN_RETURNS, record.region_code)
    confirm_signature(
        by=by, password=password, code=code, at=at, subject="monthly_return", subject_id=record.pk
    )
    return submit_confirmed(record=record, version=version, is_zero=is_zero, by=by, at=at)


@refused_in_chinese
@transaction.atomic
def submit_confirmed(
    *, record: MonthlyReturn, version: int, is_zero: bool, by, at: datetime
) -> MonthlyReturn:
    """The part of ``submit_return`` after the signature was confirmed: figures are compiled and frozen, lateness decided."""
    current = _locked(record, version)
    _checked("submit", current, by)
    standing = _unblocked(current, is_zero=is_zero, at=at)
    with _recording(current, "submit", by=by, at=at, note="零报告" if is_zero else ""):
        current.is_late = is_late(
            signed_before=current.submitted_at is not None,
            was_late=current.is_late,
            on=localdate(at),
            due_on=current.round.return_due_on,
        )
        current.figures = compile_return(current.round, current.region_code, today=localdate(at))
        current.is_zero_report, current.zero_flags = is_zero, zero_flags(standing) if is_zero else []
        current.state, current.submitted_at, current.submitted_by = ReturnState.SUBMITTED, at, by
    return current


@transaction.atomic
def withdraw_return(*, record: MonthlyReturn, by, at: datetime) -> MonthlyReturn:
    """The county takes its return back before it is accepted; the signature is given up, lateness stays."""
    current = _locked(record)
    _checked("withdraw", current, by)
    with _recording(current, "withdraw", by=by, at=at):
        current.state, current.submitted_at, current.submitted_by = ReturnState.DRAFT, None, None
        current.is_zero_report, current.zero_flags = False, []
    return current


@transaction.atomic
def accept_return(*, record: MonthlyReturn, by, at: datetime) -> MonthlyReturn:
    """The office accepts. A 零报告 is held against the records once more, and flagged with what is open by now."""
    current = _locked(record)
    _checked("accept", current, by)
    flags = current.zero_flags
    if current.is_zero_report:
        found = zero_flags(_unblocked(current, is_zero=True, at=at))
        flags = list(dict.fromkeys([*flags, *found]))
    with _recording(current, "accept", by=by, at=at):
        current.state, current.zero_flags = ReturnState.ACCEPTED, flags
        current.accepted_at, current.accepted_by = at, by
    return current


@refused_in_chinese
@transaction.atomic
def send_back_return(*, record: MonthlyReturn, comment: str, by, at: datetime) -> MonthlyReturn:
    """The office sends the return back, an accepted one too while the month is open. Raises StepRefused without a comment."""
    current = _locked(record)
    comment = storable(comment).strip()
    _checked("send_back", current, by, comment=comment)
    if len(comment) > LONGEST_COMMENT:
        raise StepRefused(f"退回意见共 {len(comment)} 个字，最多 {LONGEST_COMMENT} 个字，请缩短。")
    return mark_sent_back(current, comment, by=by, at=at)


def mark_sent_back(current: MonthlyReturn, comment: str, *, by, at: datetime) -> MonthlyReturn:
    """Inside another operation, on a locked return: written down as sent back; ``by`` None is the system."""
    with _recording(current, "send_back", by=by, at=at, note=comment):
        current.state, current.send_back_comment = ReturnState.SENT_BACK, comment
        current.sent_back_at, current.sent_back_by = at, by
        current.accepted_at, current.accepted_by = None, None
    return current


def lock_return(record: MonthlyReturn, version: int | None = None) -> MonthlyReturn:
    """Inside another operation: the stored return with round and county, locked; its month must be open."""
    return _locked(record, version)


def _locked(record: MonthlyReturn, version: int | None = None) -> MonthlyReturn:
    rows = MonthlyReturn.objects.select_for_update(of=("self",)).select_related("round", "county")
    current = rows.get(pk=record.pk)
    refuse_closed(current.round)
    if version is not None and current.version != version:
        raise StaleRecord(current)
    return current


def _checked(name: str, current: MonthlyReturn, by, comment: str = "") -> None:
    permissions = None if by is None else by.role_entry.permissions
    step = checked_step(name, current.state, permissions=permissions, comment=comment)
    insist(by, step.permission, current.region_code)


def _unblocked(current: MonthlyReturn, *, is_zero: bool, at: datetime) -> Standing:
    standing = standing_of(current.round, current.region_code, has_text=bool(current.text))
    if found := blockers(standing, is_zero=is_zero, today=localdate(at)):
        raise ReturnBlocked(found)
    return standing


@contextmanager
def _recording(current: MonthlyReturn, step: str, *, by, at: datetime, note: str = ""):
    """One journal entry with what the body changed, which is saved with the next version."""
    with journal.recording(current, step=step, by=by, at=at, note=note):
        yield
        current.version += 1
        current.save()
