"""A remark of a unit that takes part in a tip without leading it (联合核查意见): who went along, what they saw."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from tipoffs import access
from tipoffs.choices import OPEN_STATES
from tipoffs.models import Tip, TipEvent
from tipoffs.operations import door
from tipoffs.queries.units import part_for

LABEL = "联合核查意见"


@transaction.atomic
def remark(*, tip: Tip, text: str, by, at: datetime) -> TipEvent:
    """Put a unit's words on the timeline for everybody who sees the tip but the reporter.

    Raises StepRefused for a closed tip, ValidationError by ``text``, PermissionDenied.
    """
    current = Tip.objects.select_for_update(of=("self",)).get(pk=tip.pk)
    access.insist(by, Permission.VERIFY_TIPOFFS, current)
    part = part_for(current, by)
    if part is None:
        raise PermissionDenied("联合核查意见由承办单位填写。")
    if current.state not in OPEN_STATES:
        raise StepRefused("这件举报已经办结，不能再填写联合核查意见。")
    unit = f"{part.department or part.region}："
    text = door.worded(text, longest=door.LONGEST_TEXT - len(unit), wanted="请写明参加的人员和看到的情况。")
    with journal.recording(current, step="remark", by=by, at=at):
        pass
    return door.note(current, "remark", LABEL, text=unit + text, by=by, at=at)
