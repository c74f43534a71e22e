"""Codes: text made of digits and letters that must not have been a number on the way."""

import re
from collections.abc import Callable

from capacity_portal.lib import credit_code
from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.spreadsheets.cells.blanks import UNKNOWN, bare, is_nothing
from capacity_portal.lib.spreadsheets.cells.words import text
from capacity_portal.lib.spreadsheets.columns import Doubtful, Fault, Unclear
from capacity_portal.lib.typed_text import excerpt, half_width

_EXACT = 10**15
_SCIENTIFIC = re.compile(
    r"[0-9](?:\.[0-9]+)?E\+[0-9]{1,3}|[0-9]\.[0-9]+E[0-9]{1,3}", re.ASCII | re.IGNORECASE
)
_NOUGHTS = re.compile(r"([0-9]{1,15})\.0+", re.ASCII)
_APOSTROPHES = "'’‘`"


def code(name: str, most: int = 40) -> Callable[[Cell, str], str | Doubtful | None]:
    """A code as text in half width: telephone, account or file numbers.

    Short whole numbers come as their digits; a number of more than 15 digits, or one in scientific notation, has
    lost some: Fault.
    """
    read_text = text(name, most)

    def read(cell: Cell, unit: str = "") -> str | Doubtful | None:
        if cell.__class__ is str and len(cell) <= most and cell.isascii() and cell.isdigit():
            return cell
        if is_nothing(cell):
            return None
        typed = (
            half_width(cell).strip().lstrip(_APOSTROPHES) if isinstance(cell, str) else _digits(cell, name)
        )
        if whole := _NOUGHTS.fullmatch(typed):
            return whole[1]
        if _SCIENTIFIC.fullmatch(typed):
            raise _lost(cell, name)
        _refuse_unknown(typed, name)
        return read_text(typed)

    return read


def credit_code_cell(cell: Cell, unit: str = "") -> str | None:
    """A 统一社会信用代码 with its check characters verified; None where the cell says there is none (无, —, 无码：…)."""
    if not (cell.__class__ is str and len(cell) == credit_code.LENGTH):
        if is_nothing(cell) or (isinstance(cell, str) and cell.lstrip().startswith("无码")):
            return None
        _refuse_other(cell)
    try:
        return credit_code.clean(cell)
    except credit_code.CreditCodeError as error:
        raise Fault(str(error)) from None


def _refuse_other(cell: Cell) -> None:
    if isinstance(cell, str):
        _refuse_unknown(cell, "统一社会信用代码")
    elif isinstance(cell, bool) or not isinstance(cell, int | float):
        raise Fault(f"统一社会信用代码{excerpt(cell)}不是文本。请把该列设为“文本”格式，再填写 18 位代码。")


def _digits(cell: Cell, name: str) -> str:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise Fault(f"{name}{excerpt(cell)}不是文本。请把该列设为“文本”格式，再重新填写。")
    if not 0 <= cell < _EXACT or cell != int(cell):
        raise _lost(cell, name)
    return str(int(cell))


def _lost(cell: Cell, name: str) -> Fault:
    return Fault(
        f"{name}{excerpt(cell)}是数字格式，有几位可能已经丢失。请把该列设为“文本”格式，再重新填写完整的号码。"
    )


def _refuse_unknown(typed: str, name: str) -> None:
    if len(typed) <= 12 and bare(typed) in UNKNOWN:
        raise Unclear(f"{name}写的是{excerpt(typed)}，请填写实际内容；确实没有的请留空。")
