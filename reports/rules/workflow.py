"""The way of an outgoing document as a table of steps: 拟稿、核稿、会签、签发、编号印发 (党政机关公文处理工作条例 第十九至二十五条)."""

from capacity_portal.lib.workflow import Step
from capacity_portal.organization.roles import Permission
from reports.choices import NoticeState, ReviewStage

_S = NoticeState
_DRAFT, _CHECK, _COUNTERSIGN, _SIGN, _KEEP = (
    Permission.DRAFT_DOCUMENTS,
    Permission.CHECK_DOCUMENTS,
    Permission.COUNTERSIGN_DOCUMENTS,
    Permission.SIGN_DOCUMENTS,
    Permission.KEEP_REGISTER,
)

STEPS: tuple[Step, ...] = (
    Step("submit", "送审", (_S.DRAFT,), _S.REVIEWING, _DRAFT),
    Step("check", "核稿同意", (_S.REVIEWING,), "", _CHECK),
    Step("countersign", "会签同意", (_S.REVIEWING,), "", _COUNTERSIGN),
    Step("sign", "签发", (_S.REVIEWING,), _S.APPROVED, _SIGN),
    Step("return_check", "退回修改", (_S.REVIEWING,), _S.DRAFT, _CHECK, ("text",)),
    Step("return_countersign", "退回修改", (_S.REVIEWING,), _S.DRAFT, _COUNTERSIGN, ("text",)),
    Step("return_sign", "退回修改", (_S.REVIEWING,), _S.DRAFT, _SIGN, ("text",)),
    Step("take_back", "撤回修改", (_S.REVIEWING,), _S.DRAFT, _DRAFT),
    Step("reopen", "撤销签发", (_S.APPROVED,), _S.DRAFT, _SIGN, ("text",)),
    Step("issue", "编号印发", (_S.APPROVED,), _S.ISSUED, _KEEP),
    Step("drop", "不再办理", (_S.DRAFT,), _S.DROPPED, _DRAFT, ("text",)),
    Step("replace", "以新文件代替", (_S.ISSUED,), _S.REPLACED, _SIGN, ("text", "replaced_by")),
    Step("withdraw", "废止", (_S.ISSUED,), _S.WITHDRAWN, _SIGN, ("text",)),
)
STEP_LABELS = {step.name: step.label for step in STEPS}
STAGE_OF = {
    "check": ReviewStage.CHECK,
    "countersign": ReviewStage.COUNTERSIGN,
    "sign": ReviewStage.SIGN,
    "return_check": ReviewStage.CHECK,
    "return_countersign": ReviewStage.COUNTERSIGN,
    "return_sign": ReviewStage.SIGN,
}
"""Which stage of the review a step belongs to: it is offered, and done, in that stage alone."""


def next_stage(stage: str, *, has_countersigners: bool) -> str:
    """The stage after ``stage`` ("" before the first); "" after the last one."""
    order = [ReviewStage.CHECK, *([ReviewStage.COUNTERSIGN] if has_countersigners else []), ReviewStage.SIGN]
    if stage == "":
        return order[0]
    later = order[order.index(ReviewStage(stage)) + 1 :] if stage in order else [ReviewStage.SIGN]
    return later[0] if later else ""
