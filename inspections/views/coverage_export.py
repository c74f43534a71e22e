"""Files of what a month's pages show: asked for by a POST that the journal hears of, fetched by a GET that writes nothing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib import months
from capacity_portal.lib.deposit import deposit, deposited
from capacity_portal.lib.exports import CSV_TYPE, XLSX_TYPE
from capacity_portal.lib.pages import bounded_count, choice_param
from capacity_portal.lib.table_files import csv_text, xlsx_bytes
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.typesetting import RenderFailed
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections import coverage_exports as exports
from inspections.coverage_exports import FORMATS, WHATS, Asked, Given
from inspections.documents.coverage import coverage_pdf
from inspections.forms.duty_batch import FormatForm
from inspections.models import Round
from inspections.operations.giving_out import note_export
from inspections.views.coverage import round_or_404
from inspections.views.duty_batch import ids_of

_KIND = "coverage_exports"
_TYPES = {"xlsx": XLSX_TYPE, "csv": CSV_TYPE, "pdf": "application/pdf"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EXPORT_LEDGER)
@once
def export(request: HttpRequest, month: int) -> HttpResponse:
    """GET: what would be given out. POST: note it in the journal and lead to the file."""
    round_ = round_or_404(month)
    parameters = request.POST if request.method == "POST" else request.GET
    asked = _asked(parameters)
    at = timezone.now()
    if exports.is_beyond(asked, request.user):
        raise Http404
    form = FormatForm(
        request.POST if request.method == "POST" else None, formats=FORMATS, initial={"format": asked.format}
    )
    too_many = (
        asked.what == "list"
        and bounded_count(
            exports.duties_asked(asked, round_, request.user), exports.MOST[asked.format]
        ).is_more
    )
    if request.method == "POST" and form.is_valid() and not too_many:
        about = f"{months.label(month)}：{_about(asked)}，{asked.format}"
        note_export(round_=round_, about=about, is_print=asked.format == "pdf", by=request.user, at=at)
        return redirect("inspections:coverage-file", month, deposit(request, _KIND, asked.as_json()))
    return _page(request, round_, asked, form, too_many)


def _asked(parameters) -> Asked:
    return Asked(
        what=choice_param(parameters, "what", WHATS, default="round"),
        parameters=exports.address_of(parameters),
        selected=[] if parameters.get("all_matching") else ids_of(parameters),
        within=sorted({storable(code)[:15] for code in parameters.getlist("within")[:200]}),
        format=choice_param(parameters, "format", dict(FORMATS), default="xlsx"),
    )


def _about(asked: Asked) -> str:
    if asked.what != "list":
        return "覆盖情况"
    return "所选任务" if asked.selected else "；".join(exports.conditions_of(asked))


def _page(
    request: HttpRequest, round_: Round, asked: Asked, form: FormatForm, too_many: bool
) -> HttpResponse:
    hidden = [("what", asked.what), *asked.parameters.items()]
    hidden += [("selected", pk) for pk in asked.selected] + [("within", code) for code in asked.within]
    back = reverse("inspections:round", args=[round_.period])
    context = {
        "form": form,
        "about": _about(asked),
        "too_many": f"超过 {exports.MOST[asked.format]:,} 项，请用筛选条件缩小范围后分次导出；打印的最多 1,000 项。"
        if too_many
        else "",
        "hidden": hidden,
        "back_url": back,
        "crumbs": [
            ("月排查", reverse("inspections:rounds")),
            (months.label(round_.period), back),
            ("导出、打印", ""),
        ],
    }
    return render(request, "inspections/coverage_export.html", context)


@require_safe
@requires(Permission.EXPORT_LEDGER)
@cache_control(private=True, no_store=True)
def export_file(request: HttpRequest, month: int, key: str) -> HttpResponse:
    """The file asked for just now, made from what the officer may see at this moment."""
    round_ = round_or_404(month)
    asked = Asked.from_json(deposited(request, _KIND, key))
    at = timezone.now()
    content = exports.given(asked, round_, request.user, at)
    if content is None:
        raise Http404
    try:
        made = _made(content, asked, round_, request.user, at)
    except RenderFailed as failure:
        messages.error(request, f"没有生成打印件：{failure}")
        return redirect("inspections:round", month)
    response = HttpResponse(made, content_type=_TYPES[asked.format])
    name = exports.file_name(asked, round_)
    response["Content-Disposition"] = content_disposition_header(asked.format != "pdf", name)
    return response


def _made(content: Given, asked: Asked, round_: Round, officer, at) -> bytes:
    if asked.format == "pdf":
        return coverage_pdf(content, round_, officer, at).content
    if asked.format == "csv":
        return csv_text(content.preface, content.tables).encode()
    return xlsx_bytes(content.preface, content.tables)
