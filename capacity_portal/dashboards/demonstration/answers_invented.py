"""Answers to the items of a checklist, as an inspector of the demonstration gives them: pure, the same for the same dice."""

from collections.abc import Mapping, Sequence
from random import Random

from inspections.choices import AnswerKind
from inspections.rules.answers import NO, YES, Asked

_STOPPED = ("没有生产", "没有发货", "停产", "空置")
_MOST_BY_UNIT = {"台": 3, "吨": 6, "个": 4}
_TEXTS = {
    "destination": ("演示机械厂", "演示阀门公司", "演示水泵厂", "演示汽配公司"),
    "contact": ("无人", "演示值守员", "演示承租人"),
    "places_seen": ("东园区、旧砖厂", "老供销社仓库、河边院落", "工业园北侧、矿点路口", "集镇后街、废旧厂房"),
}


def answers(
    items: Sequence[Asked], previous: Mapping[str, Mapping], dice: Random, *, is_stopped: bool = False
) -> dict[str, dict]:
    """Answers of a visit that found nothing wrong; about half of those that stay the same are marked 与上月一致."""
    found = {}
    for item in items:
        last = str((previous.get(item.code) or {}).get("value") or "")
        value = last if last and dice.random() < 0.9 else _value(item, dice, is_stopped)
        if value:
            found[item.code] = {"value": value, "same": value == last and dice.random() < 0.5, "note": ""}
            if item.is_bad(value):
                found[item.code]["note"] = "已当场核实，有情况说明。"
    return found


def with_fault(found: dict[str, dict], items: Sequence[Asked], dice: Random) -> tuple[dict[str, dict], str]:
    """The answers with one item that is not as it should be, and its code ("" where no item can be bad)."""
    able = [item for item in items if item.kind == AnswerKind.YES_NO and item.good_answer]
    if not able:
        return found, ""
    item = dice.choice(able)
    value = NO if item.good_answer == YES else YES
    return found | {item.code: {"value": value, "same": False, "note": "见登记的问题。"}}, item.code


def _value(item: Asked, dice: Random, is_stopped: bool) -> str:
    if item.kind == AnswerKind.YES_NO:
        return item.good_answer or YES
    if item.kind == AnswerKind.CHOICE:
        return _choice(item, dice, is_stopped)
    if item.kind == AnswerKind.NUMBER:
        return str(dice.randrange(1, _MOST_BY_UNIT.get(item.unit, 20) + 1))
    return dice.choice(_TEXTS.get(item.code, ("已核对",)))


def _choice(item: Asked, dice: Random, is_stopped: bool) -> str:
    """The normal one; the first but for the odd one out where any is; the one for stopped works where there is one."""
    stopped = [choice for choice in item.choices if choice in _STOPPED]
    if item.good_answer:
        return item.good_answer
    if is_stopped and stopped:
        return stopped[0]
    return item.choices[0] if dice.random() < 0.8 else dice.choice(item.choices[:2])
