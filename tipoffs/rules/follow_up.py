"""What the reporter may still do after an answer: rate once, object once, one level up (settled 30)."""

from datetime import date

from capacity_portal.lib.workdays import Calendar, Deadline, deadline
from tipoffs.choices import TipState

OBJECT_WITHIN = 15
"""Working days from the answer, or from the refusal, in which an objection is taken."""
OBJECTION_ANSWERED_IN = 10
"""Working days the leader has for it."""
MOST_MESSAGES = 50
LONGEST_MESSAGE, LONGEST_OPINION = 1_000, 500
TOLD = frozenset({TipState.ANSWERED, TipState.CLOSED, TipState.REFUSED})
"""States in which the reporter has been told the outcome."""


def last_day_to_object(told_on: date, calendar: Calendar) -> Deadline:
    return deadline(told_on, OBJECT_WITHIN, calendar)


def objection_due(made_on: date, calendar: Calendar) -> Deadline:
    return deadline(made_on, OBJECTION_ANSWERED_IN, calendar)


def against_rating(state: str, rated: bool) -> str:
    """Why the reporter may not rate now; "" when he may."""
    if rated:
        return "您已评价过，每件举报评价一次。"
    return "" if state in TOLD else "办公室还没有答复，答复后可以评价。"


def against_objection(state: str, objected: bool, last_day: date | None, today: date) -> str:
    """Why the reporter may not object now; "" when he may."""
    if objected:
        return "您已提出过异议，每件举报可以提出一次。"
    if state not in TOLD or last_day is None:
        return "办公室还没有答复，答复后可以提出异议。"
    if today > last_day:
        return f"提出异议的期限到{last_day:%Y-%m-%d}为止，已经过了。仍有新情况的，请在“留言”中补充，或者重新举报。"
    return ""


def against_reopening(state: str, *, is_objection_waiting: bool) -> str:
    """Why the leader may not simply take the tip up once more; "" when he may: an objection is decided as one."""
    if is_objection_waiting:
        return "举报人的异议还没有决定：请在“决定异议”中决定，异议成立的即重新办理。"
    if state == TipState.ANSWERED:
        return "已答复、未办结的举报，只有异议成立才重新办理；有新情况的，请先办结再重新办理。"
    return ""


def against_message(written: int) -> str:
    """Why no further message is taken; "" when there is room."""
    return "" if written < MOST_MESSAGES else f"留言已满{MOST_MESSAGES}条。请拨打举报电话补充，或者重新举报。"
