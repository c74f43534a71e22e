"""Persons as a sheet of the grid names them: by name, by user name, or by both as the export writes them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from capacity_portal.lib.typed_text import excerpt, squeeze
from capacity_portal.organization.choices import PostKind
from capacity_portal.organization.models import GridPost, Officer
from capacity_portal.organization.rules.grid import day_fault, holder_fault

TITLES = {
    "code": "地区代码",
    "region": "地区",
    "name": "网格名称",
    "department": "监管部门",
    "risk_marks": "区域风险",
    "responsible": PostKind.RESPONSIBLE.label,
    "responsible_from": "责任人任职日期",
    "deputy": PostKind.DEPUTY.label,
    "deputy_from": "副责任人任职日期",
    "founded_on": "设立日期",
    "remarks": "备注",
    "enterprises": "企业数",
}
_NAMED = 4


class PersonError(ValueError):
    """What is wrong with the column ``key``; the message is a Chinese sentence."""

    def __init__(self, key: str, message: str):
        super().__init__(message)
        self.key = key


class People:
    """The accounts of a region by all they are called."""

    def __init__(self, within: str, today: date) -> None:
        self.today = today
        self._called: dict[str, list[Officer]] = {}
        for officer in Officer.objects.within(within).order_by("id"):
            for name in names_of(officer):
                self._called.setdefault(name, []).append(officer)

    def named(
        self,
        values: Mapping[str, Any],
        kind: PostKind,
        code: str,
        held: Mapping[PostKind, GridPost | None],
        founded: date,
        taken_until: Mapping[PostKind, date | None],
    ) -> tuple[Officer, date] | None:
        """Who is newly named for a post of the cell of region ``code``, and from when; None when nothing changes.

        ``held``: the open posts by kind; ``founded``: the cell's first day; ``taken_until``: the last day of former holders, by kind.
        Raises PersonError.
        """
        typed, from_on = values.get(kind.value), values.get(f"{kind.value}_from")
        former = held[kind]
        if former is not None and (not typed or squeeze(typed) in names_of(former.officer)):
            if from_on is not None and from_on != former.from_on:
                message = f"{former.officer.name}的任职日期登记为 {former.from_on}，不能用表格更改；更换人员的，请填写新的人员。"
                raise PersonError(f"{kind.value}_from", message)
            return None
        if not typed:
            return None
        officer = self._found(typed, kind, code)
        self._refuse_second_post(officer, kind, held)
        if from_on is None or (former is not None and from_on == former.from_on):
            from_on = self.today
        since = (former.officer.name, former.from_on) if former else None
        about = {"founded": founded, "former": since, "taken_until": taken_until[kind]}
        if fault := day_fault(from_on, self.today, **about):
            raise PersonError(f"{kind.value}_from", fault)
        return officer, from_on

    def _found(self, typed: str, kind: PostKind, code: str) -> Officer:
        found = self._called.get(squeeze(typed), [])
        if not found:
            message = f"{kind.label}{excerpt(typed)}没有本地区的账户，请填写已开立账户人员的姓名或用户名。"
            raise PersonError(kind.value, message)
        fitting = [one for one in found if not holder_fault(one, code, self.today)]
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            raise PersonError(kind.value, f"{holder_fault(found[0], code, self.today)}，请另填人员。")
        named = "、".join(map(str, fitting[:_NAMED]))
        message = f"叫{excerpt(typed)}的人员有 {len(fitting)} 位，请改填“姓名（用户名）”：{named}。"
        raise PersonError(kind.value, message)

    def _refuse_second_post(self, officer: Officer, kind: PostKind, held) -> None:
        for other, post in held.items():
            if post is not None and other != kind and post.officer_id == officer.pk:
                message = f"{officer.name}已是这个网格的{other.label}，改任的请先在网格页面办理离任。"
                raise PersonError(kind.value, message)


def names_of(officer: Officer) -> set[str]:
    """All that a sheet may call an account, made comparable."""
    return {squeeze(officer.name), squeeze(officer.username), squeeze(str(officer))}
