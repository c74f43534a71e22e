"""How a month ends: reasons for what nobody visited, the quality test, re-checks, returns, closing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.utils.timezone import localdate, localtime

from capacity_portal.dashboards.demonstration import phrases
from capacity_portal.dashboards.demonstration.agenda import Agenda
from capacity_portal.dashboards.demonstration.cast import Cast
from capacity_portal.dashboards.demonstration.returns_told import Returns
from capacity_portal.dashboards.demonstration.visits_invented import COPYING
from inspections.choices import DutyKind, RecheckResult
from inspections.models import Duty, Recheck, Round
from inspections.operations.closing import close_round
from inspections.operations.excusing import excuse, explain_gap
from inspections.operations.quality import score_round
from inspections.operations.rechecks import draw_rechecks, record_recheck
from inspections.queries.uncovered import unexplained_of

_EXCUSED = 0.12


@dataclass
class MonthEnds:
    """Puts the end of a month on the agenda, when its visits are in."""

    agenda: Agenda
    cast: Cast

    def plan(self, round_: Round, *, ago: int) -> None:
        """``ago``: how many months ago; the last one is not closed yet, two of its returns are under review."""
        due = localtime(round_.opened_at).replace(hour=7, minute=30)
        due += round_.return_due_on - due.date()
        self.agenda.add(due - timedelta(hours=20), lambda at: self._draw(round_, at, is_last=ago == 1))
        self.agenda.add(due, lambda at: self._explain(round_, at))
        returns = Returns(
            self.agenda, self.cast.office, self.cast.staff, self.cast.leaders, self.cast.counties
        )
        accepted = returns.plan(round_, is_last=ago == 1)
        if ago == 1:  # closing scores the others
            self.agenda.add(accepted, lambda at: score_round(round_=round_, at=at))
        else:
            closed = accepted + timedelta(hours=2)
            self.agenda.add(closed - timedelta(hours=1), lambda at: returns.renew(round_, at))
            self.agenda.add(closed, lambda at: close_round(round_=round_, by=self.cast.office_leader, at=at))

    def _explain(self, round_: Round, at: datetime) -> None:
        """The county says why nobody has been there; the office accepts some of it."""
        for duty in unexplained_of(round_).select_related("round").order_by("id"):
            explain(duty, self.cast, at, dice=Random(f"gap-{round_.period}-{duty.pk}"))

    def _draw(self, round_: Round, at: datetime, *, is_last: bool) -> None:
        """The re-checks are drawn and made, some of the last month's are left: the copying county's do not stand up."""
        drawn = draw_rechecks(round_=round_, by=self.cast.office, at=at)
        rows = list(Recheck.objects.filter(draw=drawn).select_related("duty").order_by("rank"))
        for recheck in rows[: len(rows) * 4 // 5] if is_last else rows:
            is_bad = recheck.duty.county_code == COPYING and recheck.rank % 3 == 0
            self.agenda.add(
                at + timedelta(hours=1, minutes=recheck.rank * 7),
                lambda at, recheck=recheck, is_bad=is_bad: self._recheck(recheck, is_bad, at),
            )

    def _recheck(self, recheck: Recheck, is_bad: bool, at: datetime) -> None:
        record_recheck(
            recheck=recheck,
            result=RecheckResult.INCONSISTENT if is_bad else RecheckResult.CONSISTENT,
            note="现场停产上锁，与“运行正常”的记录不符。" if is_bad else "",
            checked_on=localdate(at),
            by=self.cast.office,
            at=at,
        )


def explain(duty: Duty, cast: Cast, at: datetime, *, dice: Random) -> None:
    """A reason for one duty, accepted by the office in one of eight cases."""
    if dice.random() < _EXCUSED:
        excuse(duty=duty, note=dice.choice(phrases.EXCUSES), by=cast.office, at=at)
        return
    nobody = duty.kind == DutyKind.SWEEP and duty.responsible_officer_id is None
    reason = phrases.GAP_NOBODY if nobody else dice.choice(phrases.GAPS)
    by = cast.staff.get(duty.county_code, cast.office)
    explain_gap(duty=duty, reason=reason, by=by, at=at)
