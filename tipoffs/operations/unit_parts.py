"""What the steps of the units share: whose tip it is, and how a part ends."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from capacity_portal.journal import operations as journal
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from tipoffs.choices import AssignmentState
from tipoffs.models import Assignment, Tip
from tipoffs.operations.door import insist_not_kept_off
from tipoffs.queries.scope import assignments_of
from tipoffs.queries.units import lead_of, parts_of


def insist_lead(tip: Tip, by, *, office_too: bool) -> Assignment:
    """The leading part, if ``by`` belongs to its unit (``office_too``: or handles the tip, entering what came on paper).

    Raises StepRefused when nobody leads, and for a handler whom an upheld objection replaced, PermissionDenied for everybody else. None is the system.
    """
    lead = lead_of(tip)
    if lead is None:
        raise StepRefused("这件举报现在没有牵头承办单位，请刷新页面查看最新情况。")
    if by is None or belongs_to(lead, by):
        return lead
    if office_too and by.may(Permission.HANDLE_TIPOFFS):
        insist_not_kept_off(tip, by)
        return lead
    raise PermissionDenied("这一步由牵头单位办理；您的单位可以填写联合核查意见。")


def belongs_to(part: Assignment, officer) -> bool:
    """Whether the part is that of the officer's own unit."""
    return assignments_of(officer).filter(pk=part.pk).exists()


def end_parts(tip: Tip, state: AssignmentState, *, by, at: datetime, lead_state=None, text: str = "") -> None:
    """End the open parts of this turn; the leading one in ``lead_state`` where that is another."""
    for part in parts_of(tip).filter(state=AssignmentState.OPEN).select_for_update(of=("self",)):
        with journal.recording(part, step="end", by=by, at=at, note=text[:200]):
            part.state = lead_state if lead_state and part.is_lead else state
            part.ended_at, part.ended_by, part.ended_text = at, by, text
            part.save()
