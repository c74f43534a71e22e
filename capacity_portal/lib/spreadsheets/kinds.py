"""What kind of row a row is: a record, or one of those that stand between and below records."""

import re
from collections.abc import Collection, Sequence

from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.typed_text import plain, squeeze

BLANK, TOTAL, SUBTOTAL, NOTE, TITLE, SECTION = "空行", "合计行", "小计行", "说明行", "标题行", "分组行"
_LEADING = 4
_LOOKED_AT = 40
_OF = r"(?:本页|本表|以上|全[省市县区镇乡部国]|各[省市县区镇乡]|[^0-9]{1,8}[省市县区镇乡])?"
_TOTAL = re.compile(rf"{_OF}(小计|合计|总计|总合计|累计|共计)(?:数|数量)?(?:\([^()]*\))?[:：]?")
_AMOUNT = re.compile(r"[共约计]?[-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?[a-z0-9/\u4e00-\u9fff]{0,6}")
_NOTHING = frozenset({"-", "—", "——", "--", "/", "\\", "无", "n/a", "*", "×"})
_SIGNED = (
    r"填表人?|填报人?|制表人?|审核人?|复核人?|审批人?|报送人|经办人|统计人|分管领导|(?:单位|企业|部门)?负责人"
)
_REMARK = r"说明|注|备注|附注|注释|附|(?:填表|填报|制表|报送|统计|打印|审核)(?:单位|日期|时间)|(?:数据|资料)来源|联系人|联系电话|电话|日期|单位"
_NOTE = re.compile(
    rf"(?:{_SIGNED}|{_REMARK})(?:\(?[0-9一二三四五]{{0,2}}\)?)[:：].*|(?:{_SIGNED}|说明|备注|注)(?:\((?:签字|盖章|签章)\))?",
    re.DOTALL,
)
_PAGE = re.compile(r"第[0-9一二三四五六七八九十]+页.*|[-—]?[0-9]+[-—/][0-9]*|page[0-9]+.*")
_SECTION = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)).*", re.DOTALL)
_SIGNED_ALONE = frozenset({"填表", "填表人", "填报人", "制表", "制表人", "审核", "审核人", "复核人", "审批人", "报送人",
                           "经办人", "统计人", "负责人", "单位负责人", "企业负责人", "分管领导", "说明", "备注", "注"})  # fmt: skip


class Kinds:
    """Tells records from other rows; knows the headings and the title lines, which printed pages repeat.

    ``skipped`` are places (from 0) of columns that say nothing about a row.
    """

    def __init__(
        self, headings: Sequence[list[Cell]], titles: Sequence[list[Cell]], skipped: Collection[int] = ()
    ) -> None:
        self._skipped = skipped
        self._headings = [texts for row in headings if (texts := self._texts(row))]
        self._titles = {tuple(texts.items()) for row in titles if (texts := self._texts(row))}
        repeated = [next(iter(texts.values())) for texts in [*self._headings, *map(dict, self._titles)]]
        self._words = _SIGNED_ALONE.union(repeated, *headings, *titles) - {None, ""}
        self._start = min((min(texts) for texts in self._headings), default=0)
        leading = set(range(self._start, self._start + _LEADING))
        self._places = sorted(leading | {min(texts) for texts in self._headings})
        self._half_width = max(map(len, self._headings), default=2) // 2
        self._is_after_note = False

    def reason(self, row: list[Cell]) -> str:
        """Return why ``row`` is no record ("" when it is one). Ask for every row, from the top downwards."""
        filled = len(row) - row.count(None) - row.count("")
        if filled > 1 and not self._is_suspect(row) and not all(map(is_blank, row)):
            self._is_after_note = False
            return ""
        return self._closely(row)

    def _is_suspect(self, row: list[Cell]) -> bool:
        # Asked for every row: nothing but look-ups and substrings.
        leading = (row[place] for place in self._places if place < len(row))
        return any(cell.__class__ is str and self._is_suspicious(cell) for cell in leading)

    def _is_suspicious(self, text: str) -> bool:
        if text in self._words or ("计" in text and is_total_word(text)):
            return True
        return ("：" in text or ":" in text) and _NOTE.fullmatch(squeeze(text[:_LOOKED_AT])) is not None

    def _closely(self, row: list[Cell]) -> str:
        texts = self._texts(row)
        if not texts:
            return BLANK
        reason = self._repeated(texts) or total_kind(texts, self._start) or self._noted(texts)
        self._is_after_note = reason == NOTE
        return reason

    def _texts(self, row: list[Cell]) -> dict[int, str]:
        """The filled cells by place from 0, comparable: half width, lower case, no blanks."""
        filled = ((place, cell) for place, cell in enumerate(row) if cell is not None and cell != "")
        texts = ((place, normalise_text(cell)) for place, cell in filled if place not in self._skipped)
        return {place: text for place, text in texts if text}

    def _repeated(self, texts: dict[int, str]) -> str:
        if tuple(texts.items()) in self._titles:
            return TITLE
        is_heading = any(
            len(texts) * 2 > len(heading) and len(texts) > 1 and texts.items() <= heading.items()
            for heading in self._headings
        )
        return TITLE if is_heading else ""

    def _noted(self, texts: dict[int, str]) -> str:
        first = next(iter(texts.values()))
        if _NOTE.fullmatch(first) and len(texts) <= max(1, self._half_width):
            return NOTE
        if len(texts) > 1:
            return ""
        if self._is_after_note or _PAGE.fullmatch(first) or "。" in first:
            return NOTE
        return SECTION if _SECTION.fullmatch(first) else ""


def total_kind(texts: dict[int, str], start: int = 0) -> str:
    """Return TOTAL or SUBTOTAL when one of the leading cells is that word alone and all the others are amounts."""
    word = ""
    for place, text in texts.items():
        if place < start + _LEADING and not word and (found := _TOTAL.fullmatch(text)):
            word = found[1]
        elif text not in _NOTHING and not _AMOUNT.fullmatch(text):
            return ""
    return (SUBTOTAL if word == "小计" else TOTAL) if word else ""


def is_blank(cell: Cell) -> bool:
    """Tell whether nothing stands in the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_total_word(text: str) -> bool:
    """Tell whether ``text`` is 合计, 小计 and the like and nothing more."""
    return len(text) <= _LOOKED_AT and _TOTAL.fullmatch(squeeze(text)) is not None


def normalise_text(cell: Cell) -> str:
    """Return a cell as text to compare: half width, lower case, no blanks, at most 300 characters."""
    if isinstance(cell, str):
        return squeeze(cell[:300]).casefold()
    return plain(cell)[:300].casefold()
