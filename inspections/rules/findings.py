"""What a finding must say of itself, how many working days it is given, how it is numbered.

Kinds and the six sub-kinds of 违规新增产能: 吉林省 2021 年工作方案 (requirements C-07). 限期整改: 吉化解产能办字 五.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from capacity_portal.lib.typed_text import excerpt, storable
from inspections.choices import FindingKind, NewCapacityKind, Severity
from inspections.rules.reports import FindingDraft

LONGEST_DAYS = 250
_DAYS = {
    Severity.MINOR: ("finding-days-minor", 10),
    Severity.MAJOR: ("finding-days-major", 5),
    Severity.SERIOUS: ("finding-days-serious", 3),
}
_TEXTS = {
    "description": ("情况", 2000),
    "requirement": ("整改要求", 1000),
    "responsible_name": ("责任人", 60),
}
_CODE = re.compile(r"[-a-zA-Z0-9_]{0,40}")
_NUMBER = re.compile(r"F[0-9]{4}-([0-9]+)", re.ASCII)


@dataclass(frozen=True)
class Usual:
    """The office's usual deadline: the parameter it is kept in, and what holds until the office sets it (working days)."""

    threshold: str
    days: int


def usual_days(severity: str) -> Usual:
    """Parameter and default of the deadline for a severity of ``Severity``."""
    return Usual(*_DAYS[Severity(severity)])


def within_limits(days: int) -> int:
    """A parameter that the office typed, brought between 1 and LONGEST_DAYS."""
    return max(1, min(days, LONGEST_DAYS))


def tidy(draft: FindingDraft) -> FindingDraft:
    """The draft with texts that may be stored (no NUL, no half characters), white space outside cut off."""
    names = (*_TEXTS, "kind", "sub_kind", "severity", "item_code")
    return replace(draft, **{name: storable(str(getattr(draft, name) or "")).strip() for name in names})


def problems(draft: FindingDraft) -> dict[str, str]:
    """What is wrong with a tidied draft, a Chinese sentence for each field of it; empty when nothing is."""
    found = _choices(draft) | _texts(draft)
    if not draft.description:
        found["description"] = "请写明发现的情况：什么设备、在做什么、依据什么判断。"
    if draft.is_confirmed and draft.kind != FindingKind.REVIVAL:
        found["is_confirmed"] = "只有“地条钢死灰复燃”可以标记查实地条钢生产。"
    days = draft.deadline_days
    if days is not None and not (_is_whole(days) and 1 <= days <= LONGEST_DAYS):
        found["deadline_days"] = (
            f"整改期限{excerpt(days)}不对，请填写 1 至 {LONGEST_DAYS} 个工作日，或留空按默认期限。"
        )
    return found


def next_number(year: int, taken: Collection[str]) -> str:
    """``F2026-0001``: one above the highest ``taken`` of the year, which is at least four digits long."""
    found = [_NUMBER.fullmatch(number) for number in taken]
    highest = max((int(match[1]) for match in found if match), default=0)
    return f"F{year}-{highest + 1:04d}"


def _choices(draft: FindingDraft) -> dict[str, str]:
    found = {}
    if draft.kind not in FindingKind.values:
        found["kind"] = f"没有{excerpt(draft.kind)}这个问题类别，请从列表中选择。"
    if draft.severity not in Severity.values:
        found["severity"] = f"没有{excerpt(draft.severity)}这个程度，请选择一般、较重或重大。"
    elif draft.kind == FindingKind.REVIVAL and draft.severity != Severity.SERIOUS:
        found["severity"] = "“地条钢死灰复燃”一律按重大问题登记，程度请选择“重大”。"
    if draft.kind == FindingKind.NEW_CAPACITY and draft.sub_kind not in NewCapacityKind.values:
        found["sub_kind"] = "违规新增产能请选择细类。"
    if draft.kind != FindingKind.NEW_CAPACITY and draft.sub_kind:
        found["sub_kind"] = "只有违规新增产能有细类，请去掉细类或改选类别。"
    return found


def _texts(draft: FindingDraft) -> dict[str, str]:
    found = {
        name: f"{label}共 {len(getattr(draft, name))} 个字，最多 {longest} 个字，请缩短。"
        for name, (label, longest) in _TEXTS.items()
        if len(getattr(draft, name)) > longest
    }
    if not _CODE.fullmatch(draft.item_code):
        found["item_code"] = f"检查项编码{excerpt(draft.item_code)}无法识别，请重新打开检查表。"
    return found


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
