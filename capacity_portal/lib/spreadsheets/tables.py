"""The one table in a sheet: where its headings stand, which rows are records and which are not."""

from dataclasses import dataclass

from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.spreadsheets.findings import Finding, LeftOut


@dataclass(frozen=True)
class Heading:
    """One heading: ``place`` counts columns from 1; two merged levels are joined (``产能/炼钢``); ``unit`` from its brackets."""

    place: int
    label: str
    unit: str = ""


@dataclass(frozen=True)
class Row:
    """One record: ``number`` is the spreadsheet's; 同上 is replaced, vertically merged cells are filled."""

    number: int
    cells: list[Cell]
    is_hidden: bool = False


@dataclass(frozen=True)
class Table:
    sheet: str
    heading_row: int
    headings: tuple[Heading, ...]
    rows: list[Row]
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()
