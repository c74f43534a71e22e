"""A month's tables on paper."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from capacity_portal.journal.queries import head
from capacity_portal.lib import typesetting
from capacity_portal.lib.typesetting.glyphs import code_points
from capacity_portal.organization.models import Office
from inspections.coverage_exports import Given
from inspections.models import Round


def coverage_html(content: Given, round_: Round, officer, at: datetime, undrawn=()) -> str:
    """The document of what a page shows; ``undrawn``: characters that no font draws, to be owned up to at the end."""
    address = settings.PORTAL_URL.rstrip("/") + reverse("inspections:round", args=[round_.period])
    office = Office.objects.order_by("id").values_list("full_name", flat=True).first()
    closing = round_.closings.order_by("-number").first() if round_.is_closed else None
    context = {
        "title": content.title,
        "kind": "网格化月排查",
        "office_name": office or "化解过剩产能工作领导小组办公室",
        "printed_at": timezone.localtime(at),
        "printed_by": officer,
        "qr": mark_safe(typesetting.qr_svg(address)),
        "address": address,
        "landscape": True,
        "content": content,
        "closing": closing,
        "head": head(),
        "undrawn": code_points(undrawn),
    }
    return render_to_string("print/coverage.html", context)


def coverage_pdf(content: Given, round_: Round, officer, at: datetime) -> typesetting.RenderedPdf:
    """Typeset; twice where a character cannot be drawn, to say so on it. Raises typesetting.RenderFailed."""
    rendered = typesetting.render_pdf(coverage_html(content, round_, officer, at))
    if rendered.missing_glyphs:
        html = coverage_html(content, round_, officer, at, rendered.missing_glyphs)
        rendered = typesetting.render_pdf(html)
    return rendered
