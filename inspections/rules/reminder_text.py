"""The text of a reminder (催报): whom it is for, how many of how many, until when, and who is missing by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from capacity_portal.lib import dates

NAMED = 30
"""So many are named for each standing; the rest is counted."""


@dataclass(frozen=True)
class Missing:
    """One duty nobody has seen to: its name, its cell, who answers for it."""

    title: str
    cell_name: str
    responsible: str
    is_attempted: bool = False
    reason: str = ""

    @property
    def line(self) -> str:
        about = "，".join(
            filter(None, [self.cell_name, f"责任人{self.responsible}" if self.responsible else "无责任人"])
        )
        return f"{self.title}（{about}）"


@dataclass(frozen=True)
class Reminder:
    """``due``, ``covered``: of the county's month, None where only some duties were picked; ``days_left`` working days, negative
    when the day has passed; ``note``: a caution about holidays not entered yet.
    """

    to: str
    month: str
    missing: Sequence[Missing]
    due_on: date
    days_left: int
    at: datetime
    sender: str
    due: int | None = None
    covered: int | None = None
    note: str = ""


def text_of(reminder: Reminder) -> str:
    """The reminder as plain text, ready to be copied."""
    parts = [
        f"{reminder.to}：",
        f"截至{_moment(reminder.at)}，{_numbers(reminder)}{_due(reminder)}",
        *_list("未排查", [one for one in reminder.missing if not one.is_attempted]),
        *_list("到场未查成", [one for one in reminder.missing if one.is_attempted]),
        "确因客观原因无法排查的，请在门户中逐处说明原因，由市级审定。感谢支持。",
        reminder.sender,
        dates.label(reminder.at.date()),
    ]
    return "\n".join(parts)


def _numbers(reminder: Reminder) -> str:
    left = f"还有{len(reminder.missing)}处没有查清"
    if not reminder.due:
        return f"{reminder.month}网格化排查{left}。"
    share = (reminder.covered or 0) * 1000 // reminder.due
    done = f"应排查{reminder.due}处，已查清{reminder.covered}处（{share // 10}.{share % 10}%）"
    return f"{reminder.month}网格化排查{done}，{left}。"


def _due(reminder: Reminder) -> str:
    day = dates.label(reminder.due_on)
    if reminder.days_left < 0:
        sentence = f"排查截止日期为{day}，已逾期{-reminder.days_left}个工作日，请抓紧补查，并逐处说明原因。"
    elif reminder.days_left == 0:
        sentence = f"请务必于{day}（今天）完成。"
    else:
        sentence = f"请于{day}（还有{reminder.days_left}个工作日）前完成。"
    return sentence + (f"（{reminder.note}）" if reminder.note else "")


def _list(title: str, missing: Sequence[Missing]) -> list[str]:
    if not missing:
        return []
    lines = [f"{title}{len(missing)}处："]
    lines += [f"{number}．{one.line}" for number, one in enumerate(missing[:NAMED], start=1)]
    if len(missing) > NAMED:
        lines.append(f"……等共{len(missing)}处，全部名单见门户“月排查”。")
    return lines


def _moment(at: datetime) -> str:
    return f"{dates.label(at.date())}{at.hour}时{at.minute:02d}分"
