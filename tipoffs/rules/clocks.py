"""Clocks of a tip: hand-over within 1 working day, result within 10 from the hand-over (河北、邯郸《线索交办单》办法).

The day itself does not count; what arrives after hours or on a holiday counts from the next working day (settled 30). The
calendar is passed in.
"""

from dataclasses import dataclass
from datetime import date

from capacity_portal.lib import dates
from capacity_portal.lib.workdays import Calendar, Deadline, deadline, workdays_between


@dataclass(frozen=True)
class Clock:
    """Working days a kind of tip may take; ``warning_days``: how many before the last day the warning begins."""

    handover_days: int = 1
    result_days: int = 10
    extension_days: int = 10
    warning_days: int = 2


def handover_deadline(counted_on: date, clock: Clock, calendar: Calendar) -> Deadline:
    """Last day to hand over a tip that counts as received on ``counted_on``."""
    return deadline(counted_on, clock.handover_days, calendar)


def result_deadline(handed_over_on: date, days: int, calendar: Calendar) -> Deadline:
    """Last day for the result: ``days`` (the kind's, and the extensions granted) from the day of the hand-over."""
    return deadline(handed_over_on, days, calendar)


def explained(found: Deadline, since: str = "") -> str:
    """How a deadline was counted, in one sentence for the page: every date shows its computation. ``since``: what happened on its first day."""
    day = dates.label(found.start)
    text = f"从{f'{since}（{day}）' if since else day}的次日起算第{found.count}个工作日"
    if found.skipped:
        text += f"，其间{len(found.skipped)}天休息日不计"
    return f"{text}。{found.note}"


def standing(due_on: date, today: date, calendar: Calendar, clock: Clock) -> tuple[str, str]:
    """(words, kind of badge): ``还有3个工作日`` neutral, ``今天到期`` warn, ``逾期2个工作日`` bad."""
    left = workdays_between(today, due_on, calendar)
    if today > due_on:
        return f"逾期{max(1, -left)}个工作日", "bad"
    if left == 0:
        return "今天到期", "warn"
    return f"还有{left}个工作日", "warn" if left <= clock.warning_days else "neutral"
