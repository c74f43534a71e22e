"""The table of furnaces by region, for now or for a quarter; every region is listed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capacity_portal.lib.exports import XLSX_TYPE
from capacity_portal.lib.pages import text_param
from capacity_portal.lib.territory import Level, level_of
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.queries.furnace_quarters import furnaces_of_quarter, quarter_or_none, quarters_back
from inspections.queries.furnaces import furnaces_below
from inspections.queries.return_lists import sees_returns
from inspections.rules import return_tables
from inspections.sheets.returns import workbook


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def furnaces(request: HttpRequest) -> HttpResponse:
    """The prefecture by county, for a quarter too; a county by town."""
    table, chosen, title = _asked(request)
    quarters = [
        (f"{year}-{number}", _label(year, number)) for year, number in quarters_back(timezone.localdate())
    ]
    context = {
        "table": table,
        "title": title,
        "chosen": chosen,
        "quarters": quarters if _is_prefecture(request) else [],
        "sheet_url": reverse("inspections:furnaces-sheet") + (f"?quarter={chosen}" if chosen else ""),
    }
    return render(request, "inspections/furnaces.html", context)


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
@cache_control(private=True, no_store=True)
def sheet(request: HttpRequest) -> HttpResponse:
    """The same table as a workbook."""
    table, _, title = _asked(request)
    preface = [f"{title}，{timezone.localdate():%Y-%m-%d}导出"]
    response = HttpResponse(workbook(preface, [table]), content_type=XLSX_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.xlsx")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _asked(request: HttpRequest) -> tuple[return_tables.Table, str, str]:
    """The table asked for, the quarter as in the address ("" for now), and what it is called."""
    if not sees_returns(request.user):
        raise Http404
    region, today = request.user.region, timezone.localdate()
    quarter = quarter_or_none(text_param(request.GET, "quarter", longest=10))
    if quarter is None or not _is_prefecture(request):
        title = f"{region.name}中（工）频炉分布（现有）"
        return return_tables.furnaces(furnaces_below(region.code, today), title), "", title
    title = f"{region.name}{_label(*quarter)}中（工）频炉分布"
    found = furnaces_of_quarter(region.code, quarter, today)
    return return_tables.furnaces_with_source(found, title), f"{quarter[0]}-{quarter[1]}", title


def _is_prefecture(request: HttpRequest) -> bool:
    return level_of(request.user.region_code) == Level.PREFECTURE


def _label(year: int, number: int) -> str:
    return f"{year}年第{'一二三四'[number - 1]}季度"
