"""The figures of a period on paper (A4)."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from capacity_portal.journal.queries import head
from capacity_portal.lib import typesetting
from capacity_portal.lib.typesetting.glyphs import code_points
from capacity_portal.organization.models import Office
from tipoffs.rules.figures import Table


def figures_html(
    title: str, tables: Sequence[Table], officer, at: datetime, undrawn: Sequence[str] = ()
) -> str:
    """The document; ``undrawn``: characters that no font draws, owned up to at the end."""
    office = Office.objects.order_by("id").values_list("full_name", flat=True).first()
    context = {
        "title": title,
        "kind": "举报统计",
        "office_name": office or "化解过剩产能工作领导小组办公室",
        "printed_at": timezone.localtime(at),
        "printed_by": officer,
        "address": settings.PORTAL_URL.rstrip("/") + reverse("tipoffs:figures"),
        "tables": tables,
        "head": head(),
        "undrawn": code_points(undrawn),
    }
    return render_to_string("print/tipoff_figures.html", context)


def figures_pdf(title: str, tables: Sequence[Table], officer, at: datetime) -> typesetting.RenderedPdf:
    """Typeset; twice where a character cannot be drawn, to say so on it. Raises typesetting.RenderFailed."""
    rendered = typesetting.render_pdf(figures_html(title, tables, officer, at))
    if rendered.missing_glyphs:
        rendered = typesetting.render_pdf(figures_html(title, tables, officer, at, rendered.missing_glyphs))
    return rendered
