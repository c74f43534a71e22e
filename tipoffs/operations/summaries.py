"""The summary that units read instead of the reporter's words: nothing in it may let him be recognised (settled 30, T1)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from tipoffs import access
from tipoffs.choices import OPEN_STATES
from tipoffs.models import Tip
from tipoffs.operations import door
from tipoffs.rules.summary import hints

LONGEST = 2_000
_ASKED = "请写交办摘要：承办单位只看摘要，不看举报原文。"
_SEE = "请逐条核对；确实不会让人认出举报人的，勾选“已逐条核对”后再提交。"


def checked_summary(tip: Tip, summary: str, *, is_checked: bool) -> str:
    """The summary as it may be stored. Raises ValidationError at ``summary`` with the hints, unless they were looked at."""
    summary = door.worded(summary, "summary", LONGEST, wanted=_ASKED)
    insist_on_checked(tip, summary, "summary", is_checked=is_checked)
    return summary


def insist_on_checked(tip: Tip, text: str, field: str = "text", *, is_checked: bool) -> None:
    """For every text that units read besides. Raises ValidationError at ``field`` with the hints, unless they were looked at."""
    found = [] if is_checked else hints(text, tip.text)
    if found:
        raise ValidationError({field: [*found, _SEE]})


@transaction.atomic
def edit_summary(*, tip: Tip, version: int, summary: str, is_checked: bool = False, by, at: datetime) -> Tip:
    """Write the summary anew while the tip is open. Raises ValidationError, StepRefused, TipChanged, PermissionDenied."""
    tip = door.locked(tip, version)
    access.insist(by, Permission.HANDLE_TIPOFFS, tip)
    door.insist_not_kept_off(tip, by)
    if tip.state not in OPEN_STATES:
        raise StepRefused(f"这件举报{tip.get_state_display()}，不能再修改摘要。")
    summary = checked_summary(tip, summary, is_checked=is_checked)
    with journal.recording(tip, step="summary", by=by, at=at):
        tip.summary = summary
        tip.version += 1
        tip.save()
    door.note(tip, "summary", "修改摘要", by=by, at=at)
    return tip
