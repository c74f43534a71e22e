"""组织机构和职责分工表: the leading group, its basis and the duties of its member units on paper. Offices and landlines only."""

from collections.abc import Sequence
from datetime import date, datetime

from capacity_portal.organization.models import Region
from reports.documents.papers import Paper, Table, html_of
from reports.models import BasisDocument, GroupMember, UnitDuty
from reports.queries.mechanism import basis_in, duties_in, members_on

TITLE = "组织机构和职责分工表"


def chart_html(
    region: Region, year: int, day: date, officer, at: datetime, undrawn: Sequence[str] = ()
) -> str:
    """The chart of ``region`` for ``year``, the leading group as it is on ``day``."""
    return html_of(chart(region, year, day), officer, at, undrawn)


def chart(region: Region, year: int, day: date) -> Paper:
    own = {"region_code": region.code}
    members = members_on(GroupMember.objects.filter(**own), day)
    duties = duties_in(UnitDuty.objects.filter(**own), year)
    basis = basis_in(BasisDocument.objects.filter(**own), year)
    return Paper(
        f"{region.name}{TITLE}", f"{year}年", f"领导小组成员为{day.year}年{day.month}月{day.day}日在任的职务", landscape=True,
        tables=[
            Table("一、依据文件", ("序号", "文件名称", "发文字号", "作用"), _basis(basis), ("w5", "", "w20", "w25")),
            Table("二、领导小组", ("组内职务", "单位及职务", "任职起始"), _members(members), ("w15", "", "w15")),
            Table("三、成员单位职责分工", ("成员单位", "职责", "分解措施", "联系处室", "办公电话"), _duties(duties), ("w15", "w25", "", "w12", "w12")),
        ],
    )  # fmt: skip


def _basis(rows) -> list[tuple]:
    return [
        (number, row.title, row.printed_number or "—", row.role or "—") for number, row in enumerate(rows, 1)
    ]


def _members(rows) -> list[tuple]:
    return [(row.get_role_display(), row.post, f"{row.since:%Y-%m-%d}") for row in rows]


def _duties(rows) -> list[tuple]:
    return [
        (row.department.name, row.duty, row.measures or "—", row.contact_post or "—", row.telephone or "—")
        for row in rows
    ]
