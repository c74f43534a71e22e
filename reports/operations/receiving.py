"""What an addressee does with a document: sign for it (签收), pass it on (传达), hold a meeting (会议), assign tasks (任务分解)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workflow import StepRefused
from reports.models import Recipient
from reports.operations.door import worded
from reports.operations.recipient_door import (
    changing,
    day_within,
    insist_not_accepted,
    insist_received,
    own,
    today_of,
)
from reports.operations.recipient_files import take_files

LONGEST = 500


@transaction.atomic
def receive(*, recipient: Recipient, version: int, by, at: datetime) -> Recipient:
    """Sign for the document. Raises StepRefused when it was signed for before, RecipientChanged, PermissionDenied."""
    current = own(recipient, version, by)
    if current.received_at is not None:
        raise StepRefused(f"这份文件已由{current.received_by}签收，不需要再签。")
    with changing(current, "receive", by=by, at=at):
        current.received_at, current.received_by = at, by
    return current


def cascade(
    *, recipient: Recipient, version: int, on: date, text: str, files: Collection[int] = (), by, at: datetime
) -> Recipient:
    """Put down how it was passed on, with proof. ``files``: numbers of waiting files of ``by``. A second time it replaces the words, until
    the written return is accepted. Raises ValidationError by ``on`` or ``text``, RecipientChanged, StepRefused, PermissionDenied.
    """
    return _act("cascade", "cascaded", recipient, version, on, text, files, by, at)


def meet(
    *, recipient: Recipient, version: int, on: date, text: str, files: Collection[int] = (), by, at: datetime
) -> Recipient:
    """Put down the meeting held about it; see ``cascade``."""
    return _act("meet", "met", recipient, version, on, text, files, by, at)


def task(
    *, recipient: Recipient, version: int, on: date, text: str, files: Collection[int] = (), by, at: datetime
) -> Recipient:
    """Put down how its tasks were assigned; see ``cascade``."""
    return _act("task", "tasked", recipient, version, on, text, files, by, at)


@refused_in_chinese
@transaction.atomic
def _act(
    step: str,
    stem: str,
    recipient: Recipient,
    version: int,
    on: date,
    text: str,
    files: Collection[int],
    by,
    at: datetime,
) -> Recipient:
    current = own(recipient, version, by)
    insist_received(current)
    day = day_within(on, current, today_of(at))
    words = worded(text, "text", LONGEST, wanted="请写明情况。")
    before = getattr(current, f"{stem}_on")
    if before is not None:
        insist_not_accepted(current)
    with changing(current, step, by=by, at=at, note=words):
        if day != before:
            setattr(current, f"{stem}_at", at)
        for name, value in {"on": day, "text": words, "by": by}.items():
            setattr(current, f"{stem}_{name}", value)
    take_files(current, step, files, by=by, at=at)
    return current
