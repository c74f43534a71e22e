"""Characters of pasted text: invisible ones, notes of pinyin, traditional forms, widths, numbers of documents.

A rule is (pattern, what stands in place of a match, why it was changed).
"""

import re
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("traditional.txt")
HANZI = "\u3400-\u4dbf\u4e00-\u9fff"

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_PINYIN = re.compile(rf"(?<=[{HANZI}])[(（][a-zü]*[{_TONED}][a-zü]*[)）]", re.IGNORECASE)
_SPACES = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|#160|#xa0);|[\xa0\u1680\u2000-\u200a\u202f\u205f]")
_INVISIBLE = re.compile(
    r"&(?:zwj|zwnj|shy|#8203);|[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff\U000e0000-\U000e01ef]"
)
_FULL_WIDTH = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+|(?<=[0-9０-９])．(?=[0-9０-９\u4e00-\u9fff“《])")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Brackets of a year in front of a number with 号, but not of a third furnace: 公司（2016）3号高炉
_NUMBERED = re.compile(
    rf"(?<=[{HANZI}])\s*[\[(（【﹝〔［]\s*((?:19|20)\d\d)\s*[\])）】﹞〕］]\s*(\d{{1,5}})\s*[号號](?![高电转窑]?[炉线机井矿楼门塔])"
)


@cache
def simplified() -> dict[int, str]:
    """Traditional characters (those that are not standard themselves) and their simplified forms."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return {ord(pair[0]): pair[1] for line in lines if not line.startswith("#") for pair in line.split()}


@cache
def _traditional() -> re.Pattern:
    return re.compile(f"[{''.join(map(chr, simplified()))}]+")


RULES = (
    (_SPACES, lambda match: " ", "网页空格"),
    (_INVISIBLE, lambda match: "", "看不见的字符"),
    (_PINYIN, lambda match: "", "汉字后附带的拼音"),
    (_traditional(), lambda match: match[0].translate(simplified()), "繁体字"),
    (_FULL_WIDTH, lambda match: match[0].translate(_NARROW), "全角字母数字"),
    (_NUMBERED, lambda match: f"〔{match[1]}〕{match[2]}号", "发文字号的括号"),
)
