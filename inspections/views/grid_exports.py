"""The grid as a file: asked for by a POST that the journal hears of, fetched by a GET that writes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.deposit import deposit, deposited
from capacity_portal.lib.exports import CSV_TYPE, XLSX_TYPE
from capacity_portal.lib.pages import text_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.models import Region
from capacity_portal.organization.roles import Permission
from inspections.forms.grid import CSV, XLSX, GridExportForm
from inspections.operations.grid_export import note_grid_export
from inspections.queries.grid import cells_in
from inspections.sheets.grid import content

_KIND = "grid-exports"
_TYPES = {XLSX: XLSX_TYPE, CSV: CSV_TYPE}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_INSPECTIONS)
@once
def export(request: HttpRequest) -> HttpResponse:
    """GET: what would be exported. POST: note it in the journal and lead to the file."""
    parameters = request.POST if request.method == "POST" else request.GET
    region = _region(request, text_param(parameters, "county", longest=15))
    form = GridExportForm(request.POST or None)
    if form.is_valid():
        asked = {"county": region.code, "format": form.cleaned_data["format"]}
        about = {"county": region.code, "name": region.name, "format_": asked["format"]}
        note_grid_export(**about, by=request.user, at=timezone.now())
        return redirect("inspections:grid-file", key=deposit(request, _KIND, asked))
    context = {
        "form": form,
        "heading": "导出网格",
        "lead": f"将导出{region.name}的 {cells_in(request.user, region.code).count():,} 个网格。导出会记入日志。",
        "submit_label": "导出",
        "hidden": [("county", region.code)],
        "cancel_url": reverse("inspections:grid"),
        "crumbs": [("网格", reverse("inspections:grid")), ("导出网格", "")],
    }
    return render(request, "inspections/grid_form.html", context)


def _region(request: HttpRequest, code: str) -> Region:
    return get_object_or_404(
        Region.objects.within(request.user.region_code), code=code or request.user.region_code
    )


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
@cache_control(private=True, no_store=True)
def export_file(request: HttpRequest, key: str) -> HttpResponse:
    """The file asked for just now, made from what the officer may see at this moment."""
    asked = deposited(request, _KIND, key)
    today = timezone.localdate()
    body = content(request.user, today, asked["county"], asked["format"])
    response = HttpResponse(body, content_type=_TYPES.get(asked["format"], "text/csv; charset=gb18030"))
    name = f"网格{today:%Y%m%d}.{asked['format'].partition('-')[0]}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
