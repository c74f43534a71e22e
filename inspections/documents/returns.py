"""The monthly return on paper (A4): 监管月报 with its tables, or 零报告 as a statement with its denominators; signature lines."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import mkstemp

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from capacity_portal.jobs.registry import JobResult
from capacity_portal.journal.queries import head
from capacity_portal.lib import months, typesetting
from capacity_portal.lib.typesetting.glyphs import code_points
from capacity_portal.lib.typesetting.official import printing
from capacity_portal.organization.models import Office
from inspections.documents.return_outlines import address_of, kind_of, return_outline
from inspections.models import MonthlyReturn
from inspections.queries.compiling import figures_of
from inspections.queries.scope import returns_visible_to
from inspections.rules import return_tables


def return_html(record: MonthlyReturn, officer, at: datetime, undrawn: Sequence[str] = ()) -> str:
    """The same content as plain sheets, for evidence packs, which bind it with sheets of their own; ``undrawn`` is owned up to."""
    figures, office = (
        figures_of(record),
        Office.objects.order_by("id").values_list("full_name", flat=True).first(),
    )
    kind, address = kind_of(record), address_of(record)
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
    """The official page; twice where a character cannot be drawn, to say so on it. Raises typesetting.RenderFailed."""
    rendered = printing.print_document(return_outline(record, officer, at))
    if rendered.missing_glyphs:
        rendered = printing.print_document(return_outline(record, officer, at, rendered.missing_glyphs))
    return rendered


def file_name(record: MonthlyReturn) -> str:
    """``监管月报-2026-03-吉州区.pdf``."""
    return f"{kind_of(record)}-{months.slug(record.period)}-{record.county.name}.pdf"


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
    outlines = (return_outline(record, officer, timezone.now()) for record in records)
    yield from zip(records, printing.print_many(outlines), strict=True)
