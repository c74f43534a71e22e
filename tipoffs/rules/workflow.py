"""The way of a tip as a table of steps (接到一起、核实一起、查处一起; 常化解办〔2018〕1号 八): nothing received may end without an outcome.

What is refused needs a second person of another unit; what is returned, once and in writing; what is opened again begins a new turn
(what is answered and not closed: by an objection that is upheld alone, see ``rules.follow_up.against_reopening``).
"""

from capacity_portal.lib.workflow import Step
from capacity_portal.organization.roles import Permission
from tipoffs.choices import ACCEPTED_STATES, TipState

_HANDLE, _VERIFY, _DECIDE, _CONFIRM = (
    Permission.HANDLE_TIPOFFS,
    Permission.VERIFY_TIPOFFS,
    Permission.DECIDE_TIPOFFS,
    Permission.CONFIRM_DISMISSALS,
)
_S = TipState
_AT_UNIT = (_S.HANDED_OVER, _S.VERIFYING)
_FOUND = (_S.VERIFIED, _S.DEALT)
_UNDER_WAY = tuple(state for state in TipState if state in ACCEPTED_STATES - {_S.CLOSED})

STEPS: tuple[Step, ...] = (
    Step("accept", "受理", (_S.RECEIVED,), _S.ACCEPTED, _HANDLE),
    Step("propose_refusal", "拟不受理", (_S.RECEIVED,), _S.REFUSING, _HANDLE, ("refusal", "text", "summary")),
    Step("confirm_refusal", "同意不予受理", (_S.REFUSING,), _S.REFUSED, _CONFIRM),
    Step("reject_refusal", "不同意，应予受理", (_S.REFUSING,), _S.RECEIVED, _CONFIRM, ("text",)),
    Step("hand_over", "交办", (_S.ACCEPTED,), _S.HANDED_OVER, _HANDLE, ("summary", "lead")),
    Step("begin", "开始核查", (_S.HANDED_OVER,), _S.VERIFYING, _VERIFY),
    Step("return", "退回交办", _AT_UNIT, _S.ACCEPTED, _VERIFY, ("text",)),
    Step("transfer", "改派", _AT_UNIT, _S.HANDED_OVER, _HANDLE, ("lead", "text")),
    Step("verify", "登记核查结果", _AT_UNIT, _S.VERIFIED, _VERIFY),
    Step("send_back", "退回重查", _FOUND, _S.VERIFYING, _HANDLE, ("text",)),
    Step("deal", "登记处置", _FOUND, _S.DEALT, _VERIFY),
    Step("answer", "答复举报人", (_S.DEALT, _S.ANSWERED), _S.ANSWERED, _HANDLE, ("text",)),
    Step("close", "办结", (_S.ANSWERED,), _S.CLOSED, _HANDLE),
    Step("supervise", "督办", _UNDER_WAY, "", _DECIDE, ("text",)),
    Step("reopen", "重新办理", (_S.ANSWERED, _S.CLOSED, _S.REFUSED), _S.ACCEPTED, _DECIDE, ("text",)),
)
STEP_LABELS = {step.name: step.label for step in STEPS}
