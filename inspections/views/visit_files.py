"""Photos and scans of visits, the only way they are served; the printed record."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capacity_portal.lib.stored_files import served
from capacity_portal.lib.typesetting import RenderFailed
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.documents import visit_record
from inspections.models import VisitPhoto, VisitScan
from inspections.queries.scope import visits_visible_to
from inspections.views.visit_pages import visit_of


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
@cache_control(private=True, no_store=True)
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo of a visit the officer may see, or one of his own that still waits."""
    seen = Q(visit__in=visits_visible_to(request.user)) | Q(visit=None, uploaded_by=request.user)
    return _served(request, get_object_or_404(VisitPhoto.objects.filter(seen), pk=pk))


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
@cache_control(private=True, no_store=True)
def scan_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed record of a visit the officer may see."""
    rows = VisitScan.objects.filter(visit__in=visits_visible_to(request.user))
    return _served(request, get_object_or_404(rows, pk=pk))


@require_safe
@requires(Permission.PRINT_DOSSIERS)
@cache_control(private=True, no_store=True)
def record_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The 排查记录 on A4 with lines to sign; what cannot be typeset leads back with a sentence."""
    visit = visit_of(request, pk)
    try:
        rendered = visit_record.record_pdf(visit, request.user, timezone.now())
    except RenderFailed as failure:
        messages.error(request, f"没有生成打印件：{failure}")
        return redirect("inspections:visit", pk=pk)
    response = HttpResponse(rendered.content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, visit_record.file_name(visit))
    return response


def _served(request: HttpRequest, record: VisitPhoto | VisitScan) -> HttpResponse:
    return served(request, record.file, content_type=record.content_type, name=record.original_name)
