"""The register on paper (A4, turned)."""

from collections.abc import Sequence
from datetime import datetime

from capacity_portal.lib.typesetting import RenderedPdf
from reports.documents.papers import Paper, Table, html_of, pdf_of
from reports.models import NumberEntry
from reports.sheets.register import COLUMNS, ON_PAPER, rows_of

_WIDTHS = ("w15", "", "w10", "w10", "w8", "w5", "w8", "w15")


def register_pdf(entries: Sequence[NumberEntry], about: str, officer, at: datetime) -> RenderedPdf:
    """All lines asked for. Raises typesetting.RenderFailed."""
    rows = [
        tuple("—" if value in (None, "") else value for value in row[:ON_PAPER]) for row in rows_of(entries)
    ]
    table = Table("", [column.title for column in COLUMNS[:ON_PAPER]], rows, _WIDTHS)
    paper = Paper("发文登记簿", "公文登记", f"{about}　共{len(rows)}条", tables=[table], landscape=True)
    return pdf_of(lambda undrawn: html_of(paper, officer, at, undrawn))
