"""What must not stand in a text that others read: telephone, identity and account numbers, names, words of the reporter."""

import re
from collections.abc import Sequence

from capacity_portal.lib.typed_text import squeeze

_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)")
_NUMBERS = (
    ("身份证号码", re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")),
    ("银行账号", re.compile(r"(?<!\d)\d{16,19}(?!\d)")),
    ("手机号码", re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")),
    ("电话号码", _LANDLINE),
)
_TIP_NUMBER = re.compile(r"举报[〔\[(【（]?\d{4}[〕\])】）]?\d{1,6}号?")
_NAMED = re.compile(
    r"(?:举报人|反映人|知情人|群众)(?:姓名)?[:：是为]?[\u4e00-\u9fff]{1,3}(?:某|先生|女士|同志)"
)
_VERBATIM = 12
"""So many characters in a row are no chance agreement."""


def numbers_in(text: str) -> list[str]:
    """Names of the kinds of numbers in ``text`` that point to a person."""
    flat = squeeze(text)
    found = [name for name, form in _NUMBERS if form.search(flat)]
    return ["身份证号码"] if "身份证号码" in found else found


def persons_numbers_in(text: str) -> list[str]:
    """The same without landlines, which official papers carry as the contact of an office."""
    return [name for name in numbers_in(text) if name != "电话号码"]


def landlines_in(text: str) -> set[str]:
    """The digits of every landline with its area code in ``text``."""
    return {found.replace("-", "") for found in _LANDLINE.findall(squeeze(text))}


def told_too_much(text: str, *, own_words: Sequence[str]) -> list[str]:
    """Sentences for what a published text says and should not; ``own_words``: what the reporter wrote."""
    sentences = [f"内容里像有{name}，请删去。" for name in numbers_in(text)]
    if _TIP_NUMBER.search(squeeze(text)):
        sentences.append("内容里有举报编号，请删去：公布的结果不应让人知道来自哪一件举报。")
    if found := _NAMED.search(text):
        sentences.append(f"内容里像有举报人的称呼“{found[0]}”，请删去。")
    if piece := copied(text, own_words):
        sentences.append(f"“{piece}”与举报原文一字不差，请改用办公室自己的话。")
    return sentences


def copied(text: str, own_words: Sequence[str]) -> str:
    """The first run of _VERBATIM characters of ``text`` that the reporter wrote too; ``""`` without one."""
    flat = squeeze(text)
    known = {
        words[at : at + _VERBATIM]
        for words in map(squeeze, own_words)
        for at in range(len(words) - _VERBATIM + 1)
    }
    pieces = (flat[at : at + _VERBATIM] for at in range(len(flat) - _VERBATIM + 1))
    return next((piece for piece in pieces if piece in known), "")
