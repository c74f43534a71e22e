"""More time for an addressee, given by the office with its reason."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.dates import label
from capacity_portal.lib.workflow import StepRefused
from reports.models import Recipient
from reports.operations.door import worded
from reports.operations.recipient_door import changing, overseen
from reports.queries.sending import due_of, standing_of, written_of

LONGEST_REASON = 300


@refused_in_chinese
@transaction.atomic
def extend_due(
    *, recipient: Recipient, version: int, due_on: date, reason: str, by, at: datetime
) -> Recipient:
    """Put the due day of one addressee off. What was late when it was submitted stays late.

    Raises ValidationError by ``due_on`` or ``text``, StepRefused where no day is set, nothing is missing or the return
    came late before, RecipientChanged, PermissionDenied.
    """
    current = overseen(recipient, version, by)
    before = due_of(current)
    if before is None:
        raise StepRefused("这份文件没有反馈期限，不需要延期。")
    if not standing_of(current).missing:
        raise StepRefused("这个单位要求的事项都已办完，不需要延期。")
    written = written_of(current)
    if written is not None and written.is_late:
        raise StepRefused(
            "书面反馈首次报送时已经逾期，逾期记录不因延期改变；退回修改的，请在退回意见里写明什么时候报来。"
        )
    if due_on is None or due_on <= before or due_on < localdate(at):
        raise ValidationError({"due_on": f"新的期限应晚于原期限{label(before)}，并且不早于今天。"})
    words = worded(reason, "text", LONGEST_REASON, wanted="请写明延期理由。")
    with changing(current, "extend", by=by, at=at, note=f"{label(before)}延到{label(due_on)}：{words}"):
        current.due_on, current.extended_reason = due_on, words
    return current
