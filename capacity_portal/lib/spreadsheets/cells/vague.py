"""What a text with a number in it probably means, when it does not simply say a number."""

import re

from capacity_portal.lib.spreadsheets.cells.blanks import BROKEN, UNKNOWN
from capacity_portal.lib.spreadsheets.columns import Unclear
from capacity_portal.lib.typed_text import excerpt

_LONGEST = 40
_NUMBER = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_SIGN = r"[-~—–―−~～至到]"
_RANGE = re.compile(rf"{_NUMBER}[^0-9]{{0,6}}{_SIGN}+{_NUMBER}.*", re.ASCII)
_BOUND = re.compile(
    r"大于|小于|不少于|不低于|不超过|不足|不到|超过|至少|至多|最多|以上|以下|以内|[<>≥≤]|[+](?![0-9])"
)
_ABOUT = re.compile(r"大约|大概|约|近|左右|上下|多|余|来|±|~|估计|预计|[?？]")
_SCIENTIFIC = re.compile(r"([+-]?[0-9]{1,20}(?:\.[0-9]{0,20})?)e([+-]?[0-9]{1,2})(.*)", re.ASCII | re.DOTALL)
_SIMPLE = re.compile(rf"{_NUMBER}[^0-9]*(?:m[23])?", re.ASCII)


def doubt(typed: str, bare: str, name: str) -> Unclear:
    """Return why ``bare`` (half width, no blanks, lower case) is no plain number, with what ``typed`` probably means.

    Only an approximation (约33, 30余) has a suggestion; a range or a bound means no one number.
    """
    about = f"{name}{excerpt(typed)}"
    if bare in UNKNOWN:
        return Unclear(f"{about}没有数值，请填写数字；确实没有的请留空。")
    if bare in BROKEN:
        return Unclear(f"{about}是公式出错的结果，请改为数字。")
    if not any(character.isdigit() for character in bare):
        return Unclear(f"{about}里没有数字，请填写数字；确实没有的请留空。")
    if _SCIENTIFIC.fullmatch(bare):
        return Unclear(f"{about}是科学计数写法，请写出完整的数字。", _written_out(bare))
    if _RANGE.fullmatch(bare):
        return Unclear(f"{about}是一个范围，请填写一个确定的数。")
    if _BOUND.search(bare):
        return Unclear(f"{about}只说了上限或下限，请填写一个确定的数。")
    if _ABOUT.search(bare):
        plainer = _ABOUT.sub("", bare)
        return Unclear(f"{about}是约数，请填写确定的数。", plainer if _is_simple(plainer) else "")
    return Unclear(f"{about}不是一个明确的数，请只填数字，可带单位，如“450m3”“55万吨”。")


def _is_simple(text: str) -> bool:
    return len(text) <= _LONGEST and _SIMPLE.fullmatch(text) is not None


def _written_out(bare: str) -> str:
    number, power, rest = _SCIENTIFIC.fullmatch(bare).groups()
    return "" if not 0 <= int(power) <= 12 else f"{_shifted(number, int(power))}{rest}"


def _shifted(number: str, power: int) -> str:
    whole, _, decimals = number.partition(".")
    digits = whole + decimals[:power].ljust(power, "0")
    rest = decimals[power:].rstrip("0")
    sign, digits = (digits[0], digits[1:]) if digits[0] in "+-" else ("", digits)
    return f"{sign.replace('+', '')}{digits.lstrip('0') or '0'}{'.' if rest else ''}{rest}"
