"""Punctuation and spaces of pasted text, by the rules of a Chinese document (GB/T 15834). Rules as in clean_words.py."""

import re
from collections.abc import Callable

from capacity_portal.lib.typesetting.official.clean_words import HANZI

_MARKS = "，。、；：？！”’）》〉】〕…％"
_LEFT = rf"{HANZI}{_MARKS}"
_RIGHT = rf"{HANZI}“‘（《〈【"
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_UNITS = "年月日号个吨万亿元家处座台户人项条次份页岁时分秒"

_PAGE_NUMBER = re.compile(r"[ \u3000]?(?<![—–\d])[—–][ ]?\d{1,3}[ ]?[—–](?![—–\d])[ \u3000]*")
_PAIR = re.compile(r'(?<![0-9])"([^"\t]*)"')
_SINGLE = re.compile(r"(?<![A-Za-z0-9])'([^'\t]*)'")
_CORNER = re.compile("[「」『』]")
_CORNERS = {"「": "“", "」": "”", "『": "‘", "』": "’"}
_ROUND = re.compile(r"[(（]([^()（）\t]*)[)）]")
_COMMA = re.compile(rf"(?<=[{_LEFT}])[ \u3000]?[,;:?!](?!/)|(?<=[0-9A-Za-z])[,;:?!](?=[ \u3000]?[{_RIGHT}])")
_STOP = re.compile(rf"(?<=[{_LEFT}])(?<![一二三四五六七八九十])\.(?=[{_RIGHT}”’）]|\s*\Z)")
_DOTS = re.compile(rf"(?<=[{_LEFT}])(?:\.{{3,}}|。{{3,}}|…(?!…)(?<!……))")
_DASHES = re.compile(rf"(?<=[{_LEFT}])-{{2,}}(?=[{_RIGHT}])")
_DOUBLED = re.compile("([，、；：])\\1+")
_TWO_STOPS = re.compile("(?<!。)。。(?!。)")
_RUN = re.compile("[ \u3000]{2,}")
_BESIDE_MARKS = re.compile(f"[ \u3000]+(?=[{_MARKS}])|(?<=[，。、；：？！“（《])[ \u3000]+(?=\\S)")
_IN_NUMBERS = re.compile(rf"(?<=[0-9]) +(?=[{_UNITS}])|(?<=[{HANZI}]) +(?=[0-9]+ ?(?!年)[{_UNITS}])")

_HAS_HANZI = re.compile(f"[{HANZI}]")
_ENDS_CHINESE = re.compile(rf"(?:[{_LEFT}]|^)\Z")


def _quoted(marks: str) -> Callable[[re.Match], str]:
    def mend(match: re.Match) -> str:
        return f"{marks[0]}{match[1]}{marks[1]}" if _HAS_HANZI.search(match[1]) else match[0]

    return mend


def _in_brackets(match: re.Match) -> str:
    """Full width around Chinese words and behind them; ``HRB335(E)`` stays."""
    is_mixed = (match[0][0] == "(") != (match[0][-1] == ")")
    is_behind = _ENDS_CHINESE.search(match.string[max(0, match.start() - 1) : match.start()])
    return f"（{match[1]}）" if is_mixed or is_behind or _HAS_HANZI.search(match[1]) else match[0]


RULES = (
    (_RUN, lambda match: " ", "连续空格"),
    (_PAGE_NUMBER, lambda match: "", "页码"),
    (_CORNER, lambda match: _CORNERS[match[0]], "繁体引号"),
    (_PAIR, _quoted("“”"), "英文引号"),
    (_SINGLE, _quoted("‘’"), "英文引号"),
    (_ROUND, _in_brackets, "半角括号"),
    (_DOTS, lambda match: "……", "省略号"),
    (_DASHES, lambda match: "——", "破折号"),
    (_COMMA, lambda match: _FULL[match[0].strip()], "半角标点"),
    (_STOP, lambda match: "。", "半角标点"),
    (_DOUBLED, lambda match: match[1], "重复的标点"),
    (_TWO_STOPS, lambda match: "。", "重复的标点"),
    (_BESIDE_MARKS, lambda match: "", "标点旁的空格"),
    (_IN_NUMBERS, lambda match: "", "数字旁的空格"),
)
