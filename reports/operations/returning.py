"""The written return of an addressee (书面反馈): drafted, submitted, accepted or sent back. Late stays late."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import StepRefused, find_step
from reports.choices import ReturnState
from reports.models import NoticeReturn, Recipient
from reports.operations.door import worded
from reports.operations.recipient_door import (
    RecipientChanged,
    changing,
    insist_received,
    overseen,
    own,
    today_of,
)
from reports.operations.recipient_files import take_files
from reports.operations.secrecy import insist_unmarked
from reports.queries.sending import due_of
from reports.rules.return_figures import checked_figures, unfilled
from reports.rules.return_workflow import EDITABLE, STEPS

LONGEST_TEXT = 8_000


@refused_in_chinese
@transaction.atomic
def save_return(
    *, recipient: Recipient, version: int, text: str, figures: Mapping[str, object] | None = None, files: Collection[int] = (),
    by, at: datetime,
) -> NoticeReturn:  # fmt: skip
    """Keep the draft: words, ``figures`` (value by key of ``Notice.figures_wanted``; Decimal, text or None), waiting files.

    ``version`` is the addressee's. Raises StepRefused, RecipientChanged, ValidationError by ``text`` or ``figure_<key>``.
    """
    current = own(recipient, version, by)
    _insist_wanted(current)
    written = NoticeReturn.objects.select_for_update(of=("self",)).filter(recipient=current).first()
    if written is not None:
        _insist_editable(written)
    values = {"text": _stored(text), "figures": checked_figures(current.notice.figures_wanted, figures or {})}
    with changing(current, "edit", by=by, at=at):
        pass
    written = _saved(written, current, values, by=by, at=at)
    take_files(current, "write", files, by=by, at=at)
    return written


@refused_in_chinese
@transaction.atomic
def submit_return(*, written: NoticeReturn, version: int, by, at: datetime) -> NoticeReturn:
    """Hand the return in; whether it is late is decided the first time. ``version`` is the return's own.

    Raises StepRefused, RecipientChanged, ValidationError by ``text`` or ``figure_<key>`` naming what is not filled in.
    """
    recipient = own(written.recipient, None, by)
    current = _locked(written, version, recipient)
    step = find_step(STEPS, "submit", ReturnState(current.state))
    insist_received(recipient)
    _insist_filled(current, recipient)
    with _stepping(current, step, by=by, at=at):
        if current.first_submitted_at is None:
            due = due_of(recipient)
            current.first_submitted_at, current.is_late = at, due is not None and today_of(at) > due
        current.submitted_at, current.submitted_by = at, by
    return current


@refused_in_chinese
@transaction.atomic
def accept_return(*, written: NoticeReturn, version: int, by, at: datetime) -> NoticeReturn:
    """The office takes the return as it is. Raises StepRefused, RecipientChanged, PermissionDenied."""
    current = _locked(written, version, overseen(written.recipient, None, by))
    step = find_step(STEPS, "accept", ReturnState(current.state))
    with _stepping(current, step, by=by, at=at):
        current.accepted_at, current.accepted_by = at, by
    return current


@refused_in_chinese
@transaction.atomic
def send_back_return(*, written: NoticeReturn, version: int, text: str, by, at: datetime) -> NoticeReturn:
    """Back to the addressee with the office's comment. Raises ValidationError by ``text`` besides."""
    current = _locked(written, version, overseen(written.recipient, None, by))
    step = find_step(STEPS, "send_back", ReturnState(current.state))
    comment = worded(text, wanted="请写明哪里要改、怎么改。")
    with _stepping(current, step, by=by, at=at, note=comment):
        current.sent_back_at, current.sent_back_by, current.send_back_comment = at, by, comment
        current.accepted_at, current.accepted_by = None, None
    return current


def _stored(text: str) -> str:
    text = storable(text).replace("\r\n", "\n").strip()
    if len(text) > LONGEST_TEXT:
        raise ValidationError(
            {"text": f"反馈内容共 {len(text)} 个字，最多 {LONGEST_TEXT} 个字，请缩短，或作为附件上传。"}
        )
    insist_unmarked({"text": text})
    return text


def _saved(
    written: NoticeReturn | None, recipient: Recipient, values: dict, *, by, at: datetime
) -> NoticeReturn:
    if written is None:
        written = NoticeReturn.objects.create(
            recipient=recipient, region_code=recipient.region_code, **values
        )
        journal.record_created(written, step="create", by=by, at=at)
        return written
    with journal.recording(written, step="edit", by=by, at=at):
        written.text, written.figures = values["text"], values["figures"]
        written.version += 1
        written.save()
    return written


@contextmanager
def _stepping(current: NoticeReturn, step, *, by, at: datetime, note: str = "") -> Iterator[None]:
    with journal.recording(current, step=step.name, by=by, at=at, note=note[:200]):
        yield
        current.state = step.target
        current.version += 1
        current.save()


def _locked(written: NoticeReturn, version: int, recipient: Recipient) -> NoticeReturn:
    current = NoticeReturn.objects.select_for_update(of=("self",)).get(pk=written.pk)
    if current.version != version:
        raise RecipientChanged(recipient)
    current.recipient = recipient
    return current


def _insist_wanted(recipient: Recipient) -> None:
    insist_received(recipient)
    if recipient.is_copy:
        raise StepRefused("您单位是抄送单位，这份文件不要求书面反馈。")
    if not recipient.notice.wants_return:
        raise StepRefused("这份文件不要求书面反馈。")


def _insist_editable(written: NoticeReturn) -> None:
    if written.state not in EDITABLE:
        raise StepRefused(f"书面反馈{written.get_state_display()}，不能再改；需要修改的，请市办退回。")


def _insist_filled(current: NoticeReturn, recipient: Recipient) -> None:
    wrong = {} if current.text else {"text": "请填写反馈内容；没有情况的，也请写明“无”。"}
    for key, label in unfilled(recipient.notice.figures_wanted, current.figures):
        wrong[f"figure_{key}"] = f"请填写“{label}”，没有的填 0。"
    if wrong:
        raise ValidationError(wrong)
