"""The user's own .xlsx with its doubtful cells marked: sheets, formats, formulas, hidden rows and drop-downs stay.

openpyxl does not keep everything: macros never; drawn shapes, text boxes, slicers, pictures other than PNG, JPEG and
GIF, some kinds of charts, drop-downs and coloured scales of the newer (x14) kind, threads of comments, sizes of comment boxes.
Rows grow where 错误说明 needs the height. A cell that we filled in an earlier round loses that fill, and with it the one it
had before.
"""

import warnings
from collections.abc import Mapping, Sequence
from copy import copy
from io import BytesIO
from pathlib import Path

from capacity_portal.lib.exports import cell_text
from capacity_portal.lib.spreadsheets import explained
from capacity_portal.lib.spreadsheets.book import Book, Sheet
from capacity_portal.lib.spreadsheets.earlier_marks import (
    SEPARATOR,
    existing_cells,
    own_comment,
    remove_marks,
)
from capacity_portal.lib.spreadsheets.explained import AUTHOR, NOTE_HEADING, NOTE_SHEET, NOTE_WIDTH, Rows
from capacity_portal.lib.spreadsheets.findings import Finding, Level, letters
from capacity_portal.lib.spreadsheets.formula_values import keep_values
from capacity_portal.lib.spreadsheets.row_heights import LINE, row_height

_LAST_PLACE = 16_384
_KEPT_PICTURES = {"png", "jpeg", "gif"}
_REMARK = "本文件是您上传的工作簿，原有内容和格式保持不变；个别图形、文本框或新式图表如有缺失，以原文件为准。"


def mark_workbook(
    content: bytes, book: Book, heading_rows: Mapping[str, int], findings: Sequence[Finding], target: Path
) -> None:
    """Write ``content`` (.xlsx), marked, to ``target``; see ``marking.mark``.

    ``book`` is the same file as it was read. Takes some 30 microseconds and 550 bytes a cell; raises whatever openpyxl
    raises for files it does not understand (ValueError, KeyError, TypeError and others).
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells what it leaves out
        workbook = _opened(content)
        read = {sheet.name: sheet for sheet in book.sheets}
        remove_marks(workbook)
        sheets = [
            sheet for sheet in workbook.worksheets if sheet.title in read and sheet.title in heading_rows
        ]
        for sheet in workbook.worksheets:
            _mend_values(sheet, read.get(sheet.title))
        found = explained.sort_out(findings, (sheet.title for sheet in sheets))
        comments = 0
        for sheet in sheets:
            rows = found.of(sheet.title)
            comments = _mark_sheet(sheet, read[sheet.title], heading_rows[sheet.title], rows, comments)
        _add_explanation(workbook, found)
        workbook.save(target)
        keep_values(target, [read.get(sheet.title) for sheet in workbook.worksheets], workbook.epoch)


def _opened(content: bytes):
    from openpyxl import load_workbook  # noqa: PLC0415 - slow import

    workbook = load_workbook(BytesIO(content), keep_vba=False, rich_text=True)
    for sheet in workbook.worksheets:
        # Pictures of other formats would be decoded and written anew.
        sheet._images = [picture for picture in sheet._images if picture.format in _KEPT_PICTURES]
    return workbook


def _mend_values(sheet, read: Sheet | None) -> None:
    """Give numbers back to cells formatted as dates whose number is no day (20260305): openpyxl made errors of them."""
    for cell in existing_cells(sheet) if read else ():
        if cell.data_type == "e" and cell.value == "#VALUE!":
            value = _value_read(read, cell.row, cell.column)
            if isinstance(value, int | float):
                cell.value = value


def _value_read(read: Sheet, row: int, place: int):
    cells = read.rows[row - 1] if row <= len(read.rows) else []
    return cells[place - 1] if place <= len(cells) else None


def _mark_sheet(sheet, read: Sheet, heading_row: int, rows: Rows, comments: int) -> int:
    place = _note_place(sheet, read, heading_row, rows)
    anchors = _anchors(sheet)
    if place <= _LAST_PLACE:
        _write_notes(sheet, heading_row, place, rows)
    for number, found in rows.items():
        for at, here in explained.by_place(found).items():
            cell = sheet.cell(*anchors.get((number, at), (number, at)))
            cell.fill = _fill(explained.worst(here))
            if comments < explained.MOST_COMMENTS:
                cell.comment = _comment(explained.comment_text(here), cell.comment)
                comments += 1
    return comments


def _note_place(sheet, read: Sheet, heading_row: int, rows: Rows) -> int:
    """The column of an earlier round, else the first one to the right of everything."""
    for cell in sheet[heading_row]:
        if str(cell.value or "").strip() == NOTE_HEADING:
            return cell.column
    filled = (len(cells) for cells in map(_trimmed, read.rows))
    merged = (one.max_col for one in sheet.merged_cells.ranges if one.max_col < _LAST_PLACE)
    found = (finding.place or 0 for row in rows.values() for finding in row)
    return max((*filled, *merged, *found), default=0) + 1


def _trimmed(cells: list) -> list:
    end = len(cells)
    while end and cells[end - 1] in (None, ""):
        end -= 1
    return cells[:end]


def _anchors(sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Of each covered cell of a merged range the one that is seen."""
    anchors = {}
    for merged in sheet.merged_cells.ranges:
        anchors |= dict.fromkeys(merged.cells, (merged.min_row, merged.min_col))
    return anchors


def _write_notes(sheet, heading_row: int, place: int, rows: Rows) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - slow import

    for cell in existing_cells(sheet):
        if cell.column == place and cell.row > heading_row and not _is_covered(cell):
            cell.value = None
    _widen(sheet, place)
    top = Alignment(wrap_text=True, vertical="top")
    texts = {heading_row: NOTE_HEADING} | {row: explained.row_text(found) for row, found in rows.items()}
    for row, text in texts.items():
        cell = sheet.cell(row, place)
        if _is_covered(cell):
            continue
        cell.value = text
        cell.alignment = top
        cell.font = Font(bold=row == heading_row)
        _raise_row(sheet.row_dimensions[row], text)


def _raise_row(row, text: str) -> None:
    needed = row_height([(text, NOTE_WIDTH)])
    if needed > max(row.height or 0, LINE + 1):
        row.height = needed


def _is_covered(cell) -> bool:
    from openpyxl.cell import MergedCell  # noqa: PLC0415 - slow import

    return isinstance(cell, MergedCell)


def _widen(sheet, place: int) -> None:
    """Make the column wide, out of the group of equal columns it may be part of: groups must not overlap."""
    widths = sheet.column_dimensions
    for group in list(widths.values()):
        if group.min is not None and group.min <= place <= group.max and group.min < group.max:
            first, last = group.min, group.max
            del widths[group.index]
            for start, end in ((first, place - 1), (place + 1, last)):
                if start <= end:
                    part = copy(group)
                    part.index, part.min, part.max = letters(start), start, end
                    widths[letters(start)] = part
    widths[letters(place)].width = NOTE_WIDTH
    widths[letters(place)].hidden = False


def _fill(level: Level):
    from openpyxl.styles import PatternFill  # noqa: PLC0415 - slow import

    look = explained.LOOKS[level]
    return PatternFill(look.pattern, fgColor=f"FF{look.colour}", bgColor=f"FF{look.ground}")


def _comment(text: str, earlier):
    from openpyxl.comments import Comment  # noqa: PLC0415 - slow import

    own = own_comment(earlier)
    text = cell_text(f"{text}{SEPARATOR}{own}" if own else text)
    return Comment(text, AUTHOR, height=int(row_height([(text, 36)])) + 30, width=300)


def _add_explanation(workbook, found: explained.Sorted) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - slow import

    sheet = workbook.create_sheet(NOTE_SHEET, 0)
    sheet.column_dimensions["A"].width = 100
    for number, line in enumerate(explained.explanation(found, explained.STEPS, [_REMARK]), start=1):
        cell = sheet.cell(number, 1, line.text)
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.font = Font(bold=line.is_head, size=14 if number == 1 else 11)
        if line.level:
            cell.fill = _fill(line.level)
        sheet.row_dimensions[number].height = row_height([(line.text, 100)]) + 4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    for other in workbook.worksheets:
        other.sheet_view.tabSelected = other is sheet
    workbook.active = 0
    for view in workbook.views:
        view.firstSheet = 0
