"""Texts to copy and send (催办、督办): numbers and dates alone, nothing of what was reported. Their printed form is an official document."""

from collections.abc import Sequence
from datetime import date

from capacity_portal.lib import dates
from capacity_portal.lib.workdays import Calendar
from capacity_portal.organization.models import Office
from tipoffs.documents.tip_facts import due_of
from tipoffs.models import Tip
from tipoffs.rules.clocks import Clock, standing

NAMED = 30
_IN_TIME = "确需延期的，请在期限届满前在门户申请并说明理由。"
_LATE = "已逾期，请立即反馈并说明原因；期限已过，不能再申请延期。"
_LATE_ONES = "已逾期的，请立即反馈并说明原因，不能再申请延期。"


def office_name() -> str:
    """Who signs the texts and papers. One query."""
    name = Office.objects.order_by("id").values_list("full_name", flat=True).first()
    return name or "化解过剩产能工作领导小组办公室"


def reminder_text(unit: str, tips: Sequence[Tip], today: date, calendar: Calendar, sender: str) -> str:
    """The text that presses one unit for its tips, the earliest deadline first."""
    ordered = sorted(tips, key=lambda tip: (due_of(tip), tip.pk))
    lines = [_line(number, tip, today, calendar) for number, tip in enumerate(ordered[:NAMED], 1)]
    if len(ordered) > NAMED:
        lines.append(f"……等共{len(ordered)}件，全部见门户“举报办理”。")
    head = f"【催办】{unit}：截至{dates.label(today)}，交办你单位的{len(ordered)}件举报线索尚未反馈，请抓紧核查，在门户登记核查和处置情况。"
    late = sum(due_of(tip) < today for tip in ordered)
    tail = _LATE if late == len(ordered) else _IN_TIME if not late else f"{_IN_TIME}{_LATE_ONES}"
    return "\n".join([head, *lines, tail, sender])


def supervision_text(unit: str, tip: Tip, demand: str, today: date, calendar: Calendar, sender: str) -> str:
    """The text of a supervision (督办) of one tip."""
    due = due_of(tip)
    words = standing(due, today, calendar, Clock())[0]
    return "\n".join(
        [
            f"【督办】{unit}：{tip.label}线索由办公室负责人督办，反馈期限{dates.label(due)}（{words}）。",
            f"督办要求：{demand}",
            "请主要负责人督促落实，核查须有两人以上到场，结果和处置情况在门户登记反馈。",
            sender,
            dates.label(today),
        ]
    )


def _line(number: int, tip: Tip, today: date, calendar: Calendar) -> str:
    due = due_of(tip)
    return (
        f"{number}. {tip.label}：反馈期限{dates.label(due)}，{standing(due, today, calendar, Clock())[0]}。"
    )
