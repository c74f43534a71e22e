"""The 线索交办单 for the unit: put together from a list of what may stand on it, not from the tip (T1: a sheet once lay in the mine's office).

Nothing else of the tip reaches the template: no words, place, firm, file, channel, day of receipt or anything of the reporter.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from capacity_portal.lib import dates, typesetting
from capacity_portal.lib.typesetting.glyphs import code_points
from capacity_portal.organization.queries import work_calendar
from tipoffs.documents.letters import office_name
from tipoffs.documents.tip_facts import ClockLine, clock_lines
from tipoffs.documents.unit_facts import unit_name
from tipoffs.models import Assignment, Tip
from tipoffs.queries.clock_rules import clock_of
from tipoffs.queries.units import parts_of

_MARKS = 12


def sheet_pdf(tip: Tip, officer, at: datetime) -> typesetting.RenderedPdf:
    """The sheet of a tip that is handed over; twice where a character cannot be drawn. Raises typesetting.RenderFailed."""
    rendered = typesetting.render_pdf(sheet_html(tip, officer, at))
    if rendered.missing_glyphs:
        rendered = typesetting.render_pdf(sheet_html(tip, officer, at, rendered.missing_glyphs))
    return rendered


def sheet_html(tip: Tip, officer, at: datetime, undrawn: Sequence[str] = ()) -> str:
    """The document; ``undrawn``: characters that no font draws, to be owned up to at the end."""
    parts = list(parts_of(tip))
    address = settings.PORTAL_URL.rstrip("/") + reverse("tipoffs:tip", args=[tip.pk])
    due = _result(tip, parts, timezone.localdate(at))
    context = {
        "title": "线索交办单",
        "kind": "举报线索核查",
        "qr": mark_safe(typesetting.qr_svg(address)),
        "qr_caption": "扫码登录查看和反馈",
        "address": address,
        "number": tip.label,
        "matter": tip.get_kind_display(),
        "summary": tip.summary,
        "units": [(unit_name(part), part.is_lead) for part in parts],
        "instruction": next((part.instruction for part in parts if part.instruction), ""),
        "handed_over": _handed_over(parts),
        "due_on": due.due_on if due else None,
        "computed": due.computed if due else "",
        "is_supervised": tip.supervised_at is not None,
        "watermark": [f"{officer.name} {timezone.localtime(at):%Y-%m-%d %H:%M}"] * _MARKS,
        "office_name": office_name(),
        "printed_at": timezone.localtime(at),
        "printed_by": officer.name,
        "undrawn": code_points(undrawn),
    }
    return render_to_string("print/tip_sheet.html", context)


def file_name(tip: Tip) -> str:
    """``线索交办单-2026-000123.pdf``"""
    return f"线索交办单-{tip.year}-{tip.number:06d}.pdf"


def _handed_over(parts: Sequence[Assignment]) -> str:
    """Day and officer of the hand-over to the unit that has it now."""
    if not parts:
        return ""
    return f"{dates.label(timezone.localdate(parts[0].assigned_at))}　{parts[0].assigned_by.name}"


def _result(tip: Tip, parts: Sequence[Assignment], today: date) -> ClockLine | None:
    lead = next((part for part in parts if part.is_lead), None)
    lines = clock_lines(tip, lead, today, work_calendar(), clock_of(tip.kind))
    return lines[-1] if tip.result_due_on and lines else None
