"""The pages of a month: the prefecture, a county, a cell; numerator, denominator and the lists behind every number."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from capacity_portal.lib import months
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.coverage_exports import county_tables, lists_of, prefecture_tables
from inspections.models import Round
from inspections.queries.areas import Month, home_county, month_of, sees_areas, sees_scores
from inspections.queries.cell_facts import cell_facts
from inspections.queries.duty_lists import duties_of
from inspections.queries.rounds import round_of
from inspections.queries.scope import cells_visible_to
from inspections.rules.duty_filters import DutyFilters
from inspections.sheets import coverage
from inspections.tiles import coverage_map
from inspections.views import coverage_parts as parts
from inspections.views.duty_rows import PAGE_SIZE, listed


def round_or_404(period: int) -> Round:
    """The month that was opened. Raises Http404."""
    if (found := round_of(period)) is None:
        raise Http404
    return found


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def prefecture(request: HttpRequest, month: int) -> HttpResponse:
    """The whole prefecture; to officers of a county it is their county, grid officers have their list."""
    round_ = round_or_404(month)
    if not sees_areas(request.user):
        raise Http404
    if county := home_county(request.user):
        return _county_page(request, round_, county)
    found = month_of(request.user, round_)
    context = {
        **_common(request, round_, found.whole, DutyFilters()),
        "tables": prefecture_tables(found),
        "map": mark_safe(coverage_map(month, found.counties, title=f"{months.label(month)}排查覆盖率")),
        "batch_actions": parts.county_actions(request.user, round_),
    }
    return render(request, "inspections/round.html", context)


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def county(request: HttpRequest, month: int, code: str) -> HttpResponse:
    """One county or zone, cell by cell."""
    return _county_page(request, round_or_404(month), code)


def _county_page(request: HttpRequest, round_: Round, code: str) -> HttpResponse:
    area = area_or_404(month_of(request.user, round_), request.user, code)
    context = {
        **_common(request, round_, area, DutyFilters(county=code)),
        "tables": county_tables(round_, area),
        "may_score": sees_scores(request.user),
        "score": area["quality"] if sees_scores(request.user) else None,
        "return_cell": coverage.return_cell(round_.period, area),
        "grid_url": parts.grid_url(request.user, code),
    }
    return render(request, "inspections/round_county.html", context)


def area_or_404(found: Month, officer, code: str) -> dict:
    """The county's area, for whoever sees counties. Raises Http404."""
    area = next((one for one in found.counties if one["code"] == code), None)
    if area is None or not code or not sees_areas(officer):
        raise Http404
    return area


def _common(request: HttpRequest, round_: Round, area: dict, filters: DutyFilters) -> dict:
    """What the pages of prefecture and county share."""
    return {
        "round": round_,
        "month_label": months.label(round_.period),
        "area": area,
        "strip": parts.strip(lists_of(round_), area, filters),
        "state": parts.state_of(round_, request.user),
        "now": timezone.localtime(),
        "links": parts.links(request.user, round_, filters),
        "crumbs": parts.crumbs(request.user, round_, area),
    }


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def cell(request: HttpRequest, month: int, pk: int) -> HttpResponse:
    """One cell's month: every duty with its standing, those taken off the list too."""
    round_ = round_or_404(month)
    found = cells_visible_to(request.user).filter(pk=pk).select_related("supervising_department").first()
    if found is None:
        raise Http404
    filters = DutyFilters(cell=pk)
    rows, facts = duties_of(request.user, month).filter(cell=found), cell_facts(round_, found)
    context = {
        "round": round_,
        "month_label": months.label(month),
        "cell": found,
        "name": facts["name"],
        "facts": parts.cell_facts(facts),
        "strip": parts.cell_strip(lists_of(round_), rows, filters),
        "state": parts.state_of(round_, request.user),
        "crumbs": parts.cell_crumbs(request.user, round_, found, facts["name"]),
        **listed(request, round_, rows, {}, size=PAGE_SIZE),
    }
    return render(request, "inspections/round_cell.html", context)
