"""Spreadsheets of returns and furnaces: asked for by a POST that the journal hears of, fetched by a GET that writes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.deposit import deposit, deposited
from capacity_portal.lib.exports import XLSX_TYPE
from capacity_portal.lib.form_fields import PortalForm
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.documents.returns import file_name
from inspections.operations.giving_out import note_furnaces_export, note_return_export
from inspections.queries.compiling import figures_of
from inspections.rules.return_tables import tables_of
from inspections.sheets.returns import workbook
from inspections.views.furnaces import table_asked
from inspections.views.returns import begun, crumbs, return_url

_RETURNS, _FURNACES = "return-sheets", "furnace-sheets"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EXPORT_LEDGER)
@once
def sheet(request: HttpRequest, month: int, code: str) -> HttpResponse:
    """GET: what would be given out. POST: note it in the journal and lead to the file."""
    record = begun(request, month, code)
    if request.method == "POST":
        note_return_export(record=record, by=request.user, at=timezone.now())
        key = deposit(request, _RETURNS, {"return": record.pk})
        return redirect("inspections:return-sheet-file", month=month, code=code, key=key)
    return _asked_about(request, str(record), return_url(record), crumbs(record, "下载表格"))


@require_safe
@requires(Permission.EXPORT_LEDGER)
@cache_control(private=True, no_store=True)
def sheet_file(request: HttpRequest, month: int, code: str, key: str) -> HttpResponse:
    """The figures of the return asked for just now as a workbook, a sheet a table."""
    deposited(request, _RETURNS, key)
    record = begun(request, month, code)
    tables = tables_of(figures_of(record, today=timezone.localdate()))
    content = workbook([f"{record}（{record.get_state_display()}）"], tables)
    return _workbook(content, file_name(record).replace(".pdf", ".xlsx"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EXPORT_LEDGER)
@once
def furnaces(request: HttpRequest) -> HttpResponse:
    """GET: what would be given out, for ``?quarter=`` too. POST: note it in the journal and lead to the file."""
    parameters = request.POST if request.method == "POST" else request.GET
    _, chosen, title = table_asked(request, parameters)
    if request.method == "POST":
        note_furnaces_export(title=title, by=request.user, at=timezone.now())
        key = deposit(request, _FURNACES, {"quarter": chosen})
        return redirect("inspections:furnaces-sheet-file", key=key)
    back = reverse("inspections:furnaces")
    way = [("中（工）频炉分布", back), ("下载表格", "")]
    return _asked_about(request, title, back, way, [("quarter", chosen)])


@require_safe
@requires(Permission.EXPORT_LEDGER)
@cache_control(private=True, no_store=True)
def furnaces_file(request: HttpRequest, key: str) -> HttpResponse:
    """The table asked for just now, made from what the officer may see at this moment."""
    table, _, title = table_asked(request, deposited(request, _FURNACES, key))
    return _workbook(workbook([f"{title}，{timezone.localdate():%Y-%m-%d}导出"], [table]), f"{title}.xlsx")


def _asked_about(request: HttpRequest, what: str, back: str, way: list, hidden=()) -> HttpResponse:
    context = {
        "form": PortalForm(),
        "heading": "下载表格",
        "lead": f"将下载{what}的电子表格。下载会记入日志。",
        "submit_label": "下载",
        "cancel_url": back,
        "crumbs": way,
        "hidden": hidden,
    }
    return render(request, "inspections/grid_form.html", context)


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
