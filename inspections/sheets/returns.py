"""The tables of a return as a workbook, written like every other table of this app."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from capacity_portal.lib.table_files import xlsx_bytes
from capacity_portal.lib.tables import Cell, Row, Table, heads, words
from inspections.rules import return_tables


def workbook(preface: Sequence[str], tables: Iterable[return_tables.Table]) -> bytes:
    """An .xlsx with a sheet a table, headed by ``preface``; numbers are numbers, everything else is text."""
    return xlsx_bytes(preface, [_as_sheet(place, found) for place, found in enumerate(tables, start=1)])


def _as_sheet(place: int, found: return_tables.Table) -> Table:
    rows = tuple(Row(tuple(_cell(cell) for cell in row)) for row in found.rows)
    return Table(f"table-{place}", found.title, heads(found.heads, text=found.words), rows, None, found.note)


def _cell(cell: return_tables.Cell) -> Cell:
    if cell.is_number:
        try:
            return Cell(Decimal(cell.text), cell.text)
        except InvalidOperation:  # a rate, or a dash
            pass
    return words(cell.text)
