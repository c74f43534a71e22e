"""What leaves the portal about findings: the spreadsheet, the sheet to sign, and the text that presses for the overdue ones."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.deposit import deposit, deposited
from capacity_portal.lib.exports import XLSX_TYPE
from capacity_portal.lib.pages import bounded_count
from capacity_portal.lib.typesetting import RenderFailed
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.documents import findings as documents
from inspections.operations.finding_escalation import note_export, note_reminder
from inspections.queries.finding_list import finding_list, overdue
from inspections.rules.finding_filters import FindingFilters, as_parameters, parse
from inspections.sheets import findings as sheets
from inspections.views.finding_files import finding_of, findings_of
from inspections.views.finding_lists import applied

MOST_EXPORTED = 20_000
MOST_PRESSED = 200
MOST_PRINTED = 30
_KIND = "finding_exports"


@require_POST
@requires(Permission.EXPORT_LEDGER)
@once
def findings_export(request: HttpRequest) -> HttpResponse:
    """Note in the journal what is taken along, and lead to the file."""
    filters = parse(request.GET)
    found = finding_list(request.user, filters, timezone.localdate())
    count = bounded_count(found.rows, MOST_EXPORTED)
    if count.is_more:
        messages.error(request, f"符合条件的问题超过 {MOST_EXPORTED:,} 个，请先按月份或县市区筛选后再导出。")
        return redirect(_list(filters))
    note_export(findings=count.n, about=_in_words(filters), by=request.user, at=timezone.now())
    key = deposit(request, _KIND, as_parameters(filters))
    return redirect("inspections:findings-export-file", key=key)


@require_safe
@requires(Permission.EXPORT_LEDGER)
@cache_control(private=True, no_store=True)
def findings_export_file(request: HttpRequest, key: str) -> HttpResponse:
    """The file asked for just now, made from what the officer may see at this moment."""
    filters, today = parse(deposited(request, _KIND, key)), timezone.localdate()
    found = finding_list(request.user, filters, today)
    rows = found.rows.select_related(*sheets.READ_WITH).order_by(*found.order.columns)[:MOST_EXPORTED]
    response = HttpResponse(sheets.workbook(rows.iterator(chunk_size=1_000), today), content_type=XLSX_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"问题整改{today:%Y%m%d}.xlsx")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.RECHECK_FINDINGS)
@once
def findings_remind(request: HttpRequest) -> HttpResponse:
    """GET: the texts to send, county by county. POST: note that they were sent."""
    filters, today = parse(request.GET), timezone.localdate()
    pressed = _pressed(request, filters)
    count = sum(len(group.findings) for group in pressed)
    query = urlencode(as_parameters(filters))
    if request.method == "POST" and count:
        note_reminder(findings=count, about=_in_words(filters), by=request.user, at=timezone.now())
        messages.success(request, f"已登记催办{count}个问题。")
        return redirect(_list(filters))
    context = {
        "texts": [(group.name, documents.reminder_text(group, today)) for group in pressed],
        "count": count,
        "most": MOST_PRESSED,
        "applied": applied(filters, []),
        "query": f"?{query}" if query else "",
        "crumbs": [("问题整改", reverse("inspections:findings")), ("催办逾期", "")],
        "cancel_url": _list(filters),
    }
    return render(request, "inspections/findings_remind.html", context)


@require_safe
@requires(Permission.RECHECK_FINDINGS)
@cache_control(private=True, no_store=True)
def findings_remind_pdf(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    filters, now = parse(request.GET), timezone.now()
    try:
        rendered = documents.reminder_pdf(_pressed(request, filters), request.user, now)
    except RenderFailed as failure:
        messages.error(request, f"没有生成打印件：{failure}")
        return redirect(_list(filters))
    return _pdf(rendered.content, f"逾期问题催办单{timezone.localdate(now):%Y%m%d}.pdf")


@require_safe
@requires(Permission.PRINT_DOSSIERS)
@cache_control(private=True, no_store=True)
def finding_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The 限期整改通知单, A4; what cannot be typeset leads back to the page with a sentence."""
    finding = finding_of(request, pk)
    try:
        rendered = documents.sheet_pdf(finding, request.user, timezone.now())
    except RenderFailed as failure:
        messages.error(request, f"没有生成打印件：{failure}")
        return redirect("inspections:finding", pk=pk)
    return _pdf(rendered.content, documents.file_name(finding))


@require_safe
@requires(Permission.PRINT_DOSSIERS)
@cache_control(private=True, no_store=True)
def finding_sheets(request: HttpRequest) -> HttpResponse:
    """The 限期整改通知单 of the findings ticked, one file; numbers of others' findings are passed over."""
    rows = findings_of(request, request.GET.getlist("selected")[: MOST_PRINTED + 1])
    if not 0 < len(rows) <= MOST_PRINTED:
        messages.error(request, f"请勾选要打印的问题，一次最多 {MOST_PRINTED} 个。")
        return redirect("inspections:findings")
    now = timezone.now()
    try:
        content = documents.sheets_pdf(rows, request.user, now)
    except RenderFailed as failure:
        messages.error(request, f"没有生成打印件：{failure}")
        return redirect("inspections:findings")
    return _pdf(content, f"限期整改通知单{timezone.localdate(now):%Y%m%d}-{len(rows)}份.pdf")


def _pressed(request: HttpRequest, filters: FindingFilters) -> list[documents.Pressed]:
    """The overdue ones under the filters, the longest first, not more than can be read."""
    today = timezone.localdate()
    rows = overdue(finding_list(request.user, filters, today).rows, today)
    return documents.pressed_for(rows.order_by("deadline_on", "id")[:MOST_PRESSED])


def _in_words(filters: FindingFilters) -> str:
    return "、".join(text for text, _ in applied(filters, [])) or "全部"


def _list(filters: FindingFilters) -> str:
    query = urlencode(as_parameters(filters))
    url = reverse("inspections:findings")
    return f"{url}?{query}" if query else url


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, name)
    return response
