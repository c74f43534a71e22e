"""A new .xlsx that shows what was read, its doubtful cells marked: for .csv and .xls, and for what is too big to be copied."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path

from capacity_portal.lib.exports import sheet_title
from capacity_portal.lib.spreadsheets import explained
from capacity_portal.lib.spreadsheets.book import CSV, Book, Cell, Sheet
from capacity_portal.lib.spreadsheets.explained import (
    NOTE_HEADING,
    NOTE_SHEET,
    NOTE_TITLE,
    NOTE_WIDTH,
    Line,
    Rows,
)
from capacity_portal.lib.spreadsheets.faulty_rows import counted, reduced
from capacity_portal.lib.spreadsheets.findings import Finding
from capacity_portal.lib.spreadsheets.merging import merge_cells
from capacity_portal.lib.spreadsheets.pen import Pen
from capacity_portal.lib.spreadsheets.row_heights import breadth, row_height

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "宋体", "font_size": 11},
}
_WIDEST = 40


def write_annotated(
    book: Book,
    heading_rows: Mapping[str, int],
    findings: Sequence[Finding],
    target: Path,
    *,
    remarks: Sequence[str] = (),
) -> None:
    """Write every sheet of ``book``, rows where they were: text as strings, numbers and dates as such, no formulas."""
    sheets = [sheet for sheet in book.sheets if not _is_explanation(sheet)]
    found = explained.sort_out(findings, (sheet.name for sheet in sheets if sheet.name in heading_rows))
    with _workbook(target) as workbook:
        pen = Pen(workbook)
        _write_explanation(workbook, pen, explained.explanation(found, explained.STEPS, remarks))
        for read in sheets:
            sheet = workbook.add_worksheet(_free_name(workbook, read.name))
            is_text = book.container == CSV
            _write_sheet(sheet, pen, read, heading_rows.get(read.name), found.of(read.name), is_text=is_text)


def write_faulty_rows(
    book: Book, heading_rows: Mapping[str, int], findings: Sequence[Finding], target: Path, most_rows: int
) -> None:
    """Write the rows that findings name, at most ``most_rows``, under their headings, with the column 原行号 in front."""
    sheets = [sheet for sheet in book.sheets if sheet.name in heading_rows]
    found = explained.sort_out(findings, (sheet.name for sheet in sheets))
    faulty = counted(found.rows)
    remarks = [f"有问题的行共 {faulty:,} 行，这里列出前 {most_rows:,} 行。"] if faulty > most_rows else []
    with _workbook(target) as workbook:
        pen = Pen(workbook)
        _write_explanation(
            workbook, pen, explained.explanation(found, explained.STEPS_FOR_FAULTY_ROWS, remarks)
        )
        left = most_rows
        for read in sheets:
            heading_row = heading_rows[read.name]
            part, rows = reduced(read, heading_row, found.of(read.name), left)
            left -= len(rows)
            if rows:
                sheet = workbook.add_worksheet(_free_name(workbook, read.name))
                _write_sheet(sheet, pen, part, heading_row, rows, shift=1)


def _workbook(target: Path):
    from xlsxwriter import Workbook  # noqa: PLC0415 - slow import

    return Workbook(str(target), deepcopy(_OPTIONS))


def _free_name(workbook, name: str) -> str:
    """``name`` as spreadsheets allow it (the sheet of a .csv is named after its file), not given yet."""
    wanted = sheet_title(name)
    used = {sheet.get_name().casefold() for sheet in workbook.worksheets()}
    candidates = (wanted, *(f"{wanted[:27]}({number})" for number in range(2, len(used) + 3)))
    return next(one for one in candidates if one.casefold() not in used)


def _is_explanation(sheet: Sheet) -> bool:
    return sheet.name.startswith(NOTE_SHEET) and bool(sheet.rows) and sheet.rows[0][:1] == [NOTE_TITLE]


def _write_sheet(
    sheet,
    pen: Pen,
    read: Sheet,
    heading_row: int | None,
    rows: Rows,
    *,
    shift: int = 0,
    is_text: bool = False,
) -> None:
    _set_widths(sheet, pen, read.rows[(heading_row or 1) - 1 :], is_text=is_text)
    anchors = merge_cells(sheet, read)
    note = _note_place(read, heading_row) if heading_row else None
    for number, cells in enumerate(read.rows, start=1):
        for place, value in enumerate(cells, start=1):
            is_old_note = place == note and number >= heading_row
            if not is_old_note and anchors.get((number, place), (number, place)) == (number, place):
                pen.write(sheet, number, place, value, is_head=number == heading_row)
    if note:
        _write_notes(sheet, pen, heading_row, note, rows)
        _write_marks(sheet, pen, read, rows, anchors, shift)
    for number in read.hidden_rows:
        sheet.set_row(number - 1, None, None, {"hidden": True})
    if read.is_hidden:
        sheet.hide()


def _note_place(read: Sheet, heading_row: int) -> int:
    """The column of an earlier round, else the first one to the right of everything."""
    headings = read.rows[heading_row - 1] if heading_row <= len(read.rows) else []
    for place, heading in enumerate(headings, start=1):
        if str(heading or "").strip() == NOTE_HEADING:
            return place
    return max(map(len, read.rows), default=0) + 1


def _set_widths(sheet, pen: Pen, rows: Sequence[Sequence[Cell]], *, is_text: bool) -> None:
    widest: dict[int, int] = {}
    for cells in rows[:200]:
        for place, cell in enumerate(cells):
            width = 0 if cell is None else breadth(str(cell)[:_WIDEST])
            widest[place] = max(widest.get(place, 8), min(width, _WIDEST))
    for place, width in widest.items():
        sheet.set_column(place, place, width + 2, pen.text if is_text else None)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _write_notes(sheet, pen: Pen, heading_row: int, note: int, rows: Rows) -> None:
    sheet.set_column(note - 1, note - 1, NOTE_WIDTH)
    sheet.freeze_panes(heading_row, 0)
    pen.write(sheet, heading_row, note, NOTE_HEADING, is_head=True)
    for number, findings in rows.items():
        text = explained.row_text(findings)
        sheet.set_row(number - 1, row_height([(text, NOTE_WIDTH)]))
        sheet.write_string(number - 1, note - 1, text, pen.note)


def _write_marks(sheet, pen: Pen, read: Sheet, rows: Rows, anchors, shift: int) -> None:
    for number, findings in rows.items():
        for place, here in explained.by_place(findings).items():
            row, column = anchors.get((number, place + shift), (number, place + shift))
            pen.mark(sheet, row, column, _value(read, row, column), here)


def _value(read: Sheet, row: int, column: int) -> Cell:
    cells = read.rows[row - 1] if row <= len(read.rows) else []
    return cells[column - 1] if column <= len(cells) else None


def _write_explanation(workbook, pen: Pen, lines: Iterable[Line]) -> None:
    sheet = workbook.add_worksheet(NOTE_SHEET)
    sheet.set_column(0, 0, 100)
    sheet.fit_to_pages(1, 0)
    for number, line in enumerate(lines):
        sheet.set_row(number, row_height([(line.text, 100)]) + 4)
        sheet.write_string(number, 0, line.text, pen.line(line, is_title=number == 0))
