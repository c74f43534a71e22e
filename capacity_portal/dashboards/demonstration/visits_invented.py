"""A month's visits, invented: who went where when, what came of it, when it was entered. Pure; the same for the same month.

One county enters late in every third month, one copies last month's texts on the last day, two cells have nobody who goes.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from capacity_portal.dashboards.demonstration import answers_invented as answering
from capacity_portal.dashboards.demonstration import phrases
from capacity_portal.dashboards.demonstration import visit_details as details
from enterprises.choices import Status
from inspections.choices import DutyEntry, DutyKind, Outcome, VisitSource
from inspections.models import Duty
from inspections.rules.answers import Asked
from inspections.rules.reports import VisitReport

COPYING, LATE = "360827", "360830"
_ZONE = ZoneInfo("Asia/Shanghai")
_OUTCOMES = (
    (0.011, (Outcome.PROBLEM,)),
    (0.018, (Outcome.NO_ENTRY,)),
    (0.023, (Outcome.REFUSED,)),
    (0.031, (Outcome.REFUSED, Outcome.NORMAL)),
    (0.043, (Outcome.NO_ENTRY, Outcome.NORMAL)),
    (0.047, ()),
)


@dataclass(frozen=True)
class Month:
    """``days``: when visits are made, workdays up to the due day; ``share`` of the duties is visited at all.

    ``is_copied``: the copying county repeats the texts of the month before; ``revival_in``: the county in which 地条钢 turns up.
    """

    period: int
    days: tuple[date, ...]
    due_on: date
    share: float = 1.0
    is_copied: bool = False
    revival_in: str = ""


@dataclass
class Known:
    """What the inspectors know: questions of each duty, people, and from month to month the last answers and remarks."""

    items: Mapping[int, tuple[Asked, ...]]
    names: Mapping[int, str]
    staff: Mapping[str, int]
    units: Mapping[str, int]
    answers: dict[tuple, dict] = field(default_factory=dict)
    remarks: dict[tuple, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """One visit as it will be written: ``by`` is an officer's number, ``at`` the moment of entry."""

    duty: Duty
    report: VisitReport
    by: int
    at: datetime


@dataclass(frozen=True)
class _Slot:
    day: date
    arrived: time | None
    left: time | None
    entered: datetime


def key_of(duty: Duty) -> tuple:
    return (duty.kind, duty.enterprise_id or duty.cell_id)


def invent_month(duties: Sequence[Duty], month: Month, known: Known) -> list[Told]:
    """Visits of the month, in the order in which they are entered."""
    by_recorder: dict[int, list[Duty]] = defaultdict(list)
    for duty in duties:
        by_recorder[_recorder(duty, month, known)].append(duty)
    revival = _revival(duties, month)
    told = []
    for by, group in by_recorder.items():
        dice = Random(f"{month.period}-{by}")
        for duty, outcome, slot in _slots(group, month, dice, revival):
            told.append(_told(duty, outcome, slot, month, known, by, is_revival=duty.pk == revival))
    return sorted(told, key=lambda one: (one.at, one.duty.pk))


def _recorder(duty: Duty, month: Month, known: Known) -> int:
    copied = month.is_copied and duty.county_code == COPYING
    staff = known.staff.get(duty.county_code, next(iter(known.staff.values())))
    return staff if copied or duty.responsible_officer_id is None else duty.responsible_officer_id


def _revival(duties: Sequence[Duty], month: Month) -> int | None:
    if not month.revival_in:
        return None
    able = (duty for duty in duties if duty.county_code == month.revival_in)
    return next((duty.pk for duty in able if duty.status == Status.IN_PRODUCTION), None)


# --- who goes when ----------------------------------------------------------------------------------------------------
def _slots(
    group: Sequence[Duty], month: Month, dice: Random, revival: int | None
) -> Iterator[tuple[Duty, Outcome, _Slot]]:
    group = sorted(group, key=lambda duty: dice.random())
    wanted = _in_turn([(duty, _outcomes(duty, month, dice, duty.pk == revival)) for duty in group])
    if month.is_copied and group[0].county_code == COPYING:
        yield from _all_at_once(wanted, month, dice)
        return
    days = sorted(dice.sample(month.days, min(len(month.days), max(2, -(-len(wanted) // 3)))))
    clock = {day: 8 * 60 + dice.randrange(30, 80) for day in days}
    for number, (duty, outcome) in enumerate(wanted):
        day = days[number * len(days) // len(wanted)]
        if duty.entry == DutyEntry.ADDED and day < duty.entered_on:
            later = [one for one in days if one >= duty.entered_on]
            if not later:
                continue
            day = later[-1]
        arrived = clock[day]
        left = arrived + dice.randrange(18, 50)
        clock[day] = left + dice.randrange(20, 50)
        if duty.needs_night and dice.random() < 0.85:
            arrived = 20 * 60 + dice.randrange(5, 150)
            left = arrived + dice.randrange(15, 40)
        if left < 24 * 60:
            yield duty, outcome, _entered(duty, day, arrived, left, month, dice)


def _in_turn(told: Sequence[tuple[Duty, tuple[Outcome, ...]]]) -> list[tuple[Duty, Outcome]]:
    """Whom somebody visits twice comes first and again at the end: two visits of a month are made on two days."""
    told = sorted(told, key=lambda one: -len(one[1]))
    most = max((len(outcomes) for _, outcomes in told), default=0)
    return [(duty, outcomes[n]) for n in range(most) for duty, outcomes in told if n < len(outcomes)]


def _outcomes(duty: Duty, month: Month, dice: Random, is_revival: bool) -> tuple[Outcome, ...]:
    """What comes of the month's visits to the duty, one after the other; () when nobody goes."""
    drawn, share = dice.random(), month.share
    if is_revival:
        return (Outcome.PROBLEM,)
    if share < 1 and duty.county_code == COPYING:
        share = 0.05
    nobody = duty.kind == DutyKind.SWEEP and duty.responsible_officer_id is None
    if dice.random() >= share or (nobody and dice.random() < 0.8):
        return ()
    if duty.kind == DutyKind.SWEEP:
        return (Outcome.NORMAL,) * duty.visits_needed if drawn > 0.01 else ()
    if duty.status == Status.SUSPENDED and drawn > 0.97:
        return (Outcome.IDLE, Outcome.NORMAL)
    return next((found for limit, found in _OUTCOMES if drawn < limit), (Outcome.NORMAL,))


def _entered(duty: Duty, day: date, arrived: int, left: int, month: Month, dice: Random) -> _Slot:
    """Most are entered on the spot; some in the evening or the next morning, a few days later; one county late."""
    drawn = dice.random()
    entered = _moment(day, left) + timedelta(minutes=dice.randrange(1, 5), seconds=dice.randrange(60))
    last = month.days[-1]
    if duty.county_code == LATE and month.period % 3 == 0 and month.share == 1 and drawn < 0.55:
        entered = _moment(month.due_on + timedelta(days=1 + dice.randrange(2)), 9 * 60 + dice.randrange(480))
    elif drawn < 0.03 and day + timedelta(days=6) <= last:
        entered = _moment(day + timedelta(days=dice.randrange(4, 7)), 9 * 60 + dice.randrange(480))
    elif drawn < 0.1 and day < last:
        entered = _moment(day + timedelta(days=1), 8 * 60 + dice.randrange(20, 90))
    return _Slot(day, _clock(arrived), _clock(left), entered)


def _all_at_once(
    wanted: Sequence[tuple[Duty, Outcome]], month: Month, dice: Random
) -> Iterator[tuple[Duty, Outcome, _Slot]]:
    """The whole county within a quarter of an hour, before the doors close on the last day; nothing was ever found."""
    moment = _moment(month.due_on, 16 * 60 + 35)
    for number, (duty, _) in enumerate(wanted):
        moment += timedelta(seconds=dice.randrange(5, 11))
        day = month.due_on - timedelta(days=number % 3)
        yield duty, Outcome.NORMAL, _Slot(day, None, None, moment)


def _moment(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(), _ZONE) + timedelta(minutes=minutes)


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


# --- what it says -----------------------------------------------------------------------------------------------------
def _told(
    duty: Duty, outcome: Outcome, slot: _Slot, month: Month, known: Known, by: int, *, is_revival: bool
) -> Told:
    key = key_of(duty)
    dice = Random(f"{month.period}-{duty.pk}-{slot.entered}-{outcome}")
    copied = month.is_copied and duty.county_code == COPYING
    report = {"outcome": outcome.value, "outcome_reason": details.reason(outcome, slot.day, dice)}
    if outcome in (Outcome.NORMAL, Outcome.PROBLEM):
        report |= _answered(duty, outcome, slot, known, dice, is_revival=is_revival)
        text = known.remarks.get(key) or phrases.COPIED if copied else details.remarks(duty, slot.day, dice)
        report["remarks"] = known.remarks[key] = text
    if not copied:
        report |= {"place": details.place(duty, dice), "is_announced": dice.random() < 0.12}
        report |= _source(slot, dice)
    return Told(
        duty,
        VisitReport(
            client_id=UUID(int=dice.getrandbits(128), version=4), visited_on=slot.day, arrived=slot.arrived, left=slot.left,
            is_formal=details.is_formal(duty), inspectors=details.people(duty, (by, known.names[by]), dice),
            backfill_reason=_backfill(duty, slot, dice), doubts_accepted=True, **report,
        ),
        by,
        slot.entered,
    )  # fmt: skip


def _answered(
    duty: Duty, outcome: Outcome, slot: _Slot, known: Known, dice: Random, *, is_revival: bool
) -> dict:
    items, key = known.items[duty.pk], key_of(duty)
    stopped = duty.status == Status.SUSPENDED
    given = answering.answers(items, known.answers.get(key, {}), dice, is_stopped=stopped)
    known.answers[key] = given
    if outcome == Outcome.NORMAL:
        return {"answers": given}
    given, code = answering.with_fault(given, items, dice)
    draft = details.finding(
        duty, slot.day, dice, unit=known.units.get(duty.county_code), item_code=code, is_revival=is_revival
    )
    return {"answers": given, "findings": (draft,)}


def _source(slot: _Slot, dice: Random) -> dict:
    """One in six telephones had no network: the visit was finished there and sent when there was one."""
    if dice.random() > 1 / 6:
        return {}
    finished = _moment(slot.day, slot.left.hour * 60 + slot.left.minute + 1)
    return {"source": VisitSource.OFFLINE, "device_time": finished}


def _backfill(duty: Duty, slot: _Slot, dice: Random) -> str:
    if (slot.entered.date() - slot.day).days <= 3:
        return ""
    return phrases.LATE_BACKFILLED if duty.county_code == LATE else dice.choice(phrases.BACKFILLED)
