"""Figures and lists as files: asked for by a POST that the journal hears of, fetched by a GET that writes nothing."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.deposit import deposit, deposited
from capacity_portal.lib.exports import CSV_TYPE, XLSX_TYPE
from capacity_portal.lib.typesetting import RenderFailed
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.documents.figures import figures_pdf
from tipoffs.forms.figures import CSV, PDF, FormatForm
from tipoffs.operations.giving_out import note_figures_export
from tipoffs.queries.figure_tables import tables_of
from tipoffs.queries.scope import is_office
from tipoffs.sheets import figures as sheets
from tipoffs.views.figures import Asked, asked_of, figures_url, tips_asked, title_of

MOST_ROWS = 20_000
_KIND = "tip-figures"
_TYPES = {"xlsx": XLSX_TYPE, "csv": CSV_TYPE, "pdf": "application/pdf"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_TIPOFF_FIGURES)
@once
def export(request: HttpRequest) -> HttpResponse:
    """GET: what would be given out. POST: note it in the journal and lead to the file."""
    asked = _asked(request, request.GET)
    form = FormatForm(request.POST if request.method == "POST" else None, with_print=not asked.what)
    title = title_of(asked, request.user)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["format"]
        note_figures_export(
            about=f"{title}，{chosen}", is_print=chosen == PDF, by=request.user, at=timezone.now()
        )
        key = deposit(request, _KIND, {"query": _plain(asked), "format": chosen})
        return redirect("tipoffs:figures-file", key=key)
    context = {
        "form": form,
        "heading": f"导出{title}",
        "lead": "导出会记入日志。表中没有举报人的信息，也没有举报内容。",
        "submit_label": "导出",
        "cancel_url": figures_url(asked),
        "crumbs": [("举报统计", figures_url(asked)), ("导出", "")],
    }
    return render(request, "tipoffs/one_form.html", context)


@require_safe
@requires(Permission.VIEW_TIPOFF_FIGURES)
@cache_control(private=True, no_store=True)
def export_file(request: HttpRequest, key: str) -> HttpResponse:
    """The file asked for just now, made from what the officer may see at this moment."""
    kept, today = deposited(request, _KIND, key), timezone.localdate()
    asked = _asked(request, kept["query"])
    try:
        content = _made(asked, kept["format"], request.user, today)
    except RenderFailed as failure:
        messages.error(request, f"没有生成打印件：{failure}")
        return redirect(figures_url(asked))
    response = HttpResponse(content, content_type=_TYPES[kept["format"]])
    name = f"{title_of(asked, request.user)}.{kept['format']}"
    response["Content-Disposition"] = content_disposition_header(kept["format"] != PDF, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _asked(request: HttpRequest, parameters) -> Asked:
    """Raises Http404 for a list this officer does not see."""
    today = timezone.localdate()
    asked = asked_of(parameters, request.user, today)
    if asked.what:
        tips_asked(asked, request.user, today)
    return asked


def _plain(asked: Asked) -> dict[str, str]:
    return {"period": asked.period.slug, "what": asked.what, "by": asked.by, "value": asked.value}


def _made(asked: Asked, chosen: str, officer, today: date) -> bytes:
    title = title_of(asked, officer)
    if not asked.what and chosen == PDF:
        return figures_pdf(title, tables_of(officer, asked.period, today), officer, timezone.now()).content
    if asked.what:
        whole, tips = is_office(officer), tips_asked(asked, officer, today)[:MOST_ROWS]
        columns, rows = sheets.tip_columns(with_origin=whole), sheets.tip_rows(tips, with_origin=whole)
    else:
        columns, rows = sheets.COLUMNS, sheets.rows_of(tables_of(officer, asked.period, today))
    return sheets.csv_bytes(columns, rows) if chosen == CSV else sheets.xlsx_bytes(columns, rows, title)
