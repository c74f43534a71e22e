"""What is answered to the items of a checklist: by kind, as they are stored, with a sentence for each that will not do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from capacity_portal.lib import quantities
from capacity_portal.lib.typed_text import excerpt, storable
from inspections.choices import AnswerKind, Outcome

YES, NO = "yes", "no"
YES_NO = {YES: "是", NO: "否"}
LONGEST_TEXT, LONGEST_NOTE = 500, 200
_OPTIONAL = frozenset({Outcome.IDLE, Outcome.REFUSED, Outcome.NO_ENTRY})
Answer = Mapping[str, Any]
Errors = dict[str, list[str]]


@dataclass(frozen=True)
class Asked:
    """One item of the checklist as it is asked at this duty (see ``models.ChecklistItem``)."""

    code: str
    text: str
    kind: str = AnswerKind.YES_NO
    choices: tuple[str, ...] = ()
    unit: str = ""
    good_answer: str = ""
    is_required: bool = True
    needs_photo: bool = False

    def is_bad(self, value: str) -> bool:
        """Whether ``value`` is answered and not the normal answer."""
        return bool(value and self.good_answer and value != self.good_answer)


def key(code: str) -> str:
    """The name under which errors of an item stand: ``answers.furnace_count``."""
    return f"answers.{code}"


def checked(
    answers: Mapping[str, Answer], items: Sequence[Asked], previous: Mapping[str, Answer], outcome: str
) -> tuple[dict[str, dict], Errors]:
    """Answers as they are stored, and errors under ``key(code)``.

    An item “与上月一致” takes the value of ``previous``; one that says another value than that was shown an older visit, and its
    own value stands. Unknown codes are left out: an older page may have asked them.
    """
    stored, errors = {}, {}
    for item in items:
        answer, faults = _one(item, answers.get(item.code) or {}, previous.get(item.code) or {}, outcome)
        if faults:
            errors[key(item.code)] = faults
        if answer:
            stored[item.code] = answer
    return stored, errors


def shown(item: Asked, value: str) -> str:
    """``value`` as it is read: 是, 12台."""
    if item.kind == AnswerKind.YES_NO:
        return YES_NO.get(value, value)
    return f"{value}{item.unit}" if value and item.kind == AnswerKind.NUMBER else value


def _one(item: Asked, answer: Answer, before: Answer, outcome: str) -> tuple[dict, list[str]]:
    typed = storable(str(answer.get("value") or "")).strip()
    note = storable(str(answer.get("note") or "")).strip()
    last = str(before.get("value") or "")
    is_same = bool(answer.get("same")) and typed in ("", last)
    if is_same and not last:
        return {}, [f"“{item.text}”没有上次的答复可以沿用，请直接填写。"]
    value, faults = _value(item, last if is_same else typed)
    faults = faults or _missing(item, value, note, outcome)
    if len(note) > LONGEST_NOTE:
        faults.append(f"“{item.text}”的说明共 {len(note)} 个字，最多 {LONGEST_NOTE} 个字，请缩短。")
    kept = {"value": value, "same": is_same, "note": note} if value or note else {}
    return kept, faults


def _missing(item: Asked, value: str, note: str, outcome: str) -> list[str]:
    if not value and item.is_required and outcome not in _OPTIONAL:
        return [f"请填写“{item.text}”。"]
    if outcome == Outcome.NORMAL and item.is_bad(value) and not note:
        return [
            f"“{item.text}”答复为“{shown(item, value)}”，与结果“正常”不符：请在该项写明说明，或把结果改为“发现问题”。"
        ]
    return []


def _value(item: Asked, typed: str) -> tuple[str, list[str]]:
    """The value as it is stored and what is wrong with it; nothing typed is no fault here."""
    if not typed:
        return "", []
    if item.kind == AnswerKind.NUMBER:
        return _number(item, typed)
    if item.kind == AnswerKind.TEXT:
        too_long = f"“{item.text}”共 {len(typed)} 个字，最多 {LONGEST_TEXT} 个字，请缩短。"
        return typed, [too_long] if len(typed) > LONGEST_TEXT else []
    known = YES_NO if item.kind == AnswerKind.YES_NO else dict.fromkeys(item.choices)
    if typed in known:
        return typed, []
    words = "、".join(YES_NO.values() if item.kind == AnswerKind.YES_NO else item.choices)
    return "", [f"“{item.text}”的答复{excerpt(typed)}不在选项中，请从“{words}”中选择。"]


def _number(item: Asked, typed: str) -> tuple[str, list[str]]:
    try:
        number = quantities.parse(typed, name=f"“{item.text}”", unit=item.unit, most=9_999_999)
    except quantities.QuantityError as error:
        return "", [str(error)]
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text), []
