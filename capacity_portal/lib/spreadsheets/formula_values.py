"""Values of formulas, put back into a workbook that openpyxl has written: it writes either the formula or its value.

Without them a program that does not calculate, such as the portal's reader, would find those cells empty.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from capacity_portal.lib.exports import cell_text
from capacity_portal.lib.spreadsheets.book import Cell, Sheet

_FORMULA = re.compile(r'<c r="([A-Z]+)([0-9]+)"([^>]*)>(<f(?: [^>]*)?(?:/>|>[^<]*</f>))<v ?(?:/>|></v>)</c>')


def keep_values(path: Path, sheets: Sequence[Sheet | None], epoch: datetime) -> None:
    """Write into the .xlsx at ``path`` the values that ``sheets`` have (in the workbook's order, None: unknown).

    ``epoch`` is the day from which the workbook counts its dates.
    """
    parts = {
        f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, start=1) if sheet
    }
    with ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    with_formulas = [name for name in parts if b"<f" in contents[name]]
    if not with_formulas:
        return
    for name in with_formulas:
        contents[name] = _filled(contents[name].decode(), parts[name], epoch).encode()
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)


def _filled(text: str, sheet: Sheet, epoch: datetime) -> str:
    def with_value(found: re.Match[str]) -> str:
        column, row, attributes, formula = found.groups()
        value = _cell(sheet, int(row), _place(column))
        if value is None or value == "":
            return found[0]
        kind, shown = _written(value, epoch)
        return f'<c r="{column}{row}"{attributes}{kind}>{formula}<v>{shown}</v></c>'

    return _FORMULA.sub(with_value, text)


def _written(value: Cell, epoch: datetime) -> tuple[str, str]:
    from openpyxl.utils.datetime import to_excel  # noqa: PLC0415 - slow import

    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, date | time | timedelta):
        return "", repr(to_excel(value, epoch))
    if isinstance(value, int | float):
        return "", repr(value)
    return ' t="str"', escape(cell_text(value))


def _cell(sheet: Sheet, row: int, place: int) -> Cell:
    cells = sheet.rows[row - 1] if row <= len(sheet.rows) else []
    return cells[place - 1] if place <= len(cells) else None


def _place(column: str) -> int:
    place = 0
    for letter in column:
        place = 26 * place + ord(letter) - 64
    return place
