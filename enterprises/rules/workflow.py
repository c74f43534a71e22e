"""The enterprise's status as a table of steps. 已退出、已取缔 are never left without a document (常化解办〔2018〕1号 五、六).

No step takes a closed enterprise out of the ledger; 疑似复产 starts from the closed states only (新化产领办函〔2020〕3号:
"化解过剩产能后复产"). A file closed by mistake is corrected by the prefecture, with document and reason, and ``closed_on`` stays.
"""

from capacity_portal.lib.workflow import Step, StepRefused, find_step, missing, steps_from
from capacity_portal.organization.roles import Permission
from enterprises.choices import Status

_OPEN = (Status.UNDER_CONSTRUCTION, Status.IN_PRODUCTION, Status.SUSPENDED)
_CLOSED = (Status.EXITED, Status.BANNED)
_COUNTY, _PREFECTURE = Permission.CHANGE_STATUS, Permission.DECIDE_LINKS
_PROOF = ("document", "note")

STEPS: tuple[Step, ...] = (
    Step("start_production", "登记投产", (Status.UNDER_CONSTRUCTION,), Status.IN_PRODUCTION, _COUNTY),
    Step("suspend", "登记停产", (Status.IN_PRODUCTION,), Status.SUSPENDED, _COUNTY),
    Step("resume", "登记恢复生产", (Status.SUSPENDED,), Status.IN_PRODUCTION, _COUNTY),
    Step("exit", "登记退出", _OPEN, Status.EXITED, _COUNTY, ("document",)),
    Step("ban", "登记取缔", _OPEN, Status.BANNED, _COUNTY, ("document",)),
    Step("report_revival", "报告疑似复产", _CLOSED, Status.REVIVED, _COUNTY, ("note",)),
    Step("ban_again", "再次取缔", (Status.REVIVED,), Status.BANNED, _COUNTY, ("document",)),
    Step("dismiss_exited", "经查未复产，仍为已退出", (Status.REVIVED,), Status.EXITED, _COUNTY, _PROOF),
    Step("dismiss_banned", "经查未复产，仍为已取缔", (Status.REVIVED,), Status.BANNED, _COUNTY, _PROOF),
    Step("correct", "更正误登的退出（取缔）", _CLOSED, Status.SUSPENDED, _PREFECTURE, _PROOF),
)
STEP_LABELS = {step.name: step.label for step in STEPS}

_WANTED = {"document": "依据文号", "note": "情况说明"}


def steps_for(status: str, permissions: frozenset) -> tuple[Step, ...]:
    """Steps that somebody with ``permissions`` may take from ``status``, in the order of the table."""
    return tuple(step for step in steps_from(STEPS, status) if step.permission in permissions)


def checked_step(name: str, status: str, *, permissions: frozenset | None, document: str, note: str) -> Step:
    """Return the step if it may be taken with what is given; ``permissions`` None is for the system.

    Raises StepRefused with a Chinese sentence.
    """
    step = find_step(STEPS, name, Status(status))
    if permissions is not None and step.permission not in permissions:
        raise StepRefused(f"您的角色不能{step.label}。")
    if lacking := missing(step, {"document": document, "note": note}):
        raise StepRefused(f"{step.label}必须填写{'、'.join(_WANTED[name] for name in lacking)}。")
    return step
