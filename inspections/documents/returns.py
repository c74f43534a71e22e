"""The monthly return on paper (A4), one or many, as the official page that ``return_outlines`` makes of it."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import mkstemp

from django.utils import timezone

from capacity_portal.jobs.registry import JobResult
from capacity_portal.lib import months, typesetting
from capacity_portal.lib.typesetting.official import printing
from inspections.documents.return_outlines import kind_of, return_outline
from inspections.models import MonthlyReturn
from inspections.queries.scope import returns_visible_to


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
