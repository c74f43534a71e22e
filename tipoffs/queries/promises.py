"""What is promised at the receipt: the day of the hand-over and the day of the result, each with its computation."""

from dataclasses import dataclass
from datetime import date

from capacity_portal.lib import dates
from capacity_portal.organization.queries import work_calendar
from tipoffs.models import Tip
from tipoffs.queries.clock_rules import clock_of
from tipoffs.rules.clocks import explained, handover_deadline, result_deadline

HANDOVER = "交办给核查单位"
RESULT = "反馈核查结果"


@dataclass(frozen=True)
class Promise:
    label: str
    due: date
    text: str


def promises_for(tip: Tip) -> list[Promise]:
    """Hand-over, and result counted from the last day of the hand-over: 1 working day, 10 more (settled 30)."""
    clock, calendar = clock_of(tip.kind), work_calendar()
    handover = handover_deadline(tip.counted_on, clock, calendar)
    result = result_deadline(handover.due, clock.result_days, calendar)
    return [
        Promise(HANDOVER, handover.due, said_of_hours(tip) + explained(handover)),
        Promise(RESULT, result.due, said_of_result(clock.result_days, explained(result))),
    ]


def said_of_hours(tip: Tip) -> str:
    """From when a tip counts that came after hours or on a day off; "" for all others."""
    if tip.counted_on == tip.received_on:
        return ""
    return f"非工作时间收到的，从{dates.label(tip.counted_on)}起算。"


def said_of_result(days: int, how: str) -> str:
    """What the day of the result means while nothing is handed over yet; ``how`` it was counted."""
    return f"交办后{days}个工作日内。{how}"
