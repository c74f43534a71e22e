"""The table of furnaces by region, for now or for a quarter; every region is listed."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from capacity_portal.lib.pages import text_param
from capacity_portal.lib.territory import Level, level_of
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.queries.furnace_quarters import furnaces_of_quarter, quarter_or_none, quarters_back
from inspections.queries.furnaces import furnaces_below
from inspections.queries.return_lists import sees_returns
from inspections.rules import return_tables


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def furnaces(request: HttpRequest) -> HttpResponse:
    """The prefecture by county, for a quarter too; a county by town."""
    table, chosen, title = table_asked(request, request.GET)
    quarters = [
        (f"{year}-{number}", _label(year, number)) for year, number in quarters_back(timezone.localdate())
    ]
    context = {
        "table": table,
        "title": title,
        "crumbs": [("监管月报", reverse("inspections:returns")), ("中（工）频炉分布", "")],
        "chosen": chosen,
        "quarters": quarters if _is_prefecture(request) else [],
        "sheet_url": _sheet_url(chosen) if request.user.may(Permission.EXPORT_LEDGER) else "",
    }
    return render(request, "inspections/furnaces.html", context)


def table_asked(request: HttpRequest, parameters: Mapping[str, str]) -> tuple[return_tables.Table, str, str]:
    """The table asked for, the quarter as in the address ("" for now), and what it is called. Raises Http404."""
    if not sees_returns(request.user):
        raise Http404
    region, today = request.user.region, timezone.localdate()
    quarter = quarter_or_none(text_param(parameters, "quarter", longest=10))
    if quarter is None or not _is_prefecture(request):
        title = f"{region.name}中（工）频炉分布（现有）"
        return return_tables.furnaces(furnaces_below(region.code, today), title), "", title
    title = f"{region.name}{_label(*quarter)}中（工）频炉分布"
    found = furnaces_of_quarter(region.code, quarter, today)
    return return_tables.furnaces_with_source(found, title), f"{quarter[0]}-{quarter[1]}", title


def _sheet_url(chosen: str) -> str:
    return reverse("inspections:furnaces-sheet") + (f"?quarter={chosen}" if chosen else "")


def _is_prefecture(request: HttpRequest) -> bool:
    return level_of(request.user.region_code) == Level.PREFECTURE


def _label(year: int, number: int) -> str:
    return f"{year}年第{'一二三四'[number - 1]}季度"
