"""The page of one visit, and the list of visits."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from capacity_portal.lib import months
from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import keyset_page, text_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.choices import Outcome, VisitState
from inspections.forms.visit_list import VisitFilterForm
from inspections.models import Visit
from inspections.queries.scope import visits_answered_for_by
from inspections.queries.visit_page import page_of
from inspections.queries.visits import NEWEST_FIRST, visit_shown, visits_listed
from inspections.rules.visit_filters import MARKS, VisitFilters, parse

PAGE_SIZE = 50
STATE_KINDS = {VisitState.RECORDED: "good", VisitState.SENT_BACK: "bad", VisitState.REPLACED: "closed"}


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def visits(request: HttpRequest) -> HttpResponse:
    """Visits of the officer's region, or cells, the newest first."""
    filters = parse(request.GET)
    listed = visits_listed(request.user, filters)
    cursor = text_param(request.GET, "cursor", longest=2_000)
    page = keyset_page(listed.rows, NEWEST_FIRST, cursor=cursor, size=PAGE_SIZE, scope=listed.scope)
    context = {
        "rows": page.rows,
        "form": VisitFilterForm(initial=filters.as_parameters()),
        "applied": _applied(filters),
        "clear_url": "?",
        **pager(page, filters.as_parameters()),
    }
    return render(request, "inspections/visits.html", context)


def _applied(filters: VisitFilters) -> list[tuple[str, str]]:
    """(label, address without it) of each filter in force."""
    values = filters.as_parameters()
    labels = {
        "month": months.label(filters.month) if filters.month else "",
        "region": f"地区 {filters.region}",
        "outcome": dict(Outcome.choices).get(filters.outcome, ""),
        "state": dict(VisitState.choices).get(filters.state, ""),
        "mark": MARKS.get(filters.mark, ""),
        "cell": "一个网格",
        "enterprise": "一家企业",
    }
    return [
        (labels[name], "?" + urlencode({other: value for other, value in values.items() if other != name}))
        for name in values
    ]


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit with everything that is known of it."""
    record = visit_of(request, pk)
    context = {
        "visit": record,
        "page": page_of(record, request.user),
        "state_kind": STATE_KINDS[VisitState(record.state)],
    }
    return render(request, "inspections/visit.html", context | _may(request.user, record))


def visit_of(request: HttpRequest, pk: int) -> Visit:
    """A visit the officer may see. Raises Http404."""
    record = visit_shown(request.user, pk)
    if record is None:
        raise Http404
    return record


def visit_answered_for(request: HttpRequest, pk: int) -> Visit:
    """A visit the officer may act on, not only open because it names him. Raises Http404."""
    return get_object_or_404(visits_answered_for_by(request.user).select_related("duty__round"), pk=pk)


def _may(officer, record: Visit) -> dict[str, bool]:
    """Which buttons the page offers; the operations ask again."""
    is_open = not record.duty.round.is_closed
    may_record = is_open and officer.may(Permission.RECORD_VISITS)
    is_last = record.state != VisitState.REPLACED
    may_record = may_record and visits_answered_for_by(officer).filter(pk=record.pk).exists()
    return {
        "may_correct": may_record and is_last,
        "may_attach": may_record and is_last,
        "may_send_back": is_open
        and record.state == VisitState.RECORDED
        and officer.may(Permission.MANAGE_ROUNDS),
        "may_confirm": is_open and record.inspectors.filter(officer=officer, confirmed_at=None).exists(),
        "may_print": officer.may(Permission.PRINT_DOSSIERS),
    }
