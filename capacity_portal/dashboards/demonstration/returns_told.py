"""The counties' monthly returns: compiled, signed, sometimes sent back, accepted; late in one county each quarter."""

import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.utils.timezone import localtime

from capacity_portal.dashboards.demonstration import phrases
from capacity_portal.dashboards.demonstration.agenda import Agenda
from capacity_portal.dashboards.demonstration.visit_details import filled
from capacity_portal.dashboards.demonstration.visits_invented import COPYING
from capacity_portal.organization.models import Officer, Region
from inspections.choices import Coverage, ReturnState
from inspections.models import Duty, Finding, MonthlyReturn, Round
from inspections.operations import returns as returning
from inspections.queries.return_differences import differences

LATE, ZERO = "360829", "3608K02"
_LATE_DAYS = 6


@dataclass
class Returns:
    """Puts the returns of a month on the agenda."""

    agenda: Agenda
    office: Officer
    staff: dict[str, Officer]
    leaders: dict[str, Officer]
    counties: list[Region]

    def plan(self, round_: Round, *, is_last: bool) -> datetime:
        """The moment after which every return is accepted; ``is_last``: two of the month are still under review."""
        start = localtime(round_.opened_at).replace(hour=8, minute=0)
        base = start + (round_.return_due_on - start.date())
        back = self.counties[round_.period % len(self.counties)].code
        for number, county in enumerate(self.counties):
            is_late = county.code == LATE and round_.period % 3 == 0
            signed = base + timedelta(
                days=_LATE_DAYS if is_late else 0, hours=1 + number % 7, minutes=number * 7
            )
            self._plan_one(
                round_, county, signed, is_back=county.code == back, waits=is_last and number in (4, 9)
            )
        return base + timedelta(days=_LATE_DAYS + 3)

    def _plan_one(
        self, round_: Round, county: Region, signed: datetime, *, is_back: bool, waits: bool
    ) -> None:
        add, write = self.agenda.add, self._write
        add(signed - timedelta(hours=1), lambda at: write(round_, county, at))
        add(signed, lambda at: self._sign(round_, county, at))
        answered = signed + timedelta(days=1, minutes=23)
        if is_back:
            add(answered, lambda at: self._send_back(round_, county, at))
            add(answered + timedelta(hours=3), lambda at: self._sign(round_, county, at))
            answered += timedelta(hours=5)
        if not waits:
            add(answered, lambda at: self._accept(round_, county, at))

    def _write(self, round_: Round, county: Region, at: datetime) -> None:
        by = self.staff[county.code]
        record = returning.begin_return(round_=round_, county=county, by=by, at=at)
        text, problems = texts(round_, county)
        returning.save_text(record=record, version=record.version, text=text, problems=problems, by=by, at=at)

    def _sign(self, round_: Round, county: Region, at: datetime) -> None:
        """As 零报告 where there was nothing to report, in the county that likes to; else as a full return."""
        if county.code == ZERO:
            with contextlib.suppress(returning.ReturnBlocked):
                self._submit(round_, county, at, is_zero=True)
                return
        self._submit(round_, county, at, is_zero=False)

    def _submit(self, round_: Round, county: Region, at: datetime, *, is_zero: bool) -> None:
        record = MonthlyReturn.objects.get(round=round_, county=county)
        by = self.leaders[county.code]
        returning.submit_confirmed(record=record, version=record.version, is_zero=is_zero, by=by, at=at)

    def _send_back(self, round_: Round, county: Region, at: datetime) -> None:
        record = MonthlyReturn.objects.get(round=round_, county=county)
        if record.state == ReturnState.SUBMITTED:
            comment = phrases.SEND_BACK_RETURNS[round_.period % len(phrases.SEND_BACK_RETURNS)]
            returning.send_back_return(record=record, comment=comment, by=self.office, at=at)

    def renew(self, round_: Round, at: datetime) -> None:
        """Before the month is closed: what has changed since it was signed is sent back and signed again."""
        accepted = MonthlyReturn.objects.filter(round=round_, state=ReturnState.ACCEPTED)
        for code in differences(round_, accepted):
            record = accepted.get(region_code=code)
            returning.send_back_return(record=record, comment=phrases.CHANGED, by=self.office, at=at)
            self._sign(round_, record.county, at)
            self._accept(round_, record.county, at)

    def _accept(self, round_: Round, county: Region, at: datetime) -> None:
        record = MonthlyReturn.objects.get(round=round_, county=county)
        if record.state == ReturnState.SUBMITTED:
            returning.accept_return(record=record, by=self.office, at=at)


def texts(round_: Round, county: Region) -> tuple[str, str]:
    """The county's words with the month's numbers; the copying county has written the same for three months."""
    here = {"period": round_.period, "county_code": county.code}
    duties = Duty.objects.in_force().filter(**here)
    due, covered = duties.count(), duties.filter(coverage=Coverage.COVERED).count()
    found = Finding.objects.filter(**here).count()
    said = f"发现问题{found}个，均已明确责任单位和期限。" if found else "未发现地条钢生产和违规新增产能。"
    dice = Random(
        f"return-{county.code}" if county.code == COPYING else f"return-{round_.period}-{county.code}"
    )
    day = round_.visits_due_on
    text = filled(
        dice.choice(phrases.RETURN_TEXTS),
        day,
        dice,
        county=county.name,
        due=due,
        covered=covered,
        findings=said,
    )
    return text, filled(dice.choice(phrases.RETURN_PROBLEMS), day, dice)
