"""A tip as its reporter may see it: where it stands, what was promised, what was said; never what he reported."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count
from django.utils.timezone import localdate

from capacity_portal.lib.workdays import Calendar, Deadline, deadline
from capacity_portal.organization.queries import work_calendar
from tipoffs.choices import AssignmentState, TipState
from tipoffs.models import Answer, Assignment, Tip, TipEvent, TipMessage
from tipoffs.queries.clock_rules import clock_of
from tipoffs.queries.openings import notices_for
from tipoffs.queries.promises import HANDOVER, RESULT, said_of_hours, said_of_result
from tipoffs.queries.timeline import began_on
from tipoffs.rules import clocks, follow_up, refusal
from tipoffs.rules.progress import STEPS_WITH_A_DAY, Station, stations

_BEFORE_HANDOVER = (TipState.RECEIVED, TipState.REFUSING, TipState.ACCEPTED)
_ON_THE_DAY = clocks.Clock(warning_days=0)
_AT_UNITS = (TipState.HANDED_OVER, TipState.VERIFYING)


@dataclass(frozen=True)
class Promise:
    """A day that was promised: ``how`` it was counted, ``standing`` (words, kind of badge) or None when it is kept."""

    label: str
    due_on: date
    how: str
    standing: tuple[str, str] | None


@dataclass(frozen=True)
class Case:
    """Everything the page shows; days only."""

    tip: Tip
    stations: list[Station]
    promises: list[Promise]
    history: list[tuple[date, str]]
    messages: list[TipMessage]
    answers: list[tuple[date, str]]
    files: int
    against_rating: str
    against_objection: str
    last_day_to_object: Deadline | None
    refused_because: str = ""


def tracked_tip(pk: int) -> Tip | None:
    """The tip with what its reporter said of the outcome. One query."""
    return Tip.objects.select_related("satisfaction", "objection").filter(pk=pk).first()


def case_of(tip: Tip, today: date) -> Case:
    calendar = work_calendar()
    events = list(TipEvent.objects.filter(tip=tip).order_by("id"))
    answers = [
        (localdate(one.answered_at), _said(one, tip)) for one in Answer.objects.filter(tip=tip).order_by("id")
    ]
    last = last_day_of(tip, calendar)
    return Case(
        tip=tip,
        stations=stations(tip.state, days_of(events)),
        promises=_promises(tip, calendar, today),
        history=_history(tip, events),
        messages=list(tip.messages.annotate(count_of_files=Count("files")).order_by("id")),
        answers=answers,
        files=tip.files.count(),
        against_rating=follow_up.against_rating(tip.state, hasattr(tip, "satisfaction")),
        against_objection=follow_up.against_objection(
            tip.state, hasattr(tip, "objection"), last.due if last else None, today
        ),
        last_day_to_object=last,
        refused_because=refusal.told(tip.refusal, tip.refusal_text) if tip.state == TipState.REFUSED else "",
    )


def days_of(events: list[TipEvent]) -> dict[str, date]:
    """Step -> its last day; what came before the tip was opened again does not count."""
    days: dict[str, date] = {}
    for event in events:
        if event.step == "reopen":
            days = {step: day for step, day in days.items() if step in ("receive", "enter")}
        if event.step in STEPS_WITH_A_DAY:
            days[event.step] = event.on
    return days


def _said(answer: Answer, tip: Tip) -> str:
    """The answer; what was answered before the tip was taken up once more is called so."""
    return answer.text if answer.turn == tip.turn else f"（重新办理以前的答复）{answer.text}"


def told_on(tip: Tip) -> date | None:
    """The day on which the reporter was last told an outcome."""
    if tip.state == TipState.REFUSED:
        return localdate(tip.refused_at)
    last = Answer.objects.filter(tip=tip).order_by("-id").first()
    return localdate(last.answered_at) if last else None


def last_day_of(tip: Tip, calendar: Calendar) -> Deadline | None:
    """Until when the reporter may object; None before he was told anything."""
    day = told_on(tip) if tip.state in follow_up.TOLD else None
    return follow_up.last_day_to_object(day, calendar) if day else None


def _history(tip: Tip, events: list[TipEvent]) -> list[tuple[date, str]]:
    told = [(event.on, event.public_text) for event in events if event.public_text]
    return sorted(told + notices_for(tip), key=lambda line: line[0])


def _promises(tip: Tip, calendar: Calendar, today: date) -> list[Promise]:
    if tip.state == TipState.REFUSED:
        return []
    clock = clock_of(tip.kind)
    began, since = began_on(tip)
    handover = clocks.handover_deadline(began, clock, calendar)
    is_open = tip.state in _BEFORE_HANDOVER
    first = _promise(HANDOVER, tip.handover_due_on, handover, is_open, today, calendar)
    how = clocks.explained(handover, since) if since and handover.due == first.due_on else first.how
    first = replace(first, how=("" if since else said_of_hours(tip)) + how)
    if tip.result_due_on is None:
        result = deadline(tip.handover_due_on, clock.result_days, calendar)
        how = f"{said_of_result(clock.result_days, clocks.explained(result))}实际从交办之日起算。"
        return [first, Promise(RESULT, result.due, how, None)]
    found = _result_deadline(tip, clock, calendar)
    return [
        first,
        _promise(RESULT, tip.result_due_on, found, tip.state in _AT_UNITS, today, calendar),
    ]


def _result_deadline(tip: Tip, clock: clocks.Clock, calendar: Calendar) -> Deadline:
    """As the leading unit's part was counted, extensions included."""
    lead = (
        Assignment.objects.filter(tip=tip, is_lead=True)
        .exclude(state__in=[AssignmentState.RETURNED, AssignmentState.TRANSFERRED])
        .order_by("-id")
        .first()
    )
    if lead is None:
        return clocks.result_deadline(localdate(tip.handed_over_at), clock.result_days, calendar)
    return clocks.result_deadline(lead.start_on, lead.days, calendar)


def _promise(
    label: str, due_on: date, found: Deadline, is_open: bool, today: date, calendar: Calendar
) -> Promise:
    """With its computation, where the calendar and the rules still say what they said then; a warning on the last day, not before."""
    how = clocks.explained(found) if found.due == due_on else "按当时的节假日安排和时限规定确定。"
    standing = clocks.standing(due_on, today, calendar, _ON_THE_DAY) if is_open else None
    return Promise(label, due_on, how, standing)
