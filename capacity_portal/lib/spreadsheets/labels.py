"""Headings as text: made readable, freed of their unit, made comparable."""

import re
from functools import lru_cache

from capacity_portal.lib.spreadsheets import units
from capacity_portal.lib.typed_text import INVISIBLE, plain, squeeze

LONGEST = 200
# Columns that the marked workbook adds; whoever mends it sends them back.
OWN_HEADINGS = frozenset({"错误说明", "原行号"})
_BLANKS = re.compile(f"(?:{INVISIBLE.pattern})+")
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_BLANK_BY_WIDE = re.compile(rf"(?<={_WIDE}) | (?={_WIDE})")
_OPEN, _CLOSE = "([{【〔﹝〖［（｛「", ")]}】〕﹞〗］）｝」"
_ROUND = str.maketrans(_OPEN + _CLOSE, "(" * len(_OPEN) + ")" * len(_CLOSE))
_SAID = r"(?:计量)?(?:单位)?[:：]?"
_BRACKET = re.compile(
    rf"[{re.escape(_OPEN)}]\s*{_SAID}\s*([^{re.escape(_OPEN + _CLOSE)}]+?)\s*[{re.escape(_CLOSE)}]"
)
_TAIL = re.compile(r"[/,，、:：∕ ]")
_ROUND_BRACKETS = re.compile(r"\([^()]*\)")
_MARKS = "*★☆※●:;,。、._"


def readable(cell: object) -> str:
    """Return a heading on one line; blanks between Chinese characters (企 业 名 称) and line breaks go."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = plain(cell)[:LONGEST]
    if text.isascii() and text.isalnum():
        return text
    return _BLANK_BY_WIDE.sub("", _BLANKS.sub(" ", text).strip())


def split_unit(text: str) -> tuple[str, str]:
    """Return ``("产能", "万吨/年")`` for ``产能（万吨/年）``, ``产能：万吨/年``, ``产能/万吨/年``; ("产能", "") when there is none.

    Only what is known as a unit counts: ``联系电话（手机）`` keeps its brackets. A heading that is nothing but a
    unit stays as it is.
    """
    for found in _BRACKET.finditer(text):
        label = f"{text[: found.start()]}{text[found.end() :]}".strip()
        if label and units.is_unit(found[1]):
            return label, found[1]
    for found in _TAIL.finditer(text):
        label, unit = text[: found.start()].strip(), text[found.end() :].strip()
        if label and units.is_unit(unit):
            return label, unit
    return text, ""


@lru_cache(8192)
def normalise_heading(text: str) -> str:
    """Return what two spellings of one heading have in common: no width, case, blanks, brackets' kind, unit, marks."""
    text = text[:LONGEST]
    while (plainer := _plainer(text)) != text:
        text = plainer
    return text


def _plainer(text: str) -> str:
    bare = squeeze(text.translate(_ROUND)).casefold()
    return split_unit(bare)[0].strip(_MARKS) or bare


def without_brackets(text: str) -> str:
    """Return a normalised heading without what stands in brackets; as it is when nothing else stands there."""
    return _ROUND_BRACKETS.sub("", text) or text


def parts(label: str) -> tuple[str, str]:
    """Return upper and lower level of a joined heading, ("", label) for a plain one."""
    upper, _, lower = label.rpartition("/")
    return (upper, lower) if upper and lower else ("", label)
