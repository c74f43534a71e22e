"""Laying the grid of a county: what will be made is shown first."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.lib.pages import int_param
from capacity_portal.lib.territory import Level
from capacity_portal.organization.access import requires
from capacity_portal.organization.models import Region, Threshold
from capacity_portal.organization.operations.grid import lay_grid
from capacity_portal.organization.queries import regions_to_lay
from capacity_portal.organization.roles import Permission
from capacity_portal.organization.rules.grid import DEFAULT_DEPTH, DEPTH_THRESHOLD, DEPTHS
from inspections.forms.grid import LayForm
from inspections.views.grid_parts import answer, county_crumbs, county_of_request, county_url
from inspections.views.grid_tabs import Tab

_LABELS = {Level.TOWN: "划到乡镇（街道、园区）", Level.VILLAGE: "划到村（社区）"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_GRID)
@once
def lay(request: HttpRequest, code: str) -> HttpResponse:
    """GET: the regions that would be given a cell at a depth. POST: give it to them."""
    county, today = county_of_request(request, code), timezone.localdate()
    depth = _depth(request)
    form = LayForm(request.POST or None, initial={"founded_on": today})
    missing = regions_to_lay(code, depth, today)

    def save():
        about = {"by": request.user, "at": timezone.now()}
        lay_grid(county=county, depth=depth, **form.cleaned_data, **about)

    page = {
        "heading": "按区划生成网格",
        "lead": f"{county.name}：为还没有网格的{_LABELS[depth][2:]}各设一个网格，已有的网格不变。",
        "submit_label": f"生成 {len(missing)} 个网格",
        "crumbs": county_crumbs(county, "按区划生成网格"),
        "tabs": [_tab(code, one, depth, today, missing) for one in DEPTHS],
        "preview": [region.name for region in missing],
        "hidden": [("depth", int(depth))],
        "is_preview": True,
        "county": county,
    }
    return answer(
        request, form, save, done="已按区划生成网格，请明确各网格的责任人。", url=county_url(code), page=page
    )


def _depth(request: HttpRequest) -> Level:
    parameters = request.POST if request.method == "POST" else request.GET
    usual = Threshold.objects.value_of(DEPTH_THRESHOLD, DEFAULT_DEPTH)
    asked = int_param(parameters, "depth", default=usual, least=min(DEPTHS), most=max(DEPTHS))
    return Level(asked) if asked in DEPTHS else DEFAULT_DEPTH


def _tab(code: str, depth: Level, current: Level, today, missing: list[Region]) -> Tab:
    url = f"{reverse('inspections:grid-lay', args=[code])}?depth={int(depth)}"
    count = len(missing) if depth == current else len(regions_to_lay(code, depth, today))
    return Tab(_LABELS[depth], url, depth == current, count)
