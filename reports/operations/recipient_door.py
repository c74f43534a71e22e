"""The one door for what an addressee does: locked, his own, of a document that holds; written to the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.dates import label
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from reports.access import insist
from reports.choices import NoticeState, ReturnState
from reports.models import Recipient
from reports.queries.scope import answerable_by, overseen_by


class RecipientChanged(StepRefused):
    """Somebody was first; ``current`` is the addressee as it stands now."""

    def __init__(self, current: Recipient):
        super().__init__(
            "您填写期间，这份文件的办理情况已有他人改动，请核对最新内容后再提交；您填写的内容保留在下方。"
        )
        self.current = current


def own(recipient: Recipient, version: int | None, by) -> Recipient:
    """The stored addressee, locked, for somebody of its own office or department.

    Raises PermissionDenied, RecipientChanged unless it stands at ``version`` (None: whatever), StepRefused where the document
    does not hold any more.
    """
    everybody = Recipient.objects.all()
    insist(by, Permission.ANSWER_DOCUMENTS, answerable_by(by) if by else everybody, recipient.pk)
    return _locked(recipient, version)


def overseen(recipient: Recipient, version: int | None, by) -> Recipient:
    """The same for the office that sent the document: the secretariat, or who drafted it."""
    everybody = Recipient.objects.all()
    insist(by, Permission.DRAFT_DOCUMENTS, overseen_by(by) if by else everybody, recipient.pk)
    return _locked(recipient, version)


@contextmanager
def changing(current: Recipient, step: str, *, by, at: datetime, note: str = "") -> Iterator[Recipient]:
    """One journal entry with what the body changed, which is saved with the next version."""
    with journal.recording(current, step=step, by=by, at=at, note=note[:200]):
        yield current
        current.version += 1
        current.save()


def insist_received(current: Recipient) -> None:
    if current.notice.wants_receipt and current.received_at is None:
        raise StepRefused("这份文件还没有签收，请先签收，再登记办理情况。")


def insist_not_accepted(current: Recipient) -> None:
    """What was reported stays as it was accepted. Raises StepRefused."""
    written = getattr(current, "written_return", None)
    if written is not None and written.state == ReturnState.ACCEPTED:
        raise StepRefused(
            "书面反馈已审核通过，登记过的办理情况和证明不能再改；需要更正的，请市办退回书面反馈。"
        )


def day_within(on: date | None, current: Recipient, today: date) -> date:
    """``on`` if it lies between the document's own day and today. Raises ValidationError by ``on``."""
    if on is None:
        raise ValidationError({"on": "请填写日期。"})
    earliest = current.notice.dated
    if not earliest <= on <= today:
        raise ValidationError(
            {"on": f"“{label(on)}”应在文件成文日期{label(earliest)}到今天{label(today)}之间。"}
        )
    return on


def today_of(at: datetime) -> date:
    return localdate(at)


def _locked(recipient: Recipient, version: int | None) -> Recipient:
    rows = Recipient.objects.select_for_update(of=("self",)).select_related("notice")
    current = rows.get(pk=recipient.pk)
    if version is not None and current.version != version:
        raise RecipientChanged(current)
    if current.notice.state != NoticeState.ISSUED:
        raise StepRefused(f"这份文件{current.notice.get_state_display()}，不需要再办理。")
    return current
