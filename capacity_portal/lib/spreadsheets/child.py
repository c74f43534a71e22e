"""The reading child: ``python -m capacity_portal.lib.spreadsheets.child``, started by ``reading`` only.

Reads one request from standard input, writes answers to standard output while it reads on, and ends. It knows neither
Django's settings nor the portal's environment, may use only so much memory and processor time, and writes no file.

Request: (name, fields of Limits as a tuple, content). Answers: (SHEET, name, is_hidden); (ROWS, index of the first, rows, dates) as
``cells_on_the_way`` packs them, repeated, without blocks that are empty; (ENDED, errors as (row, column, text), hidden rows, merged
ranges), all from 1; at the end (DONE, container) or at any time (REFUSED, sentence).
"""

import gc
import os
import resource
import signal
import sys
from collections.abc import Callable
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from capacity_portal.lib.spreadsheets import guard, messages
from capacity_portal.lib.spreadsheets.book import MEGABYTE, FileRefused, Limits
from capacity_portal.lib.spreadsheets.cells_on_the_way import packed
from capacity_portal.lib.spreadsheets.findings import letters
from capacity_portal.lib.spreadsheets.sheet_scan import SheetScan
from capacity_portal.lib.spreadsheets.sizes import SPARE_COLUMNS, SPARE_ROWS, too_many_columns, too_many_rows
from capacity_portal.lib.spreadsheets.workbooks_97 import DAMAGED, ENCRYPTED

_BLOCK = 2000  # rows in one answer: the portal unpacks them while the child packs the next
_MOST_MERGED = 100_000
_LARGEST_REQUEST = 2048 * MEGABYTE

Answer = Callable[[object], None]


def main() -> int:
    """Read the workbook that the portal sends and return the exit status, 1 when the portal is gone."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    gc.disable()  # reading makes no cycles, and this process ends soon
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the portal
    try:
        serve(requests, answers)
        answers.close()
    except (messages.Broken, BrokenPipeError):
        return 1
    return 0


def serve(requests: BinaryIO, answers: BinaryIO, limit: Callable[[Limits], None] | None = None) -> None:
    """Answer one request."""
    (name, fields, content), _ = messages.receive(requests, _LARGEST_REQUEST)
    limits = Limits(*fields)
    (limit or confine)(limits)

    def answer(message: object) -> None:
        messages.send(answers, message)

    try:
        answer((messages.DONE, read(content, name, limits, answer)))
    except FileRefused as refusal:
        answer((messages.REFUSED, str(refusal)))


def confine(limits: Limits) -> None:
    """Take from this process everything that reading does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the list
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def read(content: bytes, name: str, limits: Limits, answer: Answer) -> str:
    """Send the sheets of a workbook and return its container. Raises FileRefused."""
    from python_calamine import (  # noqa: PLC0415 - slow import
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    examined = guard.examine(content, name, limits)
    total = 2 * (limits.most_rows + SPARE_ROWS)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for index, about in enumerate(book.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            guard.check_sheet_name(about.name)
            answer((messages.SHEET, about.name, about.visible != SheetVisibleEnum.Visible))
            scan = examined.scans.get(about.name)
            total -= _send_sheet(book.get_sheet_by_index(index), scan, limits, answer)
            if total < 0:
                raise FileRefused(
                    f"各工作表合计超过 {2 * limits.most_rows:,} 行，请拆分成几个文件，或删除多余的工作表后再上传。"
                )
    except PasswordError:
        raise FileRefused(ENCRYPTED) from None
    except CalamineError:
        raise FileRefused(DAMAGED) from None
    return examined.container


def _send_sheet(sheet, scan: SheetScan | None, limits: Limits, answer: Answer) -> int:
    """Send one sheet, without the empty rows at its end, and return how many rows it has."""
    errors = [(row, column, text) for (row, column), text in scan.errors.items()] if scan else []
    height = max((row for row, _, _ in errors), default=0)
    offset = sheet.start[1] if sheet.start else 0
    source, first = sheet.iter_rows(), 0
    while block := list(islice(source, _BLOCK)):
        rows, dated = packed(block, offset)
        filled = next((number for number in range(len(rows), 0, -1) if rows[number - 1]), 0)
        if filled:
            _check_size(sheet.name, first, rows, filled, limits)
            answer((messages.ROWS, first, rows[:filled], dated))
            height = max(height, first + filled)
        first += len(block)
    hidden = [row for row in scan.hidden if row <= height] if scan else []
    answer((messages.ENDED, errors, hidden, _merged(sheet, scan, height, limits)))
    return height


def _check_size(name: str, first: int, rows: list[list], filled: int, limits: Limits) -> None:
    widest = max(range(len(rows)), key=lambda index: len(rows[index]))
    width = len(rows[widest])
    if width > limits.most_columns + SPARE_COLUMNS:
        raise FileRefused(too_many_columns(name, f"{letters(width)}{first + widest + 1}", limits))
    if first + filled > limits.most_rows + SPARE_ROWS:
        raise FileRefused(too_many_rows(name, first + filled, limits))


def _merged(sheet, scan: SheetScan | None, height: int, limits: Limits) -> list[tuple]:
    """Merged ranges as far as they cover rows that were read, cut at the last of them and at the last column allowed."""
    width = limits.most_columns + SPARE_COLUMNS
    if scan:
        found = [(one.top, one.left, one.bottom, one.right) for one in scan.merged]
    else:
        ranges = (sheet.merged_cell_ranges or [])[:_MOST_MERGED]
        found = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges]
    return [
        (top, left, min(bottom, height), min(right, width))
        for top, left, bottom, right in found
        if 0 < top <= height and 0 < left <= width
    ]


if __name__ == "__main__":
    sys.exit(main())
