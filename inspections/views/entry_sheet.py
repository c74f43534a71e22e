"""The month's list to be filled in and brought back: asked for by a POST that the journal hears of, fetched by a GET."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib import months
from capacity_portal.lib.deposit import deposit, deposited
from capacity_portal.lib.exports import XLSX_TYPE
from capacity_portal.lib.form_fields import PortalForm
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.models import Round
from inspections.operations.entry_export import note_entry_sheet
from inspections.queries.entry import unvisited
from inspections.sheets.visit_prefill import sheet
from inspections.sheets.visit_rows import MOST

_KIND = "entry-sheets"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.RECORD_VISITS)
@once
def ask(request: HttpRequest, month: int) -> HttpResponse:
    """GET: what would be given out. POST: note it in the journal and lead to the file."""
    round_ = get_object_or_404(Round, period=month)
    rows = min(unvisited(request.user, month).count(), MOST)
    if request.method == "POST":
        note_entry_sheet(round_=round_, rows=rows, by=request.user, at=timezone.now())
        return redirect("inspections:entry-file", month=month, key=deposit(request, _KIND, {"month": month}))
    label, entry_url = months.label(month), reverse("inspections:entry", args=[month])
    context = {
        "form": PortalForm(),
        "heading": "下载待填表格",
        "lead": f"{label}还没有查清的 {rows:,} 项，列名与导入模板相同，填好查过的行即可导入。下载会记入日志。",
        "submit_label": "下载",
        "cancel_url": entry_url,
        "crumbs": [
            ("月排查", reverse("inspections:home")),
            (f"{label}表格录入", entry_url),
            ("下载待填表格", ""),
        ],
    }
    return render(request, "inspections/grid_form.html", context)


@require_safe
@requires(Permission.RECORD_VISITS)
@cache_control(private=True, no_store=True)
def file(request: HttpRequest, month: int, key: str) -> HttpResponse:
    """The file asked for just now, made from what the officer may see at this moment."""
    round_ = get_object_or_404(Round, period=deposited(request, _KIND, key)["month"])
    response = HttpResponse(sheet(request.user, round_), content_type=XLSX_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{round_.slug}待填排查记录.xlsx")
    response["X-Content-Type-Options"] = "nosniff"
    return response
