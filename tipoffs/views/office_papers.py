"""The 线索交办单: printed for whoever sees the tip, each time logged."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capacity_portal.lib.typesetting import RenderFailed
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.documents.sheet import file_name, sheet_pdf
from tipoffs.operations.reading import log_read
from tipoffs.views.tip_page import tip_of


@require_safe
@requires(Permission.VIEW_TIPOFFS)
@cache_control(private=True, no_store=True)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as PDF with the printer's name across it; before a hand-over there is none."""
    tip, at = tip_of(request, pk), timezone.now()
    if not tip.assignments.exists():
        raise Http404
    log_read(tip=tip, what="sheet", by=request.user, at=at)
    try:
        rendered = sheet_pdf(tip, request.user, at)
    except RenderFailed as failure:
        messages.error(request, f"没有生成交办单：{failure}")
        return redirect("tipoffs:tip", pk=pk)
    response = HttpResponse(rendered.content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, file_name(tip))
    response["X-Content-Type-Options"] = "nosniff"
    return response
