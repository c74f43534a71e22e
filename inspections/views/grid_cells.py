"""One cell: who answers, what lies in it, what happened; and the forms that found, change and dissolve it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import int_param, keyset_page, text_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.models import GridCell
from capacity_portal.organization.operations import grid as operations
from capacity_portal.organization.roles import Permission
from inspections.forms.grid import CellForm, EndForm, NewCellForm
from inspections.queries import grid as reads
from inspections.queries.grid_people import history, manned, posts_of
from inspections.views.grid_parts import (
    answer,
    cell_crumbs,
    cell_of_request,
    county_crumbs,
    county_of_request,
    county_url,
)

PAGE_SIZE = 50
_FIELDS = ("name", "supervising_department", "risk_marks", "founded_on", "remarks")


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def cell(request: HttpRequest, pk: int) -> HttpResponse:
    """Persons with their history, enterprises in pages, risk marks, timeline."""
    found, today = cell_of_request(request, pk), timezone.localdate()
    cursor = text_param(request.GET, "cursor", longest=2_000)
    rows = reads.enterprises_of(request.user, found).select_related("region")
    page = keyset_page(rows, reads.BY_PLACE, cursor=cursor, size=PAGE_SIZE, scope=f"cell:{pk}")
    (row,) = manned([found], today, {})
    context = {
        "cell": found,
        "row": row,
        "posts": posts_of(found),
        "facts": _facts(found),
        "enterprises": page.rows,
        "events": history(found),
        "may_manage": request.user.may(Permission.MANAGE_GRID) and found.dissolved_on is None,
        "crumbs": cell_crumbs(request, found, found.name),
    }
    return render(request, "inspections/cell.html", context | pager(page, unit="家"))


def _facts(cell: GridCell) -> list[tuple[str, object]]:
    return [
        ("所在地区", f"{cell.region.name}（{cell.region_code}）"),
        ("监管部门", cell.supervising_department),
        ("区域风险", "；".join(cell.risk_labels) or "无"),
        ("设立日期", cell.founded_on),
        *([("撤销日期", cell.dissolved_on)] if cell.dissolved_on else []),
        ("备注", cell.remarks),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_GRID)
@once
def found(request: HttpRequest, code: str) -> HttpResponse:
    """Make a cell of one of the county's regions."""
    county, today = county_of_request(request, code), timezone.localdate()
    initial = {"founded_on": today, "region": text_param(request.GET, "region", longest=15)}
    form = NewCellForm(request.POST or None, county=county, today=today, initial=initial)

    def save():
        values = {name: form.cleaned_data[name] for name in _FIELDS}
        about = {"by": request.user, "at": timezone.now()}
        operations.found_cell(region=form.cleaned_data["region"], values=values, **about)

    page = {"heading": "设立网格", "submit_label": "设立", "crumbs": county_crumbs(county, "设立网格")}
    return answer(request, form, save, done="已设立网格。", url=county_url(code), page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_GRID)
@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a cell; somebody else's change in between is told, not overwritten."""
    found = cell_of_request(request, pk)
    initial = {name: getattr(found, name) for name in _FIELDS}
    form = CellForm(request.POST or None, initial=initial)
    form.offer_units(found.region_code)
    version = int_param(request.POST, "version", default=found.version)

    def save():
        about = {"by": request.user, "at": timezone.now()}
        operations.edit_cell(cell=found, version=version, values=form.cleaned_data, **about)

    page = {
        "heading": "修改网格",
        "submit_label": "保存",
        "version": found.version,
        "crumbs": cell_crumbs(request, found, "修改网格"),
        "facts": _facts(found) if version != found.version else None,
    }
    return answer(request, form, save, done="已保存网格。", url=_url(found), page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_GRID)
@once
def dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    """End a cell; what lies in it falls to the cell above, or becomes a blind spot."""
    found = cell_of_request(request, pk)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})

    def save():
        operations.dissolve_cell(cell=found, **form.cleaned_data, by=request.user, at=timezone.now())

    page = {
        "heading": "撤销网格",
        "lead": f"撤销“{found.name}”：在任人员同日离任，其中的企业归入上一级网格；没有上一级网格的，成为盲点。已有的排查记录不变。",
        "submit_label": "撤销网格",
        "kind": "danger",
        "crumbs": cell_crumbs(request, found, "撤销网格"),
    }
    return answer(request, form, save, done="已撤销网格。", url=_url(found), page=page)


def _url(cell: GridCell) -> str:
    return reverse("inspections:cell", args=[cell.pk])
