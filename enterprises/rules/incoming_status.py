"""What a spreadsheet may do to a file's status (settled.md 17): 在产 and 停产 freely, closing with a document, reopening never."""

from dataclasses import dataclass

from capacity_portal.lib.workflow import StepRefused
from enterprises.choices import CLOSED_STATUSES, Status
from enterprises.rules import workflow

_REMEDY = "请在该企业的档案中办理，本表改回“{now}”或留空。"


@dataclass(frozen=True)
class Verdict:
    """``is_change``: the status becomes the one wanted. ``refusal``: why not; ``doubt``: what wants an explanation."""

    is_change: bool = False
    refusal: str = ""
    doubt: str = ""


def at_opening(wanted: str, document: str) -> Verdict:
    """A new file may begin in any state but 疑似复产, which only a closed file can come to."""
    if wanted == Status.REVIVED:
        return Verdict(
            refusal="新增的企业不能直接登记为“疑似复产”，请填写目前的经营状态，建档后再报告疑似复产。"
        )
    return Verdict(is_change=True, doubt=_without_document(wanted, document))


def at_change(now: str, wanted: str, document: str, permissions: frozenset | None) -> Verdict:
    """A file that stands at ``now``; ``permissions`` of the officer, None for the system."""
    if not wanted or wanted == now:
        return Verdict()
    label, remedy = Status(wanted).label, _REMEDY.format(now=Status(now).label)
    if now in CLOSED_STATUSES or now == Status.REVIVED:
        return Verdict(refusal=f"档案的经营状态是“{Status(now).label}”，不能通过导入改为“{label}”。{remedy}")
    step = _step(now, wanted)
    if step is None:
        return Verdict(refusal=f"经营状态不能由“{Status(now).label}”改为“{label}”。{remedy}")
    try:
        workflow.checked_step(step, now, permissions=permissions, document=document or "—", note="—")
    except StepRefused as refused:
        return Verdict(refusal=f"{refused}{remedy}")
    return Verdict(is_change=True, doubt=_without_document(wanted, document))


def _step(now: str, wanted: str) -> str | None:
    fitting = (step for step in workflow.STEPS if now in step.sources and step.target == wanted)
    return next((step.name for step in fitting), None)


def _without_document(wanted: str, document: str) -> str:
    if wanted not in CLOSED_STATUSES or document:
        return ""
    label = Status(wanted).label
    return f"经营状态为“{label}”，没有填写状态依据文号；请补填文号，或说明依据（说明将记作依据）。"
