"""Two years of inspections: months opened, visited, answered for, closed; the last one still under review, this one half done.

Everything happens in order of time: the ledger grows while the months go by, so that what is registered later comes to the
list when it is registered, and nothing that is sealed lies after its seal.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.dashboards.demonstration import grid, list_changes
from capacity_portal.dashboards.demonstration import visits_invented as invented
from capacity_portal.dashboards.demonstration.agenda import Agenda
from capacity_portal.dashboards.demonstration.cast import Cast, cast_of
from capacity_portal.dashboards.demonstration.findings_told import Course
from capacity_portal.dashboards.demonstration.month_ends import MonthEnds
from capacity_portal.dashboards.demonstration.seeding import PREFECTURE, Ledger
from capacity_portal.dashboards.demonstration.visits_written import Writer
from capacity_portal.journal import operations as journal
from capacity_portal.lib import months
from capacity_portal.lib.workdays import Calendar
from capacity_portal.organization.queries import counties_of, work_calendar
from enterprises.models import Enterprise
from inspections.models import Duty, Round
from inspections.operations.opening import open_round
from inspections.operations.reconciling import reconcile
from inspections.queries.checklists import asked
from inspections.queries.many_duties import items_by_duty

_ZONE = ZoneInfo("Asia/Shanghai")
_REVIVALS = {14: "360822", 0: "360824"}
"""地条钢 turns up so many months ago, in which county: once cleared away, once under way."""
_COPIED_MONTHS = range(1, 4)
_HALF = 0.55


@dataclass
class Story:
    """``past`` months are told before the one of ``now``."""

    now: datetime
    past: int
    ledger: Ledger
    writer: Writer = field(default_factory=lambda: Writer({}))
    known: invented.Known = field(default_factory=lambda: invented.Known({}, {}, {}, {}))

    def begin(self) -> None:
        """The ledger as it stood before the first month, the grid, the people."""
        self.this_month = months.month_of(localdate(self.now))
        self.calendar: Calendar = work_calendar()
        self.agenda = Agenda(self.now)
        first = months.add(self.this_month, -self.past)
        self.opens_at = at(months.first_day(first), 8)
        for _ in self.ledger.open_until(at(months.first_day(first))):
            pass
        before = months.first_day(months.previous_month(first))
        grid.lay(PREFECTURE, at=at(before, 9))
        self._gather()
        journal.seal(at=at(months.last_day(months.previous_month(first)), 23, 30))

    def _gather(self) -> None:
        self.cast: Cast = cast_of(list(counties_of(PREFECTURE, localdate(self.now))))
        self.writer.officers = self.cast.officers
        self.known.names = {pk: officer.name for pk, officer in self.cast.officers.items()}
        self.known.staff = {code: officer.pk for code, officer in self.cast.staff.items()}
        self.known.units = self.cast.units
        self.course = Course(self.agenda, self.cast.office, self.cast.staff)
        self.ends = MonthEnds(self.agenda, self.cast)

    def tell_past(self) -> None:
        for ago in range(self.past, 0, -1):
            self._tell_one(months.add(self.this_month, -ago), ago)

    @transaction.atomic
    def _tell_one(self, period: int, ago: int) -> None:
        """A month in one transaction: thousands of small ones take a minute."""
        round_ = self._tell(period, ago)
        self.agenda.run(self._end(period))
        journal.seal(at=self._end(period))
        self.ends.plan(round_, ago=ago)

    @transaction.atomic
    def tell_current(self) -> Round:
        """The month of now, as far as it has come."""
        round_ = self._tell(self.this_month, 0)
        self.agenda.run(self.now)
        return round_

    # --- one month ------------------------------------------------------------------------------------------------------
    def _tell(self, period: int, ago: int) -> Round:
        end = min(self._end(period), self.now)
        round_ = open_round(period=period, by=None, at=at(months.first_day(period), 0, 10))
        for moment in self.ledger.open_until(end):
            reconcile(round_=round_, at=moment + timedelta(minutes=10))
        changed = at(months.first_day(period) + timedelta(days=11), 10)
        if changed < self.now:
            list_changes.change(round_, ago, office=self.cast.office, at=changed)
        if ago and ago % 3 == 0:
            grid.change_person(ago, at=changed + timedelta(hours=2))
            self._gather()
        self._visit(round_, ago, end)
        return round_

    def _visit(self, round_: Round, ago: int, end: datetime) -> None:
        duties = self._duties(round_)
        items = items_by_duty(duties)
        self.known.items = {pk: asked(list(rows)) for pk, rows in items.items()}
        told = invented.invent_month(duties, self._month(round_, ago), self.known)
        told = [one for one in told if one.at < self.now]
        self._write([one for one in told if one.at <= end], items)
        late = [one for one in told if one.at > end]
        if late:
            self.agenda.add(late[-1].at, lambda _: self._write(late, items))

    def _duties(self, round_: Round) -> list[Duty]:
        """What is in force, with month and file (of the file only what a visit is about)."""
        duties = list(Duty.objects.in_force().filter(period=round_.period).order_by("id"))
        wanted = {duty.enterprise_id for duty in duties} - {None}
        files = (
            Enterprise.objects.filter(pk__in=wanted)
            .only("longitude", "latitude", "legal_representative")
            .in_bulk()
        )
        for duty in duties:
            duty.round, duty.enterprise = round_, files.get(duty.enterprise_id)
        return duties

    def _write(self, told: list[invented.Told], items: dict) -> None:
        for finding in self.writer.write(told, items):
            self.course.plan(finding)

    def _month(self, round_: Round, ago: int) -> invented.Month:
        first = months.first_day(round_.period)
        last = round_.visits_due_on if ago else max(first, min(localdate(self.now), round_.visits_due_on))
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return invented.Month(
            round_.period,
            tuple(day for day in days if self.calendar.is_workday(day)) or (last,),
            round_.visits_due_on,
            share=1.0 if ago else _HALF,
            is_copied=ago in _COPIED_MONTHS,
            revival_in=_REVIVALS.get(ago, ""),
        )

    def _end(self, period: int) -> datetime:
        return at(months.last_day(period), 23, 30)


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """A moment in office time."""
    return datetime.combine(day, time(hour, minute), _ZONE)
