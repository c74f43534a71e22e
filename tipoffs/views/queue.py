"""The queue of tips: by clock, not by date; filters, counts, pages whose cost does not grow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import keyset_page, text_param
from capacity_portal.lib.workdays import Calendar
from capacity_portal.organization.access import requires
from capacity_portal.organization.queries import work_calendar
from capacity_portal.organization.roles import Permission
from tipoffs.documents import tip_facts
from tipoffs.documents.unit_facts import unit_name
from tipoffs.forms.queue import QueueFilterForm, applied, choices_for
from tipoffs.models import Tip
from tipoffs.queries.clock_rules import clocks
from tipoffs.queries.heard import unheard
from tipoffs.queries.queue import counts, queue_for
from tipoffs.queries.scope import is_office
from tipoffs.queries.units import units_holding
from tipoffs.rules.clocks import Clock
from tipoffs.rules.queue_filters import OPEN, QueueFilters, as_parameters, parse

PAGE_SIZE = 50
_CHIPS = [
    ("在办", "open", {"state": OPEN}),
    ("逾期", "overdue", {"overdue": "1"}),
    ("即将到期", "soon", {"soon": "1"}),
    ("待受理", "received", {"state": "received"}),
    ("待复核不受理", "refusing", {"state": "refusing"}),
    ("待交办", "accepted", {"state": "accepted"}),
    ("已交办", "handed_over", {"state": "handed_over"}),
    ("核查中", "verifying", {"state": "verifying"}),
    ("已核查", "verified", {"state": "verified"}),
    ("待答复", "dealt", {"state": "dealt"}),
    ("待办结", "answered", {"state": "answered"}),
    ("已办结", "closed", {"state": "closed"}),
    ("不予受理", "refused", {"state": "refused"}),
]
_OFFICE_ONLY = {"received", "refusing", "accepted", "refused"}


@dataclass(frozen=True)
class Row:
    """One line of the queue."""

    tip: Tip
    badges: list[tip_facts.Badge]
    due_on: date | None
    units: str
    about: str
    came: str


@require_safe
@requires(Permission.VIEW_TIPOFFS)
@cache_control(private=True, no_store=True)
def queue(request: HttpRequest) -> HttpResponse:
    """One page of the tips the officer sees under the filters of the address; without any, those not ended."""
    filters = parse(request.GET) if request.GET else QueueFilters(state=OPEN)
    today, calendar = timezone.localdate(), work_calendar()
    found = queue_for(request.user, filters, today, calendar)
    cursor = text_param(request.GET, "cursor", longest=2_000)
    page = keyset_page(
        found.rows.select_related("place"), found.order, cursor=cursor, size=PAGE_SIZE, scope=found.scope
    )
    parameters = as_parameters(filters)
    choices = choices_for(request.user, today)
    context = {
        "rows": _rows(page.rows, today, calendar, is_office(request.user)),
        "counts": _counts(request, filters, today, calendar),
        "filters": filters,
        "form": QueueFilterForm(parameters, choices=choices, auto_id="filter-%s"),
        "applied": applied(filters, choices),
        "clear_url": f"{reverse('tipoffs:queue')}?state={OPEN}",
        "batch_actions": _batch(request.user),
        "parameters": parameters.items(),
        "may": _may(request.user),
        **pager(page, parameters, "件"),
    }
    return render(request, "tipoffs/queue.html", context)


def _rows(found: Iterable[Tip], today: date, calendar: Calendar, office: bool) -> list[Row]:
    found = list(found)
    known, holding = clocks(), units_holding(found)
    said = _said_more(found) if office else set()
    return [
        Row(
            tip,
            tip_facts.badges(tip, today, calendar, known.get(tip.kind, Clock())) + _new_words(tip, said),
            tip_facts.due_of(tip) if tip.state in tip_facts.TIMED else None,
            "、".join(map(unit_name, holding.get(tip.pk, []))),
            _about(tip, office),
            _came(tip, office),
        )
        for tip in found
    ]


def _said_more(tips: Iterable[Tip]) -> set[int]:
    """Those whose reporter has said or given something that no handler has heard yet; one query."""
    rows = unheard(Tip.objects.filter(pk__in=[tip.pk for tip in tips]))
    return set(rows.values_list("pk", flat=True))


def _new_words(tip: Tip, said: set[int]) -> list[tip_facts.Badge]:
    return [tip_facts.Badge("举报人有新留言", "warn")] if tip.pk in said else []


def _about(tip: Tip, office: bool) -> str:
    """What it is about: the summary; before one is written the place, never the reporter's words (a list is not logged)."""
    if not tip.summary:
        return f"{tip.place.name}，尚未写摘要" if tip.place and office else "尚未写摘要"
    return tip.summary[:60] + ("…" if len(tip.summary) > 60 else "")


def _came(tip: Tip, office: bool) -> str:
    """The day it was received; for units, who do not learn that one, the day of the hand-over."""
    if office:
        return f"{tip.received_on}收到"
    return f"{timezone.localdate(tip.handed_over_at)}交办" if tip.handed_over_at else ""


def _counts(request: HttpRequest, filters: QueueFilters, today: date, calendar: Calendar) -> list[dict]:
    """Chips of _partials/counts.html, each the list it counts."""
    numbers = counts(request.user, filters, today, calendar)
    rest = as_parameters(filters.without("state", "overdue", "soon"))
    chosen = as_parameters(filters)
    office = is_office(request.user)
    return [
        {
            "label": label,
            "count": f"{numbers[name]:,}",
            "url": f"?{urlencode(rest | change)}",
            "is_current": change.items() <= chosen.items(),
        }
        for label, name, change in _CHIPS
        if office or name not in _OFFICE_ONLY
    ]


def _batch(officer) -> list[tuple[str, str]]:
    return [("hand_over", "批量交办"), ("remind", "催办")] if officer.may(Permission.HANDLE_TIPOFFS) else []


def _may(officer) -> dict[str, bool]:
    return {
        "enter": officer.may(Permission.ENTER_TIPOFFS),
        "dismissals": officer.may(Permission.CONFIRM_DISMISSALS),
    }
