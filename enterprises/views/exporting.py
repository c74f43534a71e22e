"""Export of what the list shows: asked for by a POST that the journal hears of, fetched by a GET that writes nothing."""

import os

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.deposit import deposit, deposited
from capacity_portal.lib.exports import CSV_TYPE, XLSX_TYPE
from capacity_portal.lib.pages import bounded_count
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises import exports, operations, sheets
from enterprises.exports import DIRECT_ROWS, XLSX, Asked
from enterprises.forms.exporting import ALL, ExportForm
from enterprises.queries import columns_of
from enterprises.rules.filters import as_parameters, parse
from enterprises.views.ledger_options import conditions
from enterprises.views.selection import MOST, ids_of
from enterprises.views.tabs import ledger_crumbs

_KIND = "exports"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EXPORT_LEDGER)
@once
def export(request: HttpRequest) -> HttpResponse:
    """GET: what would be exported. POST: note it in the journal and lead to the file, or to the job that makes it."""
    parameters = request.POST if request.method == "POST" else request.GET
    form = ExportForm(request.POST if request.method == "POST" else None)
    asked = _asked(request, parameters, form)
    count = bounded_count(exports.rows_of(asked, request.user), 100_000)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, asked, count)
    about = {"rows": count.n, "about": _about(asked), "by": request.user, "at": timezone.now()}
    if count.n > DIRECT_ROWS:
        job = operations.export_later(parameters=asked.as_json(), **about)
        return redirect("jobs:detail", pk=job.pk)
    operations.note_export(**about)
    return redirect("enterprises:export-file", key=deposit(request, _KIND, asked.as_json()))


def _asked(request: HttpRequest, parameters, form: ExportForm) -> Asked:
    filters = parse(parameters)
    is_all = bool(parameters.get("all_matching"))
    chosen = form.is_valid() and form.cleaned_data["columns"] == ALL
    columns = list(sheets.COLUMNS) if chosen else [c.key for c in sheets.chosen(columns_of(request.user))]
    return Asked(
        parameters=as_parameters(filters),
        selected=[] if is_all else ids_of(parameters.getlist("selected"), MOST),
        columns=columns,
        format=form.cleaned_data["format"] if form.is_valid() else XLSX,
    )


def _about(asked: Asked) -> str:
    what = "所选企业" if asked.selected else "、".join(conditions(parse(asked.parameters))) or "全部"
    return f"{what}，{len(asked.columns)}列，{asked.format}"


def _page(request: HttpRequest, form: ExportForm, asked: Asked, count) -> HttpResponse:
    back = reverse("enterprises:ledger")
    context = {
        "form": form,
        "total": count.label,
        "is_job": count.n > DIRECT_ROWS,
        "conditions": ["所选企业"] if asked.selected else conditions(parse(asked.parameters)),
        "hidden": [*asked.parameters.items(), *(("selected", pk) for pk in asked.selected)],
        "back_url": back,
        "crumbs": ledger_crumbs("导出台账"),
    }
    return render(request, "enterprises/export.html", context)


@require_safe
@requires(Permission.EXPORT_LEDGER)
@cache_control(private=True, no_store=True)
def export_file(request: HttpRequest, key: str) -> HttpResponse:
    """The file asked for just now, made from what the officer may see at this moment."""
    asked = Asked.from_json(deposited(request, _KIND, key))
    if asked.format == XLSX:
        path = exports.write_file(asked, request.user)
        response = FileResponse(path.open("rb"), content_type=XLSX_TYPE)
        os.unlink(path)
    else:
        kind = CSV_TYPE if asked.format == exports.CSV else "text/csv; charset=gb18030"
        response = StreamingHttpResponse(exports.csv_pieces(asked, request.user), content_type=kind)
    name = exports.file_name(timezone.localdate(), asked.format)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
