"""Batch actions on the counties of a month: first what would happen to each, then - confirmed - what did."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.lib import months
from capacity_portal.lib.deposit import deposit
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.models import Round
from inspections.operations.reminding import remind_counties
from inspections.queries.areas import month_of, sees_areas
from inspections.queries.reminders import texts
from inspections.queries.uncovered import uncovered_of
from inspections.views.coverage import round_or_404
from inspections.views.coverage_parts import county_actions
from inspections.views.duty_batch import KIND

_NAMED = 5_000
"""So many duties are read for the texts; a county with more is told the number only."""


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_INSPECTIONS)
@once
def county_batch(request: HttpRequest, month: int) -> HttpResponse:
    """GET shows what ``action`` would do to the counties ticked; POST does it and leads to the results."""
    round_ = round_or_404(month)
    parameters = request.POST if request.method == "POST" else request.GET
    action = parameters.get("action", "")
    if not sees_areas(request.user) or action not in dict(county_actions(request.user, round_)):
        raise Http404
    areas = _ticked(request, round_, parameters)
    if action == "print":
        return redirect(_print_url(round_, areas))
    if request.method == "POST" and areas:
        return redirect(_remind(request, round_, areas))
    context = {
        "rows": [(area, _uncovered(area)) for area in areas],
        "affected": sum(_uncovered(area) > 0 for area in areas),
        "back_url": _back_url(round_),
        "crumbs": [
            ("月排查", reverse("inspections:rounds")),
            (months.label(month), _back_url(round_)),
            ("催报", ""),
        ],
    }
    return render(request, "inspections/county_batch.html", context)


def _ticked(request: HttpRequest, round_: Round, parameters: QueryDict) -> list[dict]:
    """The areas of the counties ticked, as far as the officer sees them."""
    wanted = set(parameters.getlist("county"))
    return [
        area for area in month_of(request.user, round_).counties if area["code"] and area["code"] in wanted
    ]


def _uncovered(area: dict) -> int:
    return area["total"]["pending"] + area["total"]["attempted"]


def _remind(request: HttpRequest, round_: Round, areas: list[dict]) -> str:
    at = timezone.now()
    codes = [area["code"] for area in areas if _uncovered(area)]
    pressed = remind_counties(round_=round_, codes=codes, by=request.user, at=at)
    duties = uncovered_of(round_).filter(county_code__in=codes).order_by("county_code", "cell_name", "id")
    letters = texts(round_, duties[:_NAMED], by=request.user, at=at, whole=codes)
    rows = [_result(area, pressed.get(area["code"], 0)) for area in areas]
    report = {"label": "催报", "rows": rows, "letters": list(letters.values()), "back_url": _back_url(round_)}
    return reverse("inspections:duty-batch-result", args=[round_.period, deposit(request, KIND, report)])


def _result(area: dict, pressed: int) -> dict:
    message = f"已催报{pressed}处" if pressed else "已全部查清，不用催报。"
    return {"pk": area["code"], "name": area["name"], "done": bool(pressed), "message": message}


def _back_url(round_: Round) -> str:
    return reverse("inspections:round", args=[round_.period])


def _print_url(round_: Round, areas: list[dict]) -> str:
    what = [("what", "list"), ("format", "pdf"), *(("within", area["code"]) for area in areas)]
    return f"{reverse('inspections:coverage-export', args=[round_.period])}?{urlencode(what)}"
