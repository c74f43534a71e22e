"""The queue: tips an officer sees under his filters, the most urgent first; how many of each kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from capacity_portal.lib.pages import Order, Orders
from capacity_portal.lib.territory import next_prefix
from capacity_portal.lib.workdays import Calendar, deadline
from tipoffs.choices import OPEN_STATES, AssignmentState, TipState
from tipoffs.models import Assignment, Tip
from tipoffs.queries.heard import unheard
from tipoffs.queries.scope import is_office, tips_visible_to
from tipoffs.queries.urgency import TIMED, due_soon, overdue
from tipoffs.rules.queue_filters import OPEN, QueueFilters, as_parameters
from tipoffs.rules.receipt import number_in

ORDERS = Orders(
    Order("clock", "期限先到的在前", ("due_on", "id")),
    Order("newest", "最近收到的在前", ("-id",)),
)
SOON_DAYS = 2


@dataclass(frozen=True)
class Queue:
    """``rows`` unordered, for ``lib.pages.keyset_page`` with ``order`` and ``scope``."""

    rows: QuerySet[Tip]
    order: Order
    scope: str


def queue_for(officer, filters: QueueFilters, today: date, calendar: Calendar) -> Queue:
    """What the officer sees under the filters; without a state chosen, what is not ended."""
    scope = urlencode({**as_parameters(filters), "within": officer.region_code, "who": officer.pk})
    return Queue(narrowed(officer, filters, today, calendar), ORDERS.named(filters.order), scope)


def narrowed(officer, filters: QueueFilters, today: date, calendar: Calendar) -> QuerySet[Tip]:
    """The rows under the filters. What only the office may search is not searched for others."""
    rows = _by_state(tips_visible_to(officer), filters, today, calendar)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.channel and is_office(officer):
        rows = rows.filter(channel=filters.channel)
    if filters.county and is_office(officer):
        rows = rows.filter(_in_county(filters.county))
    if filters.supervised:
        rows = rows.exclude(supervised_at=None)
    if filters.escalated and is_office(officer):
        rows = rows.filter(escalated_at__isnull=False, supervised_at=None)
    if filters.returned:
        returned = Assignment.objects.filter(tip=OuterRef("pk"), state=AssignmentState.RETURNED)
        rows = rows.filter(Exists(returned), state=TipState.ACCEPTED)
    if filters.replied and is_office(officer):
        rows = unheard(rows)
    return rows.filter(_worded(filters.text, officer)) if filters.text else rows


def counts(officer, filters: QueueFilters, today: date, calendar: Calendar) -> Mapping[str, int]:
    """How many under the filters (those of state and clock left out) are in each state, late, and soon due; one query."""
    rest = filters.without("state", "overdue", "soon")
    rows = narrowed(officer, QueueFilters(**vars(rest) | {"state": ""}), today, calendar)
    timed = Q(state__in=TIMED)
    until = deadline(today, SOON_DAYS, calendar).due
    return rows.order_by().aggregate(
        **{state: Count("id", filter=Q(state=state)) for state in TipState.values},
        open=Count("id", filter=Q(state__in=sorted(OPEN_STATES))),
        overdue=Count("id", filter=timed & Q(due_on__lt=today)),
        soon=Count("id", filter=timed & Q(due_on__range=(today, until))),
    )


def _by_state(rows: QuerySet[Tip], filters: QueueFilters, today: date, calendar: Calendar) -> QuerySet[Tip]:
    if filters.state == OPEN:
        rows = rows.filter(state__in=sorted(OPEN_STATES))
    elif filters.state:
        rows = rows.filter(state=filters.state)
    if filters.overdue:
        rows = overdue(rows, today)
    return due_soon(rows, today, calendar, SOON_DAYS) if filters.soon else rows


def _in_county(code: str) -> Q:
    """In the hands of the county, or - not handed over yet - lying in it."""
    inside = {"gte": code, "lt": next_prefix(code)}
    handed = Assignment.objects.filter(
        tip=OuterRef("pk"), **{f"region_code__{side}": value for side, value in inside.items()}
    ).exclude(state__in=[AssignmentState.RETURNED, AssignmentState.TRANSFERRED])
    return Q(Exists(handed)) | Q(**{f"place__code__{side}": value for side, value in inside.items()})


def _worded(text: str, officer) -> Q:
    """A number (brackets or not), a part of it, or of the summary; of firm and place only for the office."""
    if (number := number_in(text)) is not None:
        return Q(year=number[0], number=number[1])
    if text.isascii() and text.isdigit() and len(text) <= 6:
        return Q(number=int(text)) | Q(summary__contains=text)
    found = Q(summary__icontains=text)
    if is_office(officer):
        found |= Q(firm_name__icontains=text) | Q(place_text__icontains=text)
    return found
