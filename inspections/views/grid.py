"""The grid of the prefecture, of a county, and a grid officer's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import keyset_page, text_param
from capacity_portal.lib.territory import Level, level_of
from capacity_portal.organization.access import requires
from capacity_portal.organization.models import GridPost, Region
from capacity_portal.organization.roles import Permission
from inspections.queries import grid as reads
from inspections.queries.grid_people import manned
from inspections.queries.scope import is_bound_to_cells
from inspections.views.grid_parts import county_of_request

PAGE_SIZE = 50


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def grid(request: HttpRequest) -> HttpResponse:
    """The prefecture's counties; a county's officer sees his county, a grid officer his own cells."""
    officer = request.user
    if is_bound_to_cells(officer):
        return _own(request)
    if level_of(officer.region_code) == Level.COUNTY:
        return _county(request, officer.region)
    figures = reads.county_figures(officer, timezone.localdate())
    context = {
        "figures": figures,
        "total": reads.total(figures, officer.region_code, "合计"),
        "may": _may(officer),
    }
    return render(request, "inspections/grid.html", context)


def _own(request: HttpRequest) -> HttpResponse:
    cells = reads.cells_in(request.user).select_related("region", "supervising_department")
    cells = list(cells.order_by(*reads.BY_PLACE.columns))
    counted = reads.enterprises_per_cell(request.user.region_code)
    context = {"rows": manned(cells, timezone.localdate(), counted), "may": _may(request.user)}
    return render(request, "inspections/grid_own.html", context)


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def county(request: HttpRequest, code: str) -> HttpResponse:
    """Cells of a county with their persons, enterprises and blind spots."""
    return _county(request, county_of_request(request, code))


def _county(request: HttpRequest, place: Region) -> HttpResponse:
    code, today = place.code, timezone.localdate()
    cells = reads.cells_in(request.user, code)
    shown = cells.select_related("region", "supervising_department")
    page = keyset_page(
        shown, reads.BY_PLACE, cursor=text_param(request.GET, "cursor", longest=2_000), size=PAGE_SIZE
    )
    counted = reads.enterprises_per_cell(code)
    figures = reads.Figures(
        code,
        place.name,
        cells=cells.count(),
        people=GridPost.objects.filter(cell__in=cells, to_on=None).values("officer").distinct().count(),
        enterprises=sum(counted.values()),
        unmanned=reads.unmanned(cells).count(),
        gone=reads.deserted(cells, today).count(),
        unplaced=counted[None],
    )
    context = {
        "county": place,
        "figures": figures,
        "rows": manned(page.rows, today, counted),
        "may": _may(request.user),
    }
    return render(request, "inspections/grid_county.html", context | pager(page, unit="个网格"))


def _may(officer) -> dict[str, bool]:
    return {"manage": officer.may(Permission.MANAGE_GRID), "export": not is_bound_to_cells(officer)}
