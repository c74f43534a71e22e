"""What an evidence pack lacks, told in sentences (缺项清单). Pure: facts in, sentences out, in a fixed order."""

from collections.abc import Iterable, Mapping, Sequence

from capacity_portal.lib import months
from reports.rules.pack_checklist import KINDS, Entry

MOST, NAMED = 500, 12


def missing_kinds(
    entries: Iterable[Entry], counts: Mapping[str, int], wants: Mapping[str, str] | None = None
) -> list[str]:
    """A sentence for each line of the checklist of whose kind there is nothing; ``wants``: other words than the kind's own."""
    wants = wants or {}
    return [
        f"清单“{entry.label}”：{wants.get(entry.kind, KINDS[entry.kind].want)}。"
        for entry in entries
        if not counts.get(entry.kind)
    ]


def tips_of_others(count: int) -> dict[str, str]:
    """``wants`` of the kind tips where ``count`` of them are there and the asker may not collect them."""
    return {"tips": f"有{count}件举报，申请人无权收集，请由办公室负责人生成"} if count else {}


def missing_months(wanted: Sequence[int], opened: set[int], given: Mapping[str, set[int]]) -> list[str]:
    """Months (yyyymm) without a monthly return; ``given``: months by the name of each county."""
    sentences = [f"{months.label(month)}没有开启月排查。" for month in wanted if month not in opened]
    for county, has in given.items():
        lacking = [months.label(month) for month in wanted if month in opened and month not in has]
        if lacking:
            sentences.append(f"{county}没有监管月报：{'、'.join(lacking)}。")
    return sentences


def not_done(document: str, act: str, names: Sequence[str]) -> str:
    """Who has not done what a document asks for: ``《……》未签收：吉州区、青原区等3个单位。``"""
    return f"《{document}》{act}：{listed(names)}。"


def listed(names: Sequence[str], unit: str = "个单位") -> str:
    """At most NAMED names, then how many there are."""
    if len(names) <= NAMED:
        return "、".join(names)
    return f"{'、'.join(names[:NAMED])}等{len(names)}{unit}"


def cut(sentences: Iterable[str]) -> list[str]:
    """Each sentence once, at most MOST of them, the rest counted."""
    found = list(dict.fromkeys(sentences))
    return found if len(found) <= MOST else [*found[:MOST], f"另有{len(found) - MOST}项缺项未列出。"]
