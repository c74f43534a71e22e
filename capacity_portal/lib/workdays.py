"""Deadlines in working days over a calendar that is passed in.

The table of holidays belongs to the organization. The day itself does not count (民法典第二百零一条). A year whose
holidays have not been entered is counted Monday to Friday, and the result says so, because the State
Council's notice may still change it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

_DAY = timedelta(days=1)
LONGEST = 2_000


@dataclass(frozen=True)
class Calendar:
    """Which days are worked.

    ``exceptions``: day -> is it worked (False: holiday, True: 调休 Saturday or Sunday); ``years``: those
    entered.
    """

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Tell whether ``day`` is worked; where nothing is entered, Monday to Friday are."""
        return self.exceptions.get(day, day.weekday() < 5)

    def covers(self, day: date) -> bool:
        """Tell whether the holidays of the year of ``day`` have been entered."""
        return day.year in self.years


@dataclass(frozen=True)
class Deadline:
    """When something is due, and how that was counted.

    ``due``: the last day; ``skipped``: days passed over, in order; ``uncovered``: years counted without
    holidays.
    """

    start: date
    count: int
    due: date
    skipped: tuple[date, ...]
    uncovered: tuple[int, ...]

    @property
    def note(self) -> str:
        """Chinese caution to stand beside the deadline, or ``""``."""
        if not self.uncovered:
            return ""
        return f"{'、'.join(map(str, self.uncovered))}年的节假日安排尚未收录，按周一至周五推算，可能调整。"


def deadline(start: date, count: int, calendar: Calendar) -> Deadline:
    """Return the day that lies ``count`` working days after ``start``; 0 is ``start`` itself.

    Raises ValueError for a negative count or one above LONGEST.
    """
    if not 0 <= count <= LONGEST:
        raise ValueError(f"working days must be 0 to {LONGEST}, not {count}")
    day, left, skipped, uncovered = start, count, [], {}
    while left:
        day += _DAY
        if not calendar.covers(day):
            uncovered[day.year] = None
        if calendar.is_workday(day):
            left -= 1
        else:
            skipped.append(day)
    return Deadline(start, count, day, tuple(skipped), tuple(uncovered))


def workdays_between(start: date, end: date, calendar: Calendar) -> int:
    """Return the working days after ``start`` up to and with ``end``; negative when ``end`` is earlier."""
    if end < start:
        return -workdays_between(end, start, calendar)
    return sum(calendar.is_workday(start + _DAY * ahead) for ahead in range(1, (end - start).days + 1))


def next_workday(day: date, calendar: Calendar) -> date:
    """Return the first working day after ``day``."""
    return deadline(day, 1, calendar).due


def day_of_receipt(moment: datetime, calendar: Calendar, closing: time) -> date:
    """Return the day on which something arriving at ``moment`` (office time) counts as received.

    After ``closing``, or on a day that is not worked, that is the next working day.
    """
    day = moment.date()
    if calendar.is_workday(day) and moment.time() <= closing:
        return day
    return next_workday(day, calendar)
