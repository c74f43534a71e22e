"""Whole lines of pasted text: litter of web pages, numbers of pages, and paragraphs torn in two."""

import re

PAGE_NUMBER = "页码"
LITTER = "网页附带的文字"

_DASH = r"[—–―─－-]"
_PAGE_NUMBER = re.compile(
    rf"{_DASH}\s*\d{{1,3}}\s*{_DASH}|第\s*\d{{1,3}}\s*页([\s,，/]*共\s*\d{{1,3}}\s*页)?"
)
_AT_THE_END = re.compile(r"\s?(?<![—–])[—–]\s?\d{1,3}\s?[—–]\Z")
_LITTER = re.compile(
    r"[-·•\s]*[\[【(（]?\s*("
    r"[责責]任[编編][辑輯]\s*[:：].{0,40}|[评評][论論][内內]容|[发發]表[评評][论論]|WhatsApp Online Chat\s*!?|Post time\s*:.{0,30}"
    r"|上一[篇条页]\s*[:：].*|下一[篇条页]\s*[:：].*|分享到?\s*[:：]?.{0,20}|打印本[页文稿]|关闭(本页|窗口)|返回(顶部|首页|列表)"
    r"|字[体号]\s*[:：].{0,16}|浏览次数\s*[:：]?\s*\d*|阅读(次数)?\s*[:：]\s*\d+|扫一扫.{0,20}|相关(阅读|链接|新闻)\s*[:：]?"
    r"|.{0,12}(织梦|[Dd]ede[Cc][Mm][Ss]).{0,20}|copyright\b.{0,40}"
    r")\s*[\]】)）]?",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d{1,2}[.．、](?!\d)|[(（]\d{1,2}[)）]|附件"
)
_UNFINISHED = re.compile(r"[\u4e00-\u9fff0-9，、]\Z")
_CHINESE = re.compile(r"[\u4e00-\u9fff0-9“‘（《]")
_LONG = 60  # characters: no heading, title or signature is as long


def litter(line: str) -> str:
    """Why a whole line is no part of the text, or ""."""
    if _PAGE_NUMBER.fullmatch(line):
        return PAGE_NUMBER
    return LITTER if _LITTER.fullmatch(line) else ""


def without_page_number(line: str) -> str:
    """``line`` without the page number (—2—) at its end."""
    found = _AT_THE_END.search(line.rstrip()[-12:])
    return line.rstrip()[: -len(found[0])] if found else line


def trimmed(line: str) -> str:
    """``line`` without white space at its ends; tabs stay, they part the cells of a table."""
    return line.strip() if "\t" not in line else line.strip(" \u3000\n\r\f\v")


def is_torn(before: str, after: str, is_page_end: bool) -> bool:
    """Whether ``after`` goes on with the paragraph ``before``: a page ended within it, or a quotation or sentence is open."""
    if "\t" in before or "\t" in after or _HEADING.match(after):
        return False
    if _is_quoting(before) and after.find("”") >= 0 and "“" not in after[: after.find("”")]:
        return True
    goes_on = _UNFINISHED.search(before) and _CHINESE.match(after)
    return bool(goes_on) and (is_page_end or len(before) >= _LONG)


def _is_quoting(text: str) -> bool:
    return text.rfind("“") > text.rfind("”")
