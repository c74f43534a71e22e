"""Writes plain cells and marks into an XlsxWriter workbook."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from capacity_portal.lib.exports import cell_text
from capacity_portal.lib.spreadsheets import explained
from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.spreadsheets.explained import AUTHOR, LOOKS, MOST_COMMENTS, Line
from capacity_portal.lib.spreadsheets.findings import Finding, Level
from capacity_portal.lib.spreadsheets.row_heights import LINE, row_height
from capacity_portal.lib.typed_text import plain

_TEXT, _NUMBER = "@", "General"
_FIRST_MOMENT = datetime(1900, 3, 1)  # noqa: DTZ001 - spreadsheets know no zones
# Spreadsheets keep 15 digits.
_EXACT = 10**15


class Pen:
    """The formats of one workbook, made once each; rows and columns count from 1."""

    def __init__(self, workbook) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[str, Level | None, bool], object] = {}
        self._comments = 0
        self.text = workbook.add_format({"num_format": _TEXT})
        self.note = workbook.add_format({"text_wrap": True, "valign": "top"})

    def write(
        self, sheet, row: int, column: int, value: Cell, level: Level | None = None, *, is_head: bool = False
    ) -> None:
        """Write one cell, text as a string whatever it looks like; with ``level`` in its look."""
        at = (row - 1, column - 1)
        if value is None or value == "":
            if level is not None:
                sheet.write_blank(*at, None, self._format(_TEXT, level, is_head))
        elif isinstance(value, bool):
            sheet.write_boolean(*at, value, self._format(_NUMBER, level, is_head))
        elif isinstance(value, int | float) and abs(value) < _EXACT:
            sheet.write_number(*at, value, self._format(_NUMBER, level, is_head))
        elif form := _moment_format(value):
            sheet.write_datetime(*at, value, self._format(form, level, is_head))
        else:
            sheet.write_string(*at, cell_text(plain(value)), self._format(_TEXT, level, is_head))

    def mark(self, sheet, row: int, column: int, value: Cell, findings: Sequence[Finding]) -> None:
        """Write the cell in the look of its worst finding, with a comment that says them all."""
        self.write(sheet, row, column, value, explained.worst(findings))
        if self._comments < MOST_COMMENTS:
            self._comments += 1
            text = explained.comment_text(findings)
            size = {"width": 300, "height": int(row_height([(text, 36)]) + 2 * LINE)}
            sheet.write_comment(row - 1, column - 1, text, size | {"author": AUTHOR, "font_name": "宋体"})

    def line(self, line: Line, *, is_title: bool):
        """The format of a line of the sheet 导入说明."""
        look = {"text_wrap": True, "valign": "vcenter", "bold": line.is_head}
        return self._workbook.add_format(look | {"font_size": 14 if is_title else 11} | _fill(line.level))

    def _format(self, form: str, level: Level | None, is_head: bool):
        key = (form, level, is_head)
        if key not in self._formats:
            look = {"num_format": form, "valign": "top", "bold": is_head, "text_wrap": is_head} | _fill(level)
            self._formats[key] = self._workbook.add_format(look)
        return self._formats[key]


def _fill(level: Level | None) -> dict[str, object]:
    if level is None:
        return {}
    look = LOOKS[level]
    if look.number == 1:
        return {"pattern": 1, "bg_color": f"#{look.colour}"}
    return {"pattern": look.number, "fg_color": f"#{look.colour}", "bg_color": f"#{look.ground}"}


def _moment_format(value: Cell) -> str:
    """The number format of a moment that spreadsheets can hold, "" for everything else."""
    if isinstance(value, timedelta):
        return "[h]:mm:ss" if value >= timedelta() else ""
    if isinstance(value, time):
        return "hh:mm:ss"
    if isinstance(value, datetime):
        return "yyyy-mm-dd hh:mm:ss" if value.replace(tzinfo=None) >= _FIRST_MOMENT else ""
    if isinstance(value, date):
        return "yyyy-mm-dd" if value >= _FIRST_MOMENT.date() else ""
    return ""
