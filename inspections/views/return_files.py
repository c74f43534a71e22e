"""The return on paper, and the sealed paper that comes back."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.stored_files import served
from capacity_portal.lib.typesetting import RenderFailed
from capacity_portal.lib.uploads import UploadRefused, read_upload
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.documents import returns as documents
from inspections.forms.returns import ScanForm
from inspections.operations.return_scans import attach_return_scan
from inspections.views.returns import begun, crumbs, return_url


@require_safe
@requires(Permission.PRINT_DOSSIERS)
@cache_control(private=True, no_store=True)
def pdf(request: HttpRequest, month: int, code: str) -> HttpResponse:
    """The return, A4; what cannot be typeset leads back to the page with a sentence.

    A plain GET as for a single dossier: it is the page on paper, one county and month to be signed and sealed, no data to
    go on working with; figures that leave as a spreadsheet (views.return_exports) and batches of returns are journalled.
    """
    record = begun(request, month, code)
    try:
        rendered = documents.return_pdf(record, request.user, timezone.now())
    except RenderFailed as failure:
        messages.error(request, f"没有生成打印件：{failure}")
        return redirect(return_url(record))
    response = HttpResponse(rendered.content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, documents.file_name(record))
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.COMPILE_RETURNS)
@once
def attach(request: HttpRequest, month: int, code: str) -> HttpResponse:
    """Upload the signed and sealed paper."""
    record = begun(request, month, code)
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            upload = read_upload(form.cleaned_data["file"], most_bytes=settings.UPLOAD_MAX_BYTES)
            attach_return_scan(record=record, upload=upload, by=request.user, at=timezone.now())
        except (UploadRefused, StepRefused) as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, "已附上盖章扫描件。")
            return redirect(return_url(record))
    heading = "附盖章扫描件"
    context = {"form": form, "heading": heading, "crumbs": crumbs(record, heading), "submit_label": "上传"}
    return render(request, "enterprises/form.html", context | {"cancel_url": return_url(record)})


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
@cache_control(private=True, no_store=True)
def scan(request: HttpRequest, month: int, code: str) -> HttpResponse:
    """The scan itself, under the type found when it came in."""
    record = begun(request, month, code)
    if not record.scan:
        raise Http404
    return served(request, record.scan, content_type=record.scan_type, name=record.scan_name)
