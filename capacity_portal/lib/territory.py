"""Region codes as a prefix tree (GB/T 2260, GB/T 10114 and the portal's own zone codes).

A code is stored with its significant digits only: 2 (province), 4 (prefecture), 6 (county), 9 (town), 12
(village). A unit without a national code takes its parent's code plus ``K01``, ``K02``... and ranks with the
parent's children: ``3608K01`` stands beside the counties of 3608, its towns are ``3608K01001``, its villages
``3608K01001001``. Each segment's length follows from its level and first character, so containment is a test
of string prefixes, and one range scan (``code >= p AND code < next_prefix(p)``, C collation) finds a whole
subtree.
"""

import re
from enum import IntEnum

from capacity_portal.lib.typed_text import excerpt, plain, squeeze

_SEGMENT_WIDTHS = (2, 2, 2, 3, 3)
_PADDED_LENGTHS = (2, 4, 6, 9, 12)
_DASHES = str.maketrans("", "", "-‐‑–—_.'’")


class TerritoryCodeError(ValueError):
    """The text is no region code; the message is a Chinese sentence for the person who typed it."""


class Level(IntEnum):
    """Rank of a region; a zone ranks with the other children of its parent."""

    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3
    TOWN = 4
    VILLAGE = 5

    @property
    def label(self) -> str:
        """Chinese name of the level."""
        return ("省级", "地市级", "县级", "乡级", "村级")[self - 1]


def normalise(code: str) -> str:
    """Return the stored form of a typed code: ``"360800"`` -> ``"3608"``, ``"360802000000"`` -> ``"360802"``.

    Full-width digits, lower-case ``k``, spaces and a spreadsheet's trailing ``.0`` are understood.
    Raises TerritoryCodeError naming the value and the remedy.
    """
    text = squeeze(plain(code)[:80]).upper()
    text = re.sub(r"\.0+$", "", text, flags=re.ASCII).translate(_DASHES)
    if not text:
        raise TerritoryCodeError("请填写行政区划代码。")
    try:
        segments = _significant(_segments(text))
    except TerritoryCodeError:
        raise TerritoryCodeError(_advice(code, text)) from None
    return "".join(segments)


def normalise_or_blank(code: str) -> str:
    """Return the stored form of a typed code, ``""`` for anything that is none: for filters, which ask for nothing then."""
    try:
        return normalise(code)
    except TerritoryCodeError:
        return ""


def level_of(code: str) -> Level:
    """Return the level of a stored code. Raises TerritoryCodeError when it is not in stored form."""
    return Level(len(_stored(code)))


def parent_code(code: str) -> str:
    """Return the code one level up, or ``""`` for a province.

    A town without a county answers with its prefecture.
    """
    return "".join(_significant(_stored(code)[:-1]))


def ancestors(code: str) -> tuple[str, ...]:
    """Return the codes above ``code``, the nearest first."""
    found = []
    while code := parent_code(code):
        found.append(code)
    return tuple(found)


def contains(outer: str, inner: str) -> bool:
    """Tell whether ``inner`` is ``outer`` or lies inside it.

    An empty ``outer`` contains nothing: a missing region fails closed.
    """
    return outer != "" and inner.startswith(outer)


def next_prefix(code: str) -> str:
    """Return the smallest string greater than every string that begins with ``code``, in C collation.

    ``""`` gives ``""``, so that the range of a missing region is empty.
    """
    return code and code[:-1] + chr(ord(code[-1]) + 1)


def county_of(code: str) -> str:
    """Return the county or zone that ``code`` is or lies in, 6 or 7 characters; ``""`` above that."""
    segments = _stored(code)[: Level.COUNTY]
    return "".join(segments) if len(segments) == Level.COUNTY and int(segments[-1].lstrip("K")) else ""


def is_zone(code: str) -> bool:
    """Tell whether the unit itself has no national code (``3608K01``, but not the towns below it)."""
    return _stored(code)[-1].startswith("K")


def zone_code(parent: str, number: int) -> str:
    """Return the code of the ``number``-th unit (1-99) without a national code below ``parent``."""
    if not 1 <= number <= 99 or len(_stored(parent)) == Level.VILLAGE:
        raise TerritoryCodeError(f"{excerpt(parent)}下不能再编第 {number} 个功能区代码，序号应为 1 至 99。")
    return f"{parent}K{number:02d}"


def padded(code: str) -> str:
    """Return the national form (6 digits down to counties, 12 below), or ``""`` where there is none."""
    segments = _stored(code)
    if any(segment.startswith("K") for segment in segments):
        return ""
    return "".join(segments).ljust(6 if len(segments) <= Level.COUNTY else 12, "0")


def _stored(code: str) -> list[str]:
    segments = _segments(code)
    if segments != _significant(segments):
        raise TerritoryCodeError(_advice(code, code))
    return segments


def _segments(text: str) -> list[str]:
    segments, position = [], 0
    for width in _SEGMENT_WIDTHS:
        if position == len(text):
            break
        segment = text[position : position + (3 if text[position] == "K" else width)]
        if not re.fullmatch(rf"[0-9]{{{width}}}|K(?!00)[0-9]{{2}}", segment):
            break
        segments.append(segment)
        position += len(segment)
    if position != len(text) or not segments or not "1" <= text[0] <= "9":
        raise TerritoryCodeError(_advice(text, text))
    return segments


def _significant(segments: list[str]) -> list[str]:
    while segments and set(segments[-1]) == {"0"}:
        segments = segments[:-1]
    return segments


def _advice(typed: object, text: str) -> str:
    if text.isdecimal() and len(text) not in _PADDED_LENGTHS:
        reason = f"共 {len(text)} 位"
    else:
        reason = "不是区划代码的写法"
    remedy = "应为 2、4、6、9 或 12 位数字（不足 12 位可补 0），功能区为上级代码加 K01、K02 等"
    return f"行政区划代码{excerpt(typed)}{reason}，{remedy}。"
