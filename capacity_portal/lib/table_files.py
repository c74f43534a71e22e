"""Tables as files: one .xlsx with a sheet a table, or one .csv with the tables below each other, headed by what they are."""

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal

from capacity_portal.lib.exports import BOM, cell_text, guarded, sheet_title
from capacity_portal.lib.tables import Cell, Table

_WIDE, _NARROW = 26, 12


def csv_text(preface: Sequence[str], tables: Sequence[Table]) -> str:
    """The .csv with its byte order mark; texts that a spreadsheet would take for formulas are guarded."""
    target = io.StringIO()
    target.write(BOM)
    writer = csv.writer(target)
    writer.writerows(_lines(preface, tables))
    return target.getvalue()


def _lines(preface: Sequence[str], tables: Sequence[Table]) -> Iterator[list[str]]:
    yield from ([guarded(cell_text(line))] for line in preface)
    for table in tables:
        yield []
        yield [guarded(cell_text(table.title))]
        yield [guarded(cell_text(head.full)) for head in table.heads]
        for row in table.all_rows:
            yield [_plain(cell) for cell in row.cells]
        if table.note:
            yield [guarded(cell_text(table.note))]


def _plain(cell: Cell) -> str:
    return (
        format(cell.value, "f" if isinstance(cell.value, Decimal) else "")
        if cell.is_number
        else (guarded(cell_text(cell.value)))
    )


def xlsx_bytes(preface: Sequence[str], tables: Sequence[Table]) -> bytes:
    """A workbook; every text is written as text, so that nothing is evaluated."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - slow import

    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(target, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
        for table in tables:
            _write_sheet(book.add_worksheet(sheet_title(table.title)), preface, table, bold)
    return target.getvalue()


def _write_sheet(sheet, preface: Sequence[str], table: Table, bold) -> None:
    for place, line in enumerate(preface):
        sheet.write_string(place, 0, cell_text(line))
    top = len(preface) + 1
    for place, head in enumerate(table.heads):
        sheet.set_column(place, place, _NARROW if head.is_number else _WIDE)
        sheet.write_string(top, place, cell_text(head.full), bold)
    sheet.freeze_panes(top + 1, 1)
    for offset, row in enumerate(table.all_rows, start=top + 1):
        for place, cell in enumerate(row.cells):
            if cell.is_number:
                sheet.write_number(offset, place, float(cell.value))
            elif cell.value:
                sheet.write_string(offset, place, cell_text(cell.value))
    if table.note:
        sheet.write_string(top + 2 + len(table.all_rows), 0, cell_text(table.note))
