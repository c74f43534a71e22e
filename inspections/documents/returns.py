"""The monthly return on paper (A4): 监管月报 with its tables, or 零报告 as a statement with its denominators; signature lines."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import mkstemp

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from capacity_portal.jobs.registry import JobResult
from capacity_portal.journal.queries import head
from capacity_portal.lib import months, typesetting
from capacity_portal.lib.typesetting.glyphs import code_points
from capacity_portal.organization.models import Office
from inspections.models import MonthlyReturn
from inspections.queries.compiling import figures_of
from inspections.queries.scope import returns_visible_to
from inspections.rules import return_tables


def return_html(record: MonthlyReturn, officer, at: datetime, undrawn: Sequence[str] = ()) -> str:
    """The document as it stands: frozen figures of a signed return, today's of one that is not; ``undrawn`` is owned up to."""
    figures, office = (
        figures_of(record),
        Office.objects.order_by("id").values_list("full_name", flat=True).first(),
    )
    kind = "零报告" if record.is_zero_report else "监管月报"
    address = settings.PORTAL_URL.rstrip("/") + reverse(
        "inspections:return", args=[record.period, record.region_code]
    )
    context = {
        "title": f"{record.county.name}{months.label(record.period)}{kind}",
        "kind": kind,
        "office_name": office or "化解过剩产能工作领导小组办公室",
        "printed_at": timezone.localtime(at),
        "printed_by": officer,
        "qr": mark_safe(typesetting.qr_svg(address)),
        "qr_caption": "扫码查看电子月报",
        "address": address,
        "record": record,
        "month": months.label(record.period),
        "is_signed": record.submitted_at is not None,
        "denominators": return_tables.denominators(figures),
        "tables": return_tables.tables_of(figures),
        "head": head(),
        "undrawn": code_points(undrawn),
    }
    return render_to_string("print/return.html", context)


def return_pdf(record: MonthlyReturn, officer, at: datetime) -> typesetting.RenderedPdf:
    """Typeset; twice where a character cannot be drawn, to say so on it. Raises typesetting.RenderFailed."""
    rendered = typesetting.render_pdf(return_html(record, officer, at))
    if rendered.missing_glyphs:
        rendered = typesetting.render_pdf(return_html(record, officer, at, rendered.missing_glyphs))
    return rendered


def file_name(record: MonthlyReturn) -> str:
    """``监管月报-2026-03-吉州区.pdf``."""
    kind = "零报告" if record.is_zero_report else "监管月报"
    return f"{kind}-{months.slug(record.period)}-{record.county.name}.pdf"


def print_many(job, progress) -> JobResult:
    """The job ``inspections.returns``: a zip with one PDF for each return its owner may still see."""
    visible = returns_visible_to(job.owner).select_related("county", "round", "submitted_by", "accepted_by")
    records = list(visible.filter(pk__in=job.parameters["returns"]).order_by("region_code", "-period"))
    handle, path = mkstemp(suffix=".zip")
    made, sentences = 0, []
    with open(handle, "wb") as target, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number, (record, outcome) in enumerate(_rendered(records, job.owner), start=1):
            if isinstance(outcome, typesetting.RenderFailed):
                sentences.append(f"{record}没有生成：{outcome}")
            else:
                archive.writestr(file_name(record), outcome.content)
                made += 1
            progress(number * 100 // len(records), f"已生成{number}份，共{len(records)}份")
    name = f"监管月报{timezone.localdate():%Y%m%d}.zip"
    return JobResult(content=Path(path), name=name, message=f"生成{made}份", report={"sentences": sentences})


def _rendered(records: Sequence[MonthlyReturn], officer) -> Iterator[tuple[MonthlyReturn, object]]:
    pages = (return_html(record, officer, timezone.now()) for record in records)
    yield from zip(records, typesetting.render_many(pages), strict=True)
