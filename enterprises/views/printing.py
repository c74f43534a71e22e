"""The dossier as a PDF, shown in the browser, and its address as a QR code."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capacity_portal.lib.typesetting import RenderFailed
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises import documents
from enterprises.views.finding import enterprise_of


@require_safe
@requires(Permission.PRINT_DOSSIERS)
@cache_control(private=True, no_store=True)
def dossier_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """One dossier, A4; what cannot be typeset leads back to the page with a sentence."""
    enterprise = enterprise_of(request, pk)
    try:
        rendered = documents.dossier_pdf(enterprise, request.user, timezone.now())
    except RenderFailed as failure:
        messages.error(request, f"没有生成打印件：{failure}")
        return redirect("enterprises:dossier", pk=pk)
    response = HttpResponse(rendered.content, content_type="application/pdf")
    name = documents.file_name(enterprise)
    response["Content-Disposition"] = content_disposition_header(False, name)
    return response


@require_safe
@requires(Permission.VIEW_LEDGER)
@cache_control(private=True, max_age=86_400)
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    """The address of the dossier as a picture; whoever scans it must sign in and may see no more than elsewhere."""
    return HttpResponse(documents.qr_picture(enterprise_of(request, pk)), content_type="image/svg+xml")
