"""What was found in a file, given back in the file: his own workbook for an .xlsx, a new one for a .csv or .xls."""

import logging
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from capacity_portal.lib.spreadsheets.annotated import write_annotated, write_faulty_rows
from capacity_portal.lib.spreadsheets.book import MEGABYTE, XLSX, Book
from capacity_portal.lib.spreadsheets.findings import Finding
from capacity_portal.lib.spreadsheets.marked_workbook import mark_workbook

# openpyxl takes some 15 bytes of memory a byte of XML, and makes a cell of each one that a merged range covers.
MOST_XML = 40 * MEGABYTE
MOST_MERGED = 200_000
_REMARK = "这是根据您的文件新做的工作簿：原工作簿不便直接标记，公式只保留了结果，格式没有保留。"
_log = logging.getLogger(__name__)


def mark(
    content: bytes,
    book: Book,
    heading_rows: Mapping[str, int],
    findings: Sequence[Finding],
    target: Path,
    *,
    most_rows: int = 20_000,
) -> None:
    """Write to ``target`` an .xlsx that shows the findings: marked cells with comments, the column 错误说明, the sheet 导入说明.

    ``content`` is the file, ``book`` what was read from it, ``heading_rows`` the row of the headings by sheet (findings in other
    sheets, and those without a row, stand in 导入说明). An .xlsx comes back as it is (``marked_workbook`` says what is lost);
    .csv and .xls, and an .xlsx that openpyxl cannot take or should not (its size), as a new workbook with the same
    rows. Of more than ``most_rows`` rows only the faulty ones come back, with their numbers in 原行号.
    """
    if sum(len(sheet.rows) for sheet in book.sheets) > most_rows:
        write_faulty_rows(book, heading_rows, findings, target, most_rows)
    elif book.container != XLSX:
        write_annotated(book, heading_rows, findings, target)
    elif not (is_light(content, book) and _is_marked(content, book, heading_rows, findings, target)):
        write_annotated(book, heading_rows, findings, target, remarks=[_REMARK])


def is_light(content: bytes, book: Book) -> bool:
    """Whether openpyxl can take the workbook without hurting the machine."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist() if not _is_picture(entry.filename))
    except BadZipFile:
        return False
    merged = sum(
        (one.bottom - one.top + 1) * (one.right - one.left + 1)
        for sheet in book.sheets
        for one in sheet.merged
    )
    return size <= MOST_XML and merged <= MOST_MERGED


def _is_picture(name: str) -> bool:
    return name.startswith("xl/media/")


def _is_marked(content: bytes, book: Book, heading_rows, findings, target: Path) -> bool:
    try:
        mark_workbook(content, book, heading_rows, findings, target)
    except Exception:  # openpyxl raises whatever comes for files that other office suites take without a word
        _log.warning("a workbook could not be marked in place", exc_info=True)
        return False
    return True
