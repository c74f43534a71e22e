"""The way of a year's report (自评报告、工作报告): drawn up, submitted, reviewed by another person, final or sent back."""

from capacity_portal.lib.workflow import Step, steps_from
from capacity_portal.organization.roles import Permission
from reports.choices import AssessmentState

_S = AssessmentState

STEPS: tuple[Step, ...] = (
    Step("submit", "报送", (_S.DRAFT, _S.SENT_BACK), _S.SUBMITTED, Permission.SUBMIT_REPORTS),
    Step("send_back", "退回修改", (_S.SUBMITTED, _S.REVIEWED), _S.SENT_BACK, Permission.REVIEW_REPORTS, ("text",)),
    Step("review", "复核", (_S.SUBMITTED,), _S.REVIEWED, Permission.REVIEW_REPORTS),
    Step("finish", "定稿", (_S.REVIEWED,), _S.FINAL, Permission.REVIEW_REPORTS),
)  # fmt: skip
STEP_LABELS = {step.name: step.label for step in STEPS}
EDITABLE = frozenset({_S.DRAFT, _S.SENT_BACK})
_OF_ANOTHER = ("review", "finish")


def steps_for(state: str, permissions: frozenset, *, is_author: bool) -> tuple[Step, ...]:
    """Steps that somebody with ``permissions`` may take; nobody reviews or finishes what he submitted, wrote or marked himself."""
    allowed = (step for step in steps_from(STEPS, state) if step.permission in permissions)
    return tuple(step for step in allowed if not (is_author and step.name in _OF_ANOTHER))
