"""What a reminder, a supervision order or an invitation to a talk says of the units that are late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reports.choices import DocumentKind
from reports.rules.sending import ACTS, Lateness, Standing

KINDS = {
    DocumentKind.REMINDER: "催办",
    DocumentKind.SUPERVISION: "督办",
    DocumentKind.TALK: "约谈",
}
"""Kinds that press, with the verb."""
LIST_TITLE = "逾期单位和事项清单"
_TITLES = {
    DocumentKind.REMINDER: "关于催办《{}》落实情况的函",
    DocumentKind.SUPERVISION: "关于督办《{}》落实情况的通知",
    DocumentKind.TALK: "关于就《{}》落实情况进行约谈的通知",
}
_PLAIN = {
    DocumentKind.REMINDER: "请抓紧办理，收到本函后5个工作日内书面报送，并说明逾期原因。",
    DocumentKind.SUPERVISION: "请由主要负责同志牵头，逐项落实；逾期未办结的，将予以约谈、通报。",
    DocumentKind.TALK: "经研究，决定对你单位有关负责同志进行约谈。请准备书面材料，时间和地点另行通知。",
}


@dataclass(frozen=True)
class LateUnit:
    name: str
    standing: Standing
    late: Lateness

    @property
    def missing(self) -> str:
        """``签收、书面反馈``."""
        return "、".join(ACTS[act] for act in self.standing.missing)


def title_of(kind: str, title: str) -> str:
    return _TITLES[DocumentKind(kind)].format(title)


def plain_content(kind: str, *, title: str, number: str) -> dict:
    """The words where the office keeps no template of this kind."""
    lead = f"《{title}》（{number}）要求的工作，你单位至今没有全部完成。{_PLAIN[DocumentKind(kind)]}"
    return {"blocks": [{"kind": "paragraph", "text": lead}]}


def with_list(content: Mapping, units: Sequence[LateUnit], *, addressees: str, today: date) -> dict:
    """``content`` addressed to the units, with what each is late with as an attachment behind those it has."""
    rows = [
        [str(place), one.name, one.missing, one.late.due.isoformat(), f"{one.late.days}个工作日"]
        for place, one in enumerate(units, start=1)
    ]
    columns = [
        ("序号", 3, "center"),
        ("单位", 9, "left"),
        ("未完成事项", 0, "left"),
        ("期限", 6, "center"),
        ("逾期", 6, "right"),
    ]
    table = {
        "kind": "table", "title": "", "rows": rows,
        "columns": [{"title": title, "width": width, "align": align} for title, width, align in columns],
    }  # fmt: skip
    note = {
        "kind": "paragraph",
        "text": f"注：截至{today.year}年{today.month}月{today.day}日，逾期从期限次日起按工作日计算。",
    }
    attachment = {"title": LIST_TITLE, "blocks": [table, note]}
    return {**content, "addressees": addressees, "attachments": [*content.get("attachments", []), attachment]}


def message(unit: LateUnit, *, title: str, number: str) -> str:
    """The text to send to one unit."""
    return (
        f"【催办】{unit.name}：《{title}》（{number}）{unit.late.sentence}"
        f"未完成：{unit.missing}。请抓紧办理，并在门户中登记、反馈；确有困难的，请说明原因。"
    )
