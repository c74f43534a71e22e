"""The register as a file: asked for by a POST that the journal hears of, fetched by a GET that writes nothing."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
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
from capacity_portal.lib.typesetting import RenderFailed
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.documents.register import register_pdf
from reports.forms.register import FormatForm, as_parameters, asked_of
from reports.operations.giving_register import note_register
from reports.queries.registers import STATES, RegisterQuestion, codes_of, entries_matching
from reports.sheets.register import csv_bytes, xlsx_bytes

MOST = {"xlsx": 20_000, "csv": 20_000, "pdf": 1_000}
_AT_ONCE = 500
_KIND = "document-register"
_TYPES = {"xlsx": XLSX_TYPE, "csv": CSV_TYPE, "pdf": "application/pdf"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.KEEP_REGISTER)
@once
def export(request: HttpRequest) -> HttpResponse:
    """GET: what would be given out. POST: note it in the journal and lead to the file."""
    question = asked_of(request.GET, codes_of(request.user))
    form = FormatForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["format"]
        if not bounded_count(entries_matching(request.user, question), MOST[chosen]).is_more:
            note_register(
                about=f"{_words(question)}，{chosen}",
                is_print=chosen == "pdf",
                by=request.user,
                at=timezone.now(),
            )
            key = deposit(request, _KIND, {"query": as_parameters(question), "format": chosen})
            return redirect("reports:register-file", key=key)
        form.add_error(
            "format", f"超过 {MOST[chosen]:,} 条，请用筛选条件缩小范围后分次导出；打印的最多 1,000 条。"
        )
    context = {
        "form": form,
        "heading": "导出、打印登记簿",
        "lead": f"内容：{_words(question)}。导出和打印会记入日志。",
        "submit_label": "生成文件",
        "cancel_url": reverse("reports:register"),
        "crumbs": [
            ("公文", reverse("reports:notices")),
            ("发文登记簿", reverse("reports:register")),
            ("导出、打印", ""),
        ],
    }
    return render(request, "tipoffs/one_form.html", context)


@require_safe
@requires(Permission.KEEP_REGISTER)
@cache_control(private=True, no_store=True)
def export_file(request: HttpRequest, key: str) -> HttpResponse:
    """The file asked for just now, of what the officer may see at this moment, in order of series and number."""
    kept = deposited(request, _KIND, key)
    question, chosen = asked_of(kept["query"], codes_of(request.user)), kept["format"]
    rows = entries_matching(request.user, question).order_by("series__year", "series__code", "number")
    try:
        content = _made(rows, question, chosen, request.user)
    except RenderFailed as failure:
        messages.error(request, f"没有生成打印件：{failure}")
        return redirect("reports:register")
    response = HttpResponse(content, content_type=_TYPES[chosen])
    name = f"发文登记簿{timezone.localdate():%Y%m%d}.{chosen}"
    response["Content-Disposition"] = content_disposition_header(chosen != "pdf", name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _made(rows: QuerySet, question: RegisterQuestion, chosen: str, officer) -> bytes:
    if chosen == "pdf":
        return register_pdf(list(rows), _words(question), officer, timezone.now()).content
    lines = rows.iterator(_AT_ONCE)
    return csv_bytes(lines) if chosen == "csv" else xlsx_bytes(lines)


def _words(question: RegisterQuestion) -> str:
    """What was asked for, for the reader of the file."""
    words = [
        question.code,
        f"{question.year}年" if question.year else "",
        STATES.get(question.state, ""),
        question.text,
    ]
    return "，".join(filter(None, words)) or "全部登记"
