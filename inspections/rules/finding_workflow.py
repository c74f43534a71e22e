"""Rectification as a table of steps (排查—整改—复查—销号), and the way to the unit that may enforce.

Re-inspection is the county's or the office's; more time is given by the office only; what was found is never deleted.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from capacity_portal.lib.typed_text import excerpt
from capacity_portal.lib.workflow import Step, StepRefused, find_step, missing, steps_from
from capacity_portal.organization.roles import Permission
from inspections.choices import EnforcementState, FindingKind, FindingState
from inspections.rules.finding_case import (
    Case,
    blocks_claim,
    blocks_closer,
    blocks_end,
    blocks_ruling_out,
    is_suspected,
    open_parts,
)
from inspections.rules.findings import LONGEST_DAYS

_MENDED = (FindingState.OPEN, FindingState.UNDER_WAY)
_ALIVE = (*_MENDED, FindingState.TO_RECHECK)
_CLAIMED = (FindingState.TO_RECHECK,)
_MEND, _JUDGE, _OFFICE = (
    Permission.RECTIFY_FINDINGS,
    Permission.RECHECK_FINDINGS,
    Permission.MANAGE_ROUNDS,
)

STEPS: tuple[Step, ...] = (
    Step("progress", "报告进展", _MENDED, FindingState.UNDER_WAY, _MEND, ("text", "percent")),
    Step("claim", "报请复查", _MENDED, FindingState.TO_RECHECK, _MEND, ("text",)),
    Step("close", "复查销号", _CLAIMED, FindingState.CLOSED, _JUDGE, ("on", "text")),
    Step("reject", "复查退回", _CLAIMED, FindingState.UNDER_WAY, _JUDGE, ("text", "percent")),
    Step("confirm", "查实地条钢生产", _ALIVE, "", _JUDGE, ("text",)),
    Step("rule_out", "认定经查不实", _ALIVE, "", _OFFICE, ("text",)),
    Step("extend", "延长期限", _ALIVE, "", _OFFICE, ("days", "text")),
    Step("clear", "登记彻底取缔项", _ALIVE, "", _MEND, ("item", "on")),
    Step("look_back", "定回头看日期", _ALIVE, "", _JUDGE, ("on",)),
    Step("looked_back", "登记回头看", (FindingState.CLOSED,), "", _JUDGE, ("on", "text")),
    Step("template", "改用清单", _ALIVE, "", _OFFICE, ("template", "text")),
)
STEP_LABELS = {step.name: step.label for step in STEPS}
OF_CLEARING = frozenset({"clear", "look_back", "looked_back", "template"})

_UNDER_LAW = (EnforcementState.HANDED_OVER, EnforcementState.ACCEPTED)
ENFORCEMENT: tuple[Step, ...] = (
    Step(
        "mark",
        "明确执法单位",
        (EnforcementState.NONE, EnforcementState.MARKED),
        EnforcementState.MARKED,
        _JUDGE,
        ("unit",),
    ),
    Step("hand_over", "移交执法", (EnforcementState.MARKED,), EnforcementState.HANDED_OVER, _JUDGE, ("on",)),
    Step("accept", "登记立案", (EnforcementState.HANDED_OVER,), EnforcementState.ACCEPTED, _JUDGE, ("on",)),
    Step("conclude", "登记结果", _UNDER_LAW, EnforcementState.CONCLUDED, _JUDGE, ("on", "text")),
)

_WANTED = {
    "text": "请写明情况、意见或理由。",
    "percent": "请填写整改进度。",
    "on": "请填写日期。",
    "days": "请填写延长几个工作日。",
    "item": "请选择彻底取缔的哪一项。",
    "template": "请选择清单。",
    "unit": "请选择执法单位。",
}


@dataclass(frozen=True)
class Given:
    """What somebody typed for a step; ``item``: code of a point, ``template``: of a list, ``unit``: number of a
    department, ``next_on``: the day of another look-back, None when this was the last."""

    text: str = ""
    percent: int | None = None
    on: date | None = None
    next_on: date | None = None
    days: int | None = None
    item: str = ""
    template: str = ""
    unit: int | None = None


@dataclass(frozen=True)
class Person:
    """Who takes a step; ``permissions`` None is the system."""

    id: int | None
    permissions: frozenset | None

    @property
    def is_office(self) -> bool:
        return self.permissions is None or _OFFICE in self.permissions


def steps_for(case: Case, person: Person) -> tuple[Step, ...]:
    """Steps on offer: those the state and the person allow; steps of the clearing only where there is one."""
    return tuple(
        step for step in steps_from(STEPS, case.state) if _may(step, person) and _applies(step, case)
    )


def enforcement_steps_for(state: str, person: Person) -> tuple[Step, ...]:
    return tuple(step for step in steps_from(ENFORCEMENT, state) if _may(step, person))


def checked_step(name: str, case: Case, given: Given, person: Person, today: date) -> Step:
    """The step if this person may take it with what is given.

    Raises StepRefused for state, role and what blocks; ValidationError by field of ``Given`` for what was typed.
    """
    step = _found(STEPS, name, FindingState(case.state), person)
    if not _applies(step, case):
        raise StepRefused(f"这个问题不适用“{step.label}”。请刷新页面查看。")
    if blocking := blocking_of(step, case, person):
        raise StepRefused(f"还不能{step.label}：{''.join(blocking)}")
    _insist(step, given)
    if found := _wrong(step, case, given, today):
        raise ValidationError(found)
    return step


def checked_enforcement(
    name: str, state: str, given: Given, person: Person, *, since: date, today: date
) -> Step:
    """The step towards enforcement; ``since``: the day of the step before. Raises as ``checked_step`` does."""
    step = _found(ENFORCEMENT, name, EnforcementState(state), person)
    _insist(step, given)
    if given.on is not None and not since <= given.on <= today:
        raise ValidationError({"on": f"日期{given.on}不对，应在 {since} 至今天之间。"})
    return step


def _found(table: tuple[Step, ...], name: str, state: str, person: Person) -> Step:
    step = find_step(table, name, state)
    if not _may(step, person):
        raise StepRefused(f"您的角色不能{step.label}。")
    return step


def _may(step: Step, person: Person) -> bool:
    return person.permissions is None or step.permission in person.permissions


def _applies(step: Step, case: Case) -> bool:
    if step.name == "confirm":
        return case.kind == FindingKind.REVIVAL and not case.is_confirmed
    if step.name == "rule_out":
        return is_suspected(case)
    if step.name == "looked_back":
        return case.points is not None and case.look_back_on is not None
    return step.name not in OF_CLEARING or case.points is not None


def blocking_of(step: Step, case: Case, person: Person) -> list[str]:
    """What still blocks this step for this person, in sentences."""
    if step.name == "claim":
        return blocks_claim(case)
    if step.name == "close":
        return blocks_closer(case, person.id, is_office=person.is_office) + blocks_end(case)
    return blocks_ruling_out(case, person.id) if step.name == "rule_out" else []


def _insist(step: Step, given: Given) -> None:
    if lacking := missing(step, vars(given)):
        raise ValidationError({name: _WANTED[name] for name in lacking})


def _wrong(step: Step, case: Case, given: Given, today: date) -> dict[str, str]:
    found = {}
    if "percent" in step.requires and not 0 <= given.percent <= 99:
        found["percent"] = f"进度{given.percent}不对，应在 0 至 99 之间；全部完成的请用“报请复查”。"
    if "days" in step.requires and not 1 <= given.days <= LONGEST_DAYS:
        found["days"] = f"{given.days}个工作日不对，应在 1 至 {LONGEST_DAYS} 之间。"
    if "on" in step.requires and (sentence := _wrong_day(step, case, given.on, today)):
        found["on"] = sentence
    if step.name == "looked_back" and given.next_on is not None and given.next_on < today:
        found["next_on"] = f"下次回头看日期{given.next_on}已经过去，请填写今天或以后的日期，或留空。"
    if step.name == "clear" and (sentence := _wrong_point(case, given.item)):
        found["item"] = sentence
    return found


def _wrong_day(step: Step, case: Case, on: date, today: date) -> str:
    if step.name == "look_back":
        return "" if on >= today else f"回头看日期{on}已经过去，请填写今天或以后的日期。"
    ends = step.name in ("close", "looked_back")
    since = case.claimed_on if ends and case.claimed_on else case.found_on
    return "" if since <= on <= today else f"日期{on}不对，应在 {since} 至今天之间。"


def _wrong_point(case: Case, code: str) -> str:
    if code not in {point.code for point in case.points}:
        return f"清单中没有{excerpt(code)}这一项，请刷新页面后重新选择。"
    if parts := open_parts(case.points, code):
        return f"请先完成其中的“{parts[0].text}”等{len(parts)}个分项。"
    return ""
