"""Tables of a page as a file: .xlsx, .csv or a printed list, always with the same cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from capacity_portal.lib.exports import CSV_TYPE, XLSX_TYPE
from capacity_portal.lib.table_files import csv_text, xlsx_bytes
from capacity_portal.lib.tables import Table
from reports.documents.papers import Paper, html_of, pdf_of
from reports.documents.papers import Table as PaperTable

TYPES = {"xlsx": XLSX_TYPE, "csv": CSV_TYPE, "pdf": "application/pdf"}


@dataclass(frozen=True)
class Listing:
    """What is given out: ``preface`` stands above the tables."""

    title: str
    kind: str
    preface: Sequence[str]
    tables: Sequence[Table]


def made(listing: Listing, form: str, officer, at: datetime) -> bytes:
    """The bytes in ``form`` (xlsx, csv, pdf). Raises typesetting.RenderFailed for a PDF that cannot be made."""
    if form == "csv":
        return csv_text([listing.title, *listing.preface], listing.tables).encode()
    if form == "xlsx":
        return xlsx_bytes([listing.title, *listing.preface], listing.tables)
    paper = Paper(
        listing.title,
        listing.kind,
        subtitle="；".join(listing.preface),
        tables=[_on_paper(one) for one in listing.tables],
        landscape=True,
    )
    return pdf_of(lambda undrawn: html_of(paper, officer, at, undrawn)).content


def _on_paper(table: Table) -> PaperTable:
    rows = [[cell.text for cell in row.cells] for row in table.all_rows]
    return PaperTable(table.title, [head.title for head in table.heads], rows)
