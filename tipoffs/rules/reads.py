"""Readings of tips as figures: who looked at how many different ones within an hour (T3: more than five is worth a question)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

ALERT = ("tipoff-reads-an-hour", 5)
"""Threshold of the office and its usual value: more different tips than this within an hour are told to the auditor."""
HOUR = timedelta(hours=1)


def busiest_hour(reads: Iterable[tuple[datetime, int]]) -> tuple[int, datetime | None]:
    """(different tips, when the hour began) of the busiest sixty minutes among (moment, tip); (0, None) for none."""
    window: list[tuple[datetime, int]] = []
    within: Counter[int] = Counter()
    most, began = 0, None
    for moment, tip in sorted(reads):
        window.append((moment, tip))
        within[tip] += 1
        while window[0][0] <= moment - HOUR:
            _, left = window.pop(0)
            within[left] -= 1
            within += Counter()  # drops what is no longer counted
        if len(within) > most:
            most, began = len(within), window[0][0]
    return most, began


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
