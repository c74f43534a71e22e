"""The way of a recipient's written return (书面反馈)."""

from capacity_portal.lib.workflow import Step
from capacity_portal.organization.roles import Permission
from reports.choices import ReturnState

_S = ReturnState

STEPS: tuple[Step, ...] = (
    Step("submit", "报送", (_S.DRAFT, _S.SENT_BACK), _S.SUBMITTED, Permission.ANSWER_DOCUMENTS),
    Step("accept", "通过", (_S.SUBMITTED,), _S.ACCEPTED, Permission.DRAFT_DOCUMENTS),
    Step("send_back", "退回修改", (_S.SUBMITTED, _S.ACCEPTED), _S.SENT_BACK, Permission.DRAFT_DOCUMENTS, ("text",)),
)  # fmt: skip
STEP_LABELS = {step.name: step.label for step in STEPS}
EDITABLE = frozenset({_S.DRAFT, _S.SENT_BACK})
