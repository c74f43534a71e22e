"""The page of one visit, and the list of visits."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from capacity_portal.lib import months
from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import keyset_page, text_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.queries import counties_of
from capacity_portal.organization.roles import Permission
from enterprises.models import VisitRequest
from enterprises.queries.visit_requests import number_for
from inspections.choices import Outcome, VisitState
from inspections.forms.visit_list import VisitFilterForm
from inspections.models import Visit
from inspections.queries.areas import home_county, sees_areas
from inspections.queries.asked_for import open_about
from inspections.queries.scope import cells_visible_to, visits_answered_for_by
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
        **_filter_bar(request.user, filters),
        "clear_url": "?",
        "crumbs": [("月排查", reverse("inspections:home")), ("排查记录", "")],
        **pager(page, filters.as_parameters()),
    }
    return render(request, "inspections/visits.html", context)


def _filter_bar(officer, filters: VisitFilters) -> dict:
    """The form with the counties and cells this officer may choose, the filters in force, and those it only passes on."""
    own = home_county(officer)
    counties = []
    if sees_areas(officer) and not own:
        counties = list(counties_of(officer.region_code, timezone.localdate()).values_list("code", "name"))
    cells = cells_visible_to(officer).within(filters.region or own) if filters.region or own else None
    if cells is None:
        cells = [] if counties else cells_visible_to(officer)
    chosen = [(str(cell.pk), cell.name) for cell in cells]
    form = VisitFilterForm(initial=filters.as_parameters(), counties=counties, cells=chosen)
    passed = [(name, value) for name, value in filters.as_parameters().items() if name not in form.fields]
    return {"form": form, "keep": passed, "applied": _applied(filters, dict(counties), dict(chosen))}


def _applied(filters: VisitFilters, counties: dict[str, str], cells: dict[str, str]) -> list[tuple[str, str]]:
    """(label, address without it) of each filter in force."""
    values = filters.as_parameters()
    labels = {
        "month": months.label(filters.month) if filters.month else "",
        "region": counties.get(filters.region, f"地区 {filters.region}"),
        "outcome": dict(Outcome.choices).get(filters.outcome, ""),
        "state": dict(VisitState.choices).get(filters.state, ""),
        "mark": MARKS.get(filters.mark, ""),
        "cell": cells.get(str(filters.cell), "一个网格"),
        "enterprise": "一家企业",
        "duty": "一项任务",
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
        "crumbs": crumbs(record),
        "page": page_of(record, request.user),
        "state_kind": STATE_KINDS[VisitState(record.state)],
        "asked": _asked(request.user, record),
    }
    return render(request, "inspections/visit.html", context | _may(request.user, record))


def crumbs(record: Visit, here: str = "") -> list[tuple[str, str]]:
    """The inspections, the records of the month, the visit, and a page ``here`` below it."""
    listed = f"{reverse('inspections:visits')}?{urlencode({'month': months.slug(record.period)})}"
    label = f"{months.label(record.period)}排查记录"
    way = [("月排查", reverse("inspections:home")), (label, listed)]
    way.append((record.duty.title, reverse("inspections:visit", args=[record.pk])))
    return [*way, (here, "")] if here else way


def visit_of(request: HttpRequest, pk: int) -> Visit:
    """A visit the officer may see. Raises Http404."""
    record = visit_shown(request.user, pk)
    if record is None:
        raise Http404
    return record


def visit_answered_for(request: HttpRequest, pk: int) -> Visit:
    """A visit the officer may act on, not only open because it names him. Raises Http404."""
    return get_object_or_404(visits_answered_for_by(request.user).select_related("duty__round"), pk=pk)


def _asked(officer, record: Visit) -> list[tuple[VisitRequest, str]]:
    """Requests the visit may answer, with the receipt number for whoever may know it."""
    rows = open_about(officer, record) if _may_answer(officer, record) else []
    return [(one, number_for(one, officer)) for one in rows]


def _may_answer(officer, record: Visit) -> bool:
    """Whether the visit may answer what somebody asked for: whoever acts on it, while it stands."""
    may = officer.may(Permission.RECORD_VISITS) and record.enterprise_id is not None
    return may and visits_answered_for_by(officer).filter(pk=record.pk).exists()


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
