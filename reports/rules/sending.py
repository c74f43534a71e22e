"""What an addressee owes for a document, what of it is done, and by how many working days it is late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from capacity_portal.lib.dates import label
from capacity_portal.lib.quantities import percentage, trimmed
from capacity_portal.lib.workdays import Calendar, workdays_between

RECEIVE, CASCADE, MEET, TASK, RETURN = "receive", "cascade", "meet", "task", "return"
ACTS = {RECEIVE: "签收", CASCADE: "层层传达", MEET: "开会部署", TASK: "分解任务", RETURN: "书面反馈"}


@dataclass(frozen=True)
class Standing:
    """``done``: act -> the day it was done, for those done; ``owed``: the acts asked of this addressee.

    ``due``: the day all of it is due, None where none is set; ``backfilled``: acts dated in time and put down after it (补登).
    """

    owed: tuple[str, ...]
    done: Mapping[str, date]
    due: date | None
    backfilled: frozenset[str] = frozenset()

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(act for act in self.owed if act not in self.done)

    @property
    def is_complete(self) -> bool:
        return not self.missing

    def is_overdue(self, today: date) -> bool:
        """Whether something is missing though the due day has passed."""
        return self.due is not None and today > self.due and not self.is_complete


@dataclass(frozen=True)
class Lateness:
    """How late one addressee is: ``days`` working days after ``due`` up to ``until`` (the day of the last act, or today)."""

    days: int
    due: date
    until: date
    is_open: bool
    uncovered: bool = False

    @property
    def sentence(self) -> str:
        """How it was counted."""
        end = f"到{label(self.until)}{'仍未完成' if self.is_open else '完成'}"
        caution = "（有年份的节假日安排尚未收录，按周一至周五推算）" if self.uncovered else ""
        return f"期限{label(self.due)}，次日起算，{end}，其间{self.days}个工作日{caution}。"


def owed(wanted: Mapping[str, bool], *, is_copy: bool) -> tuple[str, ...]:
    """The acts asked of an addressee: all that the document wants of 主送, the receipt alone of 抄送."""
    return tuple(act for act in ACTS if wanted.get(act) and (act == RECEIVE or not is_copy))


def lateness(standing: Standing, today: date, calendar: Calendar) -> Lateness | None:
    """None while nothing is late. A day off after the due day counts for nothing, but the act is late all the same (0 days)."""
    if standing.due is None or not standing.owed:
        return None
    is_open = not standing.is_complete
    until = today if is_open else max(standing.done[act] for act in standing.owed)
    if until <= standing.due:
        return None
    days = workdays_between(standing.due, until, calendar)
    uncovered = not (calendar.covers(standing.due) and calendar.covers(until))
    return Lateness(days, standing.due, until, is_open, uncovered)


@dataclass(frozen=True)
class Rate:
    """``done`` of ``total`` addressees of whom ``act`` was asked."""

    act: str
    done: int
    total: int

    @property
    def label(self) -> str:
        return ACTS[self.act]

    @property
    def percent(self) -> str:
        """``87.5%``; ``—`` where nobody was asked."""
        return share(self.done, self.total)


def share(done: int, total: int) -> str:
    """``done`` of ``total`` to one decimal, rounded half up; ``—`` for a total of 0."""
    return trimmed(percentage(done, total), "%", 1)


def rates(standings: Iterable[Standing]) -> list[Rate]:
    """One rate for each act that anybody owes, in order."""
    found = list(standings)
    asked = {act: [one for one in found if act in one.owed] for act in ACTS}
    return [Rate(act, sum(act in one.done for one in rows), len(rows)) for act, rows in asked.items() if rows]
