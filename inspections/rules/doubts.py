"""What makes an officer ask himself whether the report is right: shown before it is taken, and for ever beside it.

Names of nobody: 央视 2026-02-03 on notices signed with names copied from a list on the web.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from capacity_portal.lib.typed_text import excerpt, squeeze
from inspections.choices import Outcome
from inspections.rules.reports import Inspector, VisitReport

FAR_METRES = 2_000
"""Beyond it (the receiver's own error allowed for) the officer is asked where he was; the mark on the page begins earlier."""

_NOBODY = frozenset({
    "张三", "李四", "王五", "赵六", "孙七", "周八", "吴九", "郑十", "张三丰", "王二麻子", "小明", "小红", "李雷", "韩梅梅", "测试",
    "测试员", "无", "无名", "匿名", "不详", "未知", "待定", "张吉惟", "林国瑞", "林玟书", "林雅南", "江奕云", "刘柏宏", "阮建安",
    "林子帆", "夏志豪", "吉茹定",
})  # fmt: skip
_COUNTING = frozenset({Outcome.NORMAL, Outcome.IDLE})
_PLACEHOLDER = re.compile(r"[a-z0-9*×x?·._-]+|.{0,2}[某×xX*]{1,3}.{0,2}|(.)\1+|[甲乙丙丁]", re.ASCII)
_SEVERAL = re.compile(r"[、,，;；/]|等人|等\d")


@dataclass(frozen=True)
class Known:
    """What the office knows beside a report: the items its photos belong to, how many of the photos were used before, how far its
    position is from the enterprise's own (metres, None where one of the two is not known)."""

    photo_items: frozenset[str] = frozenset()
    photos_used: int = 0
    distance_m: int | None = None


NOTHING_KNOWN = Known()


def is_nobody(name: str) -> bool:
    """Whether ``name`` is one of those that stand for nobody: 张三, 某某, 测试, XXX."""
    plain = squeeze(name)
    return plain in _NOBODY or _PLACEHOLDER.fullmatch(plain.lower()) is not None


def is_several(name: str) -> bool:
    """Whether one name stands for many: “王平、李强”, “王平等3人”."""
    return _SEVERAL.search(name) is not None


def of_names(inspectors: Iterable[Inspector]) -> list[str]:
    """Sentences about typed names; those with an account are known."""
    found, seen = [], set()
    for person in inspectors:
        name = squeeze(person.name)
        if name in seen:
            found.append(f"检查人员{excerpt(person.name)}列了两次；确是同名的两个人，请核对后再次提交。")
        seen.add(name)
        if person.officer_id is None and is_nobody(name):
            found.append(
                f"检查人员{excerpt(person.name)}像是随手填的姓名，请填真实姓名；核对无误可再次提交。"
            )
    return found


def of_report(report: VisitReport, missing_photos: Iterable[str], known: Known = NOTHING_KNOWN) -> list[str]:
    """All doubts about a report that has no errors; ``missing_photos``: texts of items that want a photo and have none."""
    found = of_names(report.inspectors)
    if report.outcome == Outcome.IDLE and not (report.photos and report.place):
        lacking = "、".join(
            name for name, value in (("照片", report.photos), ("定位", report.place)) if not value
        )
        found.append(f"结果为“停产无人”但没有{lacking}，不计入已排查；请补上，或核对后再次提交。")
    if report.outcome in (Outcome.NORMAL, Outcome.PROBLEM):
        found += [f"“{text}”要求拍照，还没有照片；请补拍，或核对后再次提交。" for text in missing_photos]
    return found + _of_evidence(report, known)


def _of_evidence(report: VisitReport, known: Known) -> list[str]:
    found = []
    error = (report.place.accuracy_m or 0) if report.place else 0
    if report.outcome in _COUNTING and known.distance_m is not None and known.distance_m - error > FAR_METRES:
        kilometres = f"{known.distance_m / 1_000:,.1f}"
        found.append(
            f"定位与企业登记的位置相距 {kilometres} 公里；请在现场重新定位，企业位置有误的请更新档案，核对无误可再次提交。"
        )
    if known.photos_used:
        found.append(f"有 {known.photos_used} 张照片以前用过；请换成本次现场拍摄的照片，或核对后再次提交。")
    return found
