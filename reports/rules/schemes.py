"""What a scheme may hold: an outline whose figures are known, indicators whose method has what it needs."""

import re
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError

from capacity_portal.lib.typed_text import storable
from reports.choices import MarkMethod
from reports.rules import figures, narrative
from reports.rules.secrecy import refusal

INDICATOR_FIELDS = (
    "group", "name", "full_mark", "rule", "is_veto", "needs_evidence", "evidence_hint", "method", "figure", "target", "unit_mark",
)  # fmt: skip
MOST_ENTRIES, LONGEST_HEADING = 40, 80
_KEY = re.compile(r"[a-z][a-z0-9_]{0,29}")


def checked_outline(outline: Iterable[Mapping]) -> list[dict]:
    """The outline with its texts as stored. Raises ValidationError naming the entry."""
    found = [_entry(number, one) for number, one in enumerate(outline, 1)]
    keys = [one["key"] for one in found]
    if len(found) > MOST_ENTRIES:
        raise ValidationError(f"提纲共 {len(found)} 段，最多 {MOST_ENTRIES} 段。")
    if len(set(keys)) != len(keys):
        raise ValidationError("提纲中有代号重复的段。")
    return found


def indicator_problem(indicator) -> str:
    """What is wrong with an indicator as a whole, a sentence; "" when nothing is."""
    unknown = [key for key in (indicator.figure, indicator.target) if key and not figures.is_known(key)]
    if unknown:
        return f"没有代号为“{unknown[0][:40]}”的数据，请从列表中选择。"
    if indicator.is_veto and not indicator.full_mark:
        return "一票否决的指标满分必须大于 0，得 0 分即为否决。"
    if indicator.method == MarkMethod.RATIO and not indicator.target:
        return "按完成比例得分的指标必须选择目标取数。"
    return ""


def _entry(number: int, one: Mapping) -> dict:
    heading = storable(str(one.get("heading", ""))).strip()
    text = storable(str(one.get("text", ""))).replace("\r\n", "\n").strip()
    key, level = str(one.get("key", "")), one.get("level", 1)
    place = f"提纲第 {number} 段"
    if not _KEY.fullmatch(key):
        raise ValidationError(f"{place}的代号应是小写字母开头的字母、数字和下划线，最多 30 个。")
    if level not in (1, 2, 3, 4):
        raise ValidationError(f"{place}的层级应是 1 至 4。")
    if len(heading) > LONGEST_HEADING:
        raise ValidationError(f"{place}的标题共 {len(heading)} 个字，最多 {LONGEST_HEADING} 个字，请缩短。")
    wrong = [
        sentence for sentence in (refusal(place, f"{heading}\n{text}"), *narrative.problems(text)) if sentence
    ]
    if wrong:
        raise ValidationError([f"{place}：{sentence}" for sentence in wrong])
    return {"key": key, "heading": heading, "level": level, "text": text}
