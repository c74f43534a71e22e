"""The lists behind the numbers of a month: the uncovered list first of all, and every other standing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from capacity_portal.lib import months
from capacity_portal.lib.pages import bounded_count
from capacity_portal.organization.access import requires
from capacity_portal.organization.models import Region
from capacity_portal.organization.queries import counties_of
from capacity_portal.organization.roles import Permission
from inspections.forms.duty_list import DutyFilterForm, cell_choices
from inspections.models import Round
from inspections.queries.areas import home_county, sees_areas
from inspections.queries.duty_lists import duties_matching
from inspections.queries.scope import cells_visible_to
from inspections.rules.duty_filters import (
    STANDINGS,
    UNCOVERED,
    DutyFilters,
    as_parameters,
    parse,
    parts_in_words,
)
from inspections.views.coverage import round_or_404
from inspections.views.coverage_parts import state_of
from inspections.views.duty_batch_actions import offered
from inspections.views.duty_rows import PAGE_SIZE, listed

COUNTED = 10_000


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def duties(request: HttpRequest, month: int) -> HttpResponse:
    """The month's duties under the filters of the address, 50 a page; without any, those not inspected yet."""
    round_ = round_or_404(month)
    filters = parse(request.GET)
    rows = duties_matching(request.user, month, filters)
    parameters = as_parameters(filters)
    count = bounded_count(rows, COUNTED)
    actions = offered(request.user, round_)
    context = {
        "round": round_,
        "month_label": months.label(month),
        "heading": "未排查清单" if filters.standing == UNCOVERED else STANDINGS[filters.standing],
        "count": count,
        "state": state_of(round_, request.user),
        "batch_actions": [(action.name, action.label) for action in actions],
        "hidden": list(parameters.items()),
        "export_url": _export_url(request, round_, parameters),
        "back_url": _back(request, round_, filters),
        "crumbs": _crumbs(request, round_),
        **_filter_bar(request, round_, filters),
        **listed(request, round_, rows, parameters, size=PAGE_SIZE),
    }
    context["matching"] = bool(context["next_url"] or context["previous_url"])
    context["matching_text"] = "不只本页，符合条件的全部（一次最多1,000项）"
    return render(request, "inspections/duties.html", context)


def _filter_bar(request: HttpRequest, round_: Round, filters: DutyFilters) -> dict:
    officer, own = request.user, home_county(request.user)
    counties = []
    if sees_areas(officer) and not own:
        found = counties_of(officer.region_code, months.last_day(round_.period))
        counties = list(found.values_list("code", "name"))
    within = filters.county or own
    cells = (
        cells_visible_to(officer).within(within).order_by("region_code", "id")
        if within or not counties
        else []
    )
    choices = cell_choices(cells)
    form = DutyFilterForm(_typed(filters), counties=counties, cells=choices)
    names = dict(choices)
    place = dict(counties).get(filters.county, "") or _name_of(filters.county)
    conditions = parts_in_words(filters, place, names.get(str(filters.cell), ""))
    return {"form": form, "applied": _applied(filters, conditions), "clear_url": "?"}


def _typed(filters: DutyFilters) -> dict[str, str]:
    return {"standing": filters.standing, **as_parameters(filters)}


def _applied(filters: DutyFilters, conditions: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """(condition, address without it); the standing that is shown when none is asked for is not one."""
    return [
        (text, "?" + urlencode(as_parameters(filters.without(name))))
        for name, text in conditions
        if (name, filters.standing) != ("standing", UNCOVERED)
    ]


def _name_of(code: str) -> str:
    return Region.objects.filter(code=code).values_list("name", flat=True).first() or code if code else ""


def _export_url(request: HttpRequest, round_: Round, parameters: dict[str, str]) -> str:
    if not request.user.may(Permission.EXPORT_LEDGER):
        return ""
    query = urlencode({"what": "list", **parameters})
    return f"{reverse('inspections:coverage-export', args=[round_.period])}?{query}"


def _back(request: HttpRequest, round_: Round, filters: DutyFilters) -> str:
    """The page whose number leads here most likely."""
    if not sees_areas(request.user):
        return reverse("inspections:mine")
    if county := home_county(request.user):
        return reverse("inspections:round-county", args=[round_.period, county])
    return reverse("inspections:round", args=[round_.period])


def _crumbs(request: HttpRequest, round_: Round) -> list[tuple[str, str]]:
    label = months.label(round_.period)
    if not sees_areas(request.user):
        return [("我的排查", reverse("inspections:mine")), (f"{label}清单", "")]
    here = _back(request, round_, DutyFilters())
    return [("月排查", reverse("inspections:rounds")), (label, here), ("清单", "")]
