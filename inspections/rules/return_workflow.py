"""The monthly return (监管月报) as a table of steps, and when it is late.

Late is decided by the first signature, on the server's day, and stays for ever. A return that the office sends back keeps what
its first signature earned: the county was in time, mending takes the office's time too. A county that takes its own
return back gives the signature up, so that the next one counts: nobody keeps a date with an empty sheet.
"""

from datetime import date

from capacity_portal.lib.workflow import Step, StepRefused, find_step, missing, steps_from
from capacity_portal.organization.roles import Permission
from inspections.choices import ReturnState

_EDITED = (ReturnState.DRAFT, ReturnState.SENT_BACK)
_SIGNED = (ReturnState.SUBMITTED, ReturnState.ACCEPTED)

STEPS: tuple[Step, ...] = (
    Step("edit", "填写文字", _EDITED, "", Permission.COMPILE_RETURNS),
    Step("submit", "签报", _EDITED, ReturnState.SUBMITTED, Permission.SIGN_RETURNS),
    Step("withdraw", "撤回", (ReturnState.SUBMITTED,), ReturnState.DRAFT, Permission.SIGN_RETURNS),
    Step("accept", "通过", (ReturnState.SUBMITTED,), ReturnState.ACCEPTED, Permission.REVIEW_RETURNS),
    Step("send_back", "退回", _SIGNED, ReturnState.SENT_BACK, Permission.REVIEW_RETURNS, ("comment",)),
    Step("attach", "附盖章扫描件", _SIGNED, "", Permission.COMPILE_RETURNS),
)
STEP_LABELS = {step.name: step.label for step in STEPS}


def steps_for(state: str, permissions: frozenset) -> tuple[Step, ...]:
    """Steps that somebody with ``permissions`` may take from ``state``, in the order of the table."""
    return tuple(step for step in steps_from(STEPS, state) if step.permission in permissions)


def checked_step(name: str, state: str, *, permissions: frozenset | None, comment: str = "") -> Step:
    """The step if it may be taken; ``permissions`` None is for the system. Raises StepRefused with a Chinese sentence."""
    step = find_step(STEPS, name, ReturnState(state))
    if permissions is not None and step.permission not in permissions:
        raise StepRefused(f"您的角色不能{step.label}监管月报。")
    if missing(step, {"comment": comment}):
        raise StepRefused(f"{step.label}必须写明意见，说明哪里要改。")
    return step


def is_late(*, signed_before: bool, was_late: bool, on: date, due_on: date) -> bool:
    """Whether a return signed on ``on`` is late; ``signed_before``: an earlier signature stands (it was sent back since)."""
    return was_late or (not signed_before and on > due_on)
