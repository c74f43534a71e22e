"""Blind spots: cells without a person, persons who are gone, enterprises without a cell; each row says what mends it."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import bounded_count, choice_param, keyset_page, text_param
from capacity_portal.lib.territory import Level, TerritoryCodeError, contains, level_of
from capacity_portal.organization.access import requires
from capacity_portal.organization.models import Region
from capacity_portal.organization.roles import Permission
from enterprises.models import Enterprise
from inspections.queries import grid as reads
from inspections.queries.grid_people import manned
from inspections.views.grid_tabs import Tab

PAGE_SIZE = 50
KINDS = {"unmanned": "没有责任人的网格", "gone": "责任人已离岗的网格", "unplaced": "没有落入网格的企业"}


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def gaps(request: HttpRequest) -> HttpResponse:
    """The blind spots of one kind, in the officer's region or in one county of it (``?county=``)."""
    kind = choice_param(request.GET, "kind", KINDS, default="unmanned")
    county, today = _county(request), timezone.localdate()
    lists = _lists(request.user, county, today)
    cursor = text_param(request.GET, "cursor", longest=2_000)
    rows = lists[kind].select_related("region")
    page = keyset_page(rows, reads.BY_PLACE, cursor=cursor, size=PAGE_SIZE, scope=f"{kind}:{county}")
    is_about_cells = kind != "unplaced"
    context = {
        "kind": kind,
        "title": KINDS[kind],
        "county": Region.objects.filter(code=county).first() if county else None,
        "tabs": [
            _tab(name, name == kind, county, bounded_count(found).label) for name, found in lists.items()
        ],
        "rows": manned(page.rows, today, {}) if is_about_cells else [_placed(row) for row in page.rows],
        "may_manage": request.user.may(Permission.MANAGE_GRID),
        "crumbs": [("网格", reverse("inspections:grid")), ("盲点", "")],
        **pager(page, {"kind": kind, "county": county}, "个" if is_about_cells else "家"),
    }
    return render(request, "inspections/grid_gaps.html", context)


def _lists(officer, county: str, today) -> dict:
    cells = reads.cells_in(officer, county)
    return {
        "unmanned": reads.unmanned(cells),
        "gone": reads.deserted(cells, today),
        "unplaced": reads.unplaced(officer, county),
    }


def _county(request: HttpRequest) -> str:
    """The code asked for when it lies in the officer's region, else "" for all of it."""
    asked = text_param(request.GET, "county", longest=15)
    try:
        level_of(asked)
    except TerritoryCodeError:
        return ""
    return asked if contains(request.user.region_code, asked) else ""


def _tab(kind: str, is_current: bool, county: str, count: str) -> Tab:
    kept = {"kind": kind, **({"county": county} if county else {})}
    return Tab(KINDS[kind], f"?{urlencode(kept)}", is_current, count)


def _placed(enterprise: Enterprise) -> dict:
    """An enterprise with why no cell answers for it."""
    region = enterprise.region
    is_vague = level_of(region.code) <= Level.COUNTY
    reason = (
        "所在地区只填到县级或以上，请在档案中落实到乡镇" if is_vague else f"{region.name}没有网格，请设立"
    )
    url = (
        ""
        if is_vague
        else f"{reverse('inspections:cell-new', args=[enterprise.county_code])}?region={region.code}"
    )
    return {"enterprise": enterprise, "reason": reason, "found_url": url}
