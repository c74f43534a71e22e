"""发文字号 as people and converters write them, read into word part, year and number, and back into the one proper form.

Widths, brackets, spaces, traditional characters, a lost closing bracket, a dot for brackets, 号 missing, announcements (2014年第45号) and the
machine English of translated pages are understood. What cannot be told apart is refused: never a guess. Source of the spellings:
facts/R02 (titles and citations of public notices).
"""

import re
from dataclasses import dataclass

from capacity_portal.lib.typed_text import excerpt
from capacity_portal.lib.typesetting.official.clean_words import simplified

EARLIEST, LATEST, HIGHEST = 1949, 2100, 99_999
_LONGEST = 80
_BRACKETS = str.maketrans("[(【﹝〖［（「『《〈{", "〔" * 12) | str.maketrans(
    "])】﹞〗］）」』》〉}", "〕" * 12
)
_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\xad\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_CODE = r"(?P<code>[^0-9〔〕]*?)[\s,，、:：]*"
_END = r"(?:第|No\.?)?\s*(?P<number>\d+)\s*号?"
_WHOLE = re.compile(rf"{_CODE}〔\s*(?P<year>\d+)\s*年?\s*〕\s*{_END}", re.IGNORECASE)
_ONE_SIDE = re.compile(
    rf"{_CODE}(?:〔\s*(?P<year>\d{{4}})\s+|\s*(?P<late>\d{{4}})\s*〕\s*){_END}", re.IGNORECASE
)
_RUN_ON = re.compile(rf"{_CODE}〔\s*(?P<digits>\d+)\s*号?", re.IGNORECASE)
_DOTTED = re.compile(rf"{_CODE}(?P<year>\d{{4}})\s*[.．·]\s*{_END}", re.IGNORECASE)
_ANNOUNCED = re.compile(rf"{_CODE}(?P<year>\d{{4}})\s*年\s*第?\s*(?P<number>\d+)\s*号", re.IGNORECASE)
_ENGLISH = {"guofa": "国发", "guobanfa": "国办发", "guohan": "国函", "guobanhan": "国办函"}
_HEADLESS = {"发": "国发"}
"""发【2016】6号: no office's code is 发 alone, the 国 before it was lost."""
_ANNOUNCEMENT = "公告"
_WANTED = "请对照原件，按“国发〔2016〕7号”的样式填写。"


class Unreadable(ValueError):
    """Word part, year and number cannot be told; the message is a Chinese sentence with the remedy."""


@dataclass(frozen=True)
class DocumentNumber:
    """``code``: 机关代字, "" where the text has none (announcements, machine English); ``year`` 1949 to 2100; ``number`` from 1."""

    code: str
    year: int
    number: int

    def __str__(self) -> str:
        """The proper form; of announcements, and where the word part is not known, the year without brackets."""
        if not self.code or self.code.endswith(_ANNOUNCEMENT):
            return f"{self.code}{self.year}年第{self.number}号"
        return f"{self.code}〔{self.year}〕{self.number}号"


def parse(text: str, *, announced_by: str = "") -> DocumentNumber:
    """What ``text`` says. ``announced_by``: the word part where the text cannot have one (工信部公告 of “2014年 第45号”).

    Raises Unreadable.
    """
    if len(text) > _LONGEST:
        raise Unreadable(f"字号{excerpt(text)}共{len(text)}个字，超过{_LONGEST}个字；{_WANTED}")
    plain = _plain(text)
    for pattern in (_WHOLE, _ONE_SIDE, _DOTTED, _ANNOUNCED):
        if found := pattern.fullmatch(plain):
            parts = found.groupdict()
            return _checked(
                text, found["code"] or announced_by, parts.get("year") or parts["late"], parts["number"]
            )
    if found := _RUN_ON.fullmatch(plain):
        return _checked(text, found["code"], *_parted(text, found["digits"]))
    raise Unreadable(f"字号{excerpt(text)}看不出机关代字、年份和顺序号；{_WANTED}")


def parse_or_none(text: str) -> DocumentNumber | None:
    """As ``parse``, None where it refuses."""
    try:
        return parse(text)
    except Unreadable:
        return None


def _plain(text: str) -> str:
    """One form of widths, brackets and characters; spaces stay, for they tell year and number apart."""
    text = _INVISIBLE.sub("", text).translate(_WIDTHS).translate(_BRACKETS).translate(simplified())
    text = re.sub(r"\s+", " ", text).strip().rstrip("。.；;，,")
    if text.startswith("〔") and text.endswith("〕"):  # (国发〔2016〕7号)
        text = text[1:-1].strip()
    return text.removeprefix("文号:").removeprefix("文号：").strip()


def _parted(text: str, digits: str) -> tuple[str, str]:
    """Year and number of digits run together when the closing bracket was lost (2008212: 2008 and 212).

    Equal digits on both sides of the seam, a zero behind it, or nothing behind it leave more than one reading.
    """
    year, number = digits[:4], digits[4:]
    if not number or number[0] == "0" or year[-1] == number[0]:
        readings = f"（{year}年{number}号，或{digits[:3]}…{digits[3:]}）" if number else ""
        raise Unreadable(
            f"字号{excerpt(text)}丢了右括号，“{digits[:20]}”里年份和顺序号分不清{readings}；{_WANTED}"
        )
    return year, number


def _checked(text: str, code: str, year: str, number: str) -> DocumentNumber:
    if len(year) != 4 or not EARLIEST <= int(year) <= LATEST:
        raise Unreadable(f"字号{excerpt(text)}的年份“{year[:10]}”不在{EARLIEST}年到{LATEST}年之间；{_WANTED}")
    if len(number) > len(str(HIGHEST)) or int(number) == 0:
        raise Unreadable(f"字号{excerpt(text)}的顺序号“{number[:10]}”不在1到{HIGHEST}之间；{_WANTED}")
    return DocumentNumber(_code(code), int(year), int(number))


def _code(text: str) -> str:
    """The word part without spaces; machine English is known or left empty."""
    code = "".join(text.split())
    if code.isascii():
        return _ENGLISH.get(code.lower(), "")
    return _HEADLESS.get(code, code)
