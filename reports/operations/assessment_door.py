"""The one door for a report's state: locked, checked against ``rules.assessment_workflow``, written to the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import PermissionDenied

from capacity_portal.journal import operations as journal
from capacity_portal.lib.workflow import Step, StepRefused, find_step
from capacity_portal.organization.roles import Permission
from reports.access import insist
from reports.choices import AssessmentState
from reports.models import Assessment
from reports.queries.assessment_writers import has_worked_on
from reports.queries.scope import assessments_visible_to
from reports.rules.assessment_workflow import EDITABLE, STEPS


class AssessmentChanged(StepRefused):
    """Somebody was first; ``current`` is the report as it stands now."""

    def __init__(self, current: Assessment):
        super().__init__("您填写期间，这份报告已有他人改动，请核对最新内容后再提交；您填写的内容保留在下方。")
        self.current = current


def locked(assessment: Assessment, version: int | None = None) -> Assessment:
    """The stored report with scheme and region, locked. Raises AssessmentChanged unless it stands at ``version``."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("scheme", "region")
    current = rows.get(pk=assessment.pk)
    if version is not None and current.version != version:
        raise AssessmentChanged(current)
    return current


def insist_on(by, permission: Permission, assessment: Assessment) -> None:
    """Raise PermissionDenied unless this person may do it to this report."""
    insist(by, permission, assessments_visible_to(by) if by else Assessment.objects.all(), assessment.pk)


def insist_editable(assessment: Assessment, act: str = "修改") -> None:
    """Raise StepRefused unless words, marks and figures may still be changed."""
    if assessment.state not in EDITABLE:
        raise StepRefused(f"报告“{assessment.get_state_display()}”，不能再{act}；需要修改的，请先退回。")


def step_of(assessment: Assessment, name: str, by) -> Step:
    """The step ``name`` if state and person allow it; nobody reviews what he submitted or worked on himself. Raises StepRefused, PermissionDenied."""
    step = find_step(STEPS, name, AssessmentState(assessment.state))
    insist_on(by, step.permission, assessment)
    if name == "submit" and by is not None and by.region_code != assessment.region_code:
        raise PermissionDenied("报告由填报地区自己报送。")
    if name in ("review", "finish") and by is not None and by.pk == assessment.submitted_by_id:
        raise StepRefused(f"报告由您报送，必须由另一个人{step.label}。")
    if name in ("review", "finish") and by is not None and has_worked_on(by, assessment):
        raise StepRefused(
            f"这份报告的文字、评分或数据由您填写过，必须由另一个人{step.label}；请转告其他有复核权限的人员。"
        )
    return step


@contextmanager
def stepping(assessment: Assessment, step: Step, *, by, at: datetime, note: str = "") -> Iterator[Assessment]:
    """Carry out ``step`` on a locked report: the body sets what else changes; state, version and journal follow."""
    with journal.recording(assessment, step=step.name, by=by, at=at, note=note[:200]):
        yield assessment
        assessment.state = step.target
        assessment.version += 1
        assessment.save()


@contextmanager
def editing(assessment: Assessment, step: str, *, by, at: datetime, note: str = "") -> Iterator[Assessment]:
    """Change a locked report without a step of its state."""
    with journal.recording(assessment, step=step, by=by, at=at, note=note[:200]):
        yield assessment
        assessment.version += 1
        assessment.save()
