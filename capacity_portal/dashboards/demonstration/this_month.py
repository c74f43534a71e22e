"""This month, half done: the grid officer of the demonstration finds every state on his list, with photos, reasons, an excuse."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.utils.timezone import localdate

from capacity_portal.dashboards.demonstration import answers_invented as answering
from capacity_portal.dashboards.demonstration import grid, phrases
from capacity_portal.dashboards.demonstration import visit_details as details
from capacity_portal.dashboards.demonstration.months_told import Story
from capacity_portal.dashboards.demonstration.pictures import picture
from capacity_portal.organization.models import Officer
from inspections.choices import Coverage, DutyEntry, Outcome, VisitState
from inspections.models import Duty, Round, Visit
from inspections.operations.excusing import excuse, explain_gap
from inspections.operations.photos import keep_photo
from inspections.operations.visits import record_visit, send_back_visit
from inspections.queries.checklists import asked, items_of, previous_visit
from inspections.rules.reports import Inspector, Place, VisitReport

_OF_STAFF = 8
_EXPLAINED = 30


@dataclass
class _Scene:
    """``at`` goes on by a few minutes with every act."""

    round: Round
    office: Officer
    at: datetime

    def later(self) -> datetime:
        self.at += timedelta(minutes=3, seconds=17)
        return self.at


def fill(story: Story) -> None:
    """Tell the month as far as it has come, and its special cases."""
    round_ = story.tell_current()
    scene = _Scene(round_, story.cast.office, max(story.now - timedelta(hours=3), round_.opened_at))
    if story.now - scene.at > timedelta(hours=2):
        _own_list(scene, Officer.objects.get(username="grid_officer"))
        _county(scene, Officer.objects.get(username="county_staff"))
        _reasons(scene, story)
        grid.close_accounts(now=story.now, at=scene.later())


def _own_list(scene: _Scene, officer: Officer) -> None:
    """Sent back, attempted, idle, done with photos, excused, explained; the rest waits."""
    duties = Duty.objects.in_force().filter(round=scene.round, responsible_officer=officer)
    done = Visit.objects.filter(duty__in=duties, recorded_by=officer, state=VisitState.RECORDED)
    alone = done.filter(outcome=Outcome.NORMAL, duty__visits_done=1, duty__visits_needed=1)
    for visit, comment in zip(alone.order_by("id")[:2], phrases.SEND_BACK_VISITS, strict=False):
        send_back_visit(visit=visit, comment=comment, by=scene.office, at=scene.later())
    free = _waiting(duties.filter(visits=None))
    for outcome, photos in (
        (Outcome.NO_ENTRY, ()),
        (Outcome.NORMAL, (1, 2)),
        (Outcome.IDLE, (3,)),
    ):
        if (duty := next(free, None)) is not None:
            _visit(scene, duty, outcome, photos, officer)
    if (duty := next(free, None)) is not None:
        excuse(duty=duty, note=phrases.EXCUSES[0], by=scene.office, at=scene.later())
    if (duty := next(free, None)) is not None:
        explain_gap(duty=duty, reason=phrases.GAPS[1], by=officer, at=scene.later())


def _county(scene: _Scene, staff: Officer) -> None:
    """The county's staff have been out with a camera too; one of the pictures is the grid officer's."""
    duties = Duty.objects.in_force().filter(round=scene.round, county_code=staff.region_code)
    duties = duties.exclude(responsible_officer__username="grid_officer")
    for number, duty in enumerate(_waiting(duties), start=10):
        if number == 10 + _OF_STAFF:
            return
        _visit(scene, duty, Outcome.NORMAL, (number if number > 10 else 1,), staff)


def _reasons(scene: _Scene, story: Story) -> None:
    """Some of what was tried in vain is explained already."""
    duties = Duty.objects.in_force().filter(round=scene.round, coverage=Coverage.ATTEMPTED, gap_reason="")
    for duty in duties.select_related("round").order_by("id")[:_EXPLAINED:2]:
        by = story.cast.staff.get(duty.county_code, scene.office)
        reason = Random(duty.pk).choice(phrases.GAPS)
        explain_gap(duty=duty, reason=reason, by=by, at=scene.later())


def _waiting(duties) -> Iterator[Duty]:
    rows = duties.filter(
        coverage=Coverage.PENDING, entry=DutyEntry.OPENING, visits_needed=1, enterprise__isnull=False
    )
    return iter(rows.select_related("round", "enterprise").order_by("id")[:20])


def _visit(scene: _Scene, duty: Duty, outcome: Outcome, photos: tuple[int, ...], by: Officer) -> None:
    """One visit through the door everybody uses, with its photos sent before."""
    at, dice = scene.later(), Random(f"now-{duty.pk}")
    here = Place(duty.enterprise.longitude, duty.enterprise.latitude, 12)
    kept = tuple(
        keep_photo(
            upload=picture(number), client_id=UUID(int=dice.getrandbits(128), version=4), place=here,
            taken_time=at - timedelta(minutes=2), by=by, at=at,
        ).client_id
        for number in photos
    )  # fmt: skip
    previous = previous_visit(duty)
    report = VisitReport(
        client_id=UUID(int=dice.getrandbits(128), version=4),
        visited_on=localdate(at),
        outcome=outcome.value,
        answers=_answers(duty, outcome, previous, dice),
        outcome_reason=details.reason(outcome, localdate(at), dice),
        remarks=details.remarks(duty, localdate(at), dice) if outcome == Outcome.NORMAL else "",
        is_formal=details.is_formal(duty),
        inspectors=(
            Inspector(by.name, officer_id=by.pk),
            Inspector("演示协管员〇〇七", unit="演示应急管理站"),
        ),
        place=here,
        photos=kept,
        doubts_accepted=True,
    )
    record_visit(duty=duty, report=report, by=by, at=at)


def _answers(duty: Duty, outcome: Outcome, previous: Visit | None, dice: Random) -> dict:
    if outcome != Outcome.NORMAL:
        return {}
    return answering.answers(asked(items_of(duty)), previous.answers if previous else {}, dice)
