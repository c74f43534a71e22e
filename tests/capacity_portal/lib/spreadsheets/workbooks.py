"""Files for the tests of marking: made with openpyxl, read with calamine."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

from capacity_portal.lib.spreadsheets.book import XLSX, Book, Cell, Merged, Sheet
from capacity_portal.lib.spreadsheets.findings import Finding, Level
from capacity_portal.lib.spreadsheets.formula_values import keep_values

LEDGER = "台账"


def saved(workbook, path: Path, values: Mapping[str, list[list[Cell]]] | None = None) -> bytes:
    """The bytes of an openpyxl workbook; ``values`` by sheet are what its formulas have come to."""
    workbook.save(path)
    if values:
        sheets = [
            Sheet(sheet.title, values[sheet.title]) if sheet.title in values else None
            for sheet in workbook.worksheets
        ]
        keep_values(path, sheets, workbook.epoch)
    return path.read_bytes()


def read(content: bytes, container: str = XLSX) -> Book:
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    return Book(
        container, tuple(_sheet(workbook.get_sheet_by_name(name), name) for name in workbook.sheet_names)
    )


def _sheet(sheet, name: str) -> Sheet:
    rows = [[None if cell == "" else cell for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = (
        Merged(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    return Sheet(name, rows, merged=tuple(merged))


def opened(path: Path):
    return openpyxl.load_workbook(BytesIO(path.read_bytes()))


def found(level: Level, row: int | None, place: int | None, message: str, **about) -> Finding:
    about = {"sheet": LEDGER, "column": "" if place is None else f"列{place}"} | about
    return Finding(level, "code", message, row=row, place=place, **about)


def error(row: int | None, place: int | None, message: str = "请改正。", **about) -> Finding:
    return found(Level.ERROR, row, place, message, **about)
