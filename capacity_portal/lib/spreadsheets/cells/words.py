"""Plain text: names, addresses, remarks."""

from collections.abc import Callable
from datetime import date, datetime

from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.spreadsheets.cells.blanks import BROKEN, bare
from capacity_portal.lib.spreadsheets.columns import Doubtful, Fault, Unclear
from capacity_portal.lib.spreadsheets.kinds import is_total_word
from capacity_portal.lib.spreadsheets.rows import DITTO
from capacity_portal.lib.typed_text import excerpt, plain, storable

# A spreadsheet keeps 15 digits of a number.
_EXACT = 10**15
_EDGES = " \t\r\n\x0b\x0c\u3000\xa0\ufeff\u200b\u200e\u200f\u2060"
_DITTO = DITTO | {"同上", "同左", "同右", "同下"}


def text(name: str, most: int) -> Callable[[Cell, str], str | Doubtful | None]:
    """A text of at most ``most`` characters; what stands inside stays, blanks around it go.

    A number comes as its digits. 同上 without a cell above and 合计 where a name belongs are Unclear; what looks like a
    failed formula (``#REF!``) is taken with the 核实性 finding ``formula_error``.
    """

    def read(cell: Cell, unit: str = "") -> str | None:
        typed = (
            (cell.strip() if cell.isprintable() else _cleaned(cell))
            if cell.__class__ is str
            else as_text(cell, name)
        )
        if not typed:
            return None
        if len(typed) > most:
            raise Fault(f"{name}{excerpt(typed)}共 {len(typed)} 个字，最多 {most} 个字，请缩短。")
        if len(typed) <= 12:
            _refuse_odd(typed, name)
        return _broken(typed, name) if typed[0] == "#" and bare(typed) in BROKEN else typed

    return read


def as_text(cell: Cell, name: str) -> str:
    """Return a cell that is no text as text: all digits of a number, a day as 2026-11-05. Raises Fault for lost digits."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _cleaned(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return _digits(cell, name)
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else plain(cell)


def _cleaned(cell: str) -> str:
    return storable(cell).strip(_EDGES).replace("\r\n", "\n").replace("\r", "\n")


def _digits(cell: int | float, name: str) -> str:
    if not -_EXACT < cell < _EXACT:
        raise Fault(
            f"{name}{excerpt(cell)}是数字格式，超过 15 位，末尾几位可能已经丢失。请把该列设为“文本”格式，再重新填写。"
        )
    return str(int(cell)) if cell == int(cell) else repr(cell)


def _refuse_odd(typed: str, name: str) -> None:
    if typed in _DITTO:
        raise Unclear(f"{name}写的是{excerpt(typed)}，但找不到可沿用的内容，请写出完整内容。")
    if "计" in typed and is_total_word(typed):
        raise Unclear(
            f"{name}写的是{excerpt(typed)}，像是合计行，不像一条记录。请写出完整内容，或在表格中删除这一行。"
        )


def _broken(typed: str, name: str) -> Doubtful:
    message = f"{name}是{excerpt(typed)}，像是公式出错的结果，请改为实际内容；确实如此的请说明。"
    return Doubtful(typed, "formula_error", message)
