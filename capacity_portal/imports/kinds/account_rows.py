"""Rows of an account sheet beside the accounts on file."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.kinds.places import PlaceError, Places, Units
from capacity_portal.imports.kinds.pointing import error
from capacity_portal.imports.registry import Compared, Comparison, Context
from capacity_portal.lib.spreadsheets.checking import Checked
from capacity_portal.lib.spreadsheets.findings import Finding, Level
from capacity_portal.lib.territory import contains
from capacity_portal.organization import queries
from capacity_portal.organization.models import Department, Officer, Region
from capacity_portal.organization.roles import ADMINISTRATORS, ROLES
from capacity_portal.organization.rules.account_places import place_errors

MOST = 1_000
TITLES = {
    "username": "用户名",
    "name": "姓名",
    "role": "角色",
    "region": "所在地区",
    "department": "单位",
    "telephone": "电话",
    "expires_on": "有效期至",
}
_REQUIRED = ("username", "name", "role", "region")
_ELSEWHERE = "角色或地区变更请在账户页面办理；没有变更的，请填账户现在的{title}（{now}）。"


class _Wrong(ValueError):
    """What is wrong with the column ``key`` of a row."""

    def __init__(self, key: str, message: str):
        super().__init__(message)
        self.key = key


def compare(context: Context, checked: Sequence[Checked]) -> Comparison:
    """``Kind.compare``: four queries, however many rows."""
    if len(checked) > MOST:
        message = f"表中有 {len(checked):,} 行，一次最多 {MOST:,} 个账户，请分成几个文件上传。"
        found = [Finding(Level.ERROR, "too_many", message, sheet=context.sheet)]
        return Comparison([Compared(one.row, RowAction.BLOCKED) for one in checked], found)
    rows = _Rows(context, checked)
    return Comparison([rows.compared(one) for one in checked])


class _Rows:
    """What the rows of one file are compared with; asked for each row in the order of the file."""

    def __init__(self, context: Context, checked: Sequence[Checked]) -> None:
        within = context.officer.region_code
        names = {one.values.get("username") for one in checked} - {None}
        self.context = context
        self.accounts = queries.accounts_named(names)
        self.places = Places(queries.places_for_accounts(within, context.today))
        self.units = Units(queries.units_for_accounts(within))
        self.seen: dict[str, int] = {}

    def compared(self, one: Checked) -> Compared:
        values = one.values
        username = values.get("username")
        row = Compared(one.row, RowAction.BLOCKED, title=f"{values.get('name') or ''}（{username or ''}）")
        try:
            self._once(username, one.row)
            if all(values.get(key) is not None for key in _REQUIRED):
                known = self.accounts.get(username)
                _ = self._known(row, known, values) if known else self._new(row, values)
        except _Wrong as wrong:
            value = _shown(wrong.key, values.get(wrong.key))
            row.action = RowAction.BLOCKED
            row.findings = [error(self.context, TITLES, one.row, wrong.key, str(wrong), value)]
        return row

    def _once(self, username: str | None, number: int) -> None:
        first = self.seen.setdefault(username, number) if username else number
        if first != number:
            raise _Wrong("username", f"用户名“{username}”与第 {first} 行重复，请删除其中一行。")

    def _new(self, row: Compared, values: Mapping[str, Any]) -> None:
        role = ROLES[values["role"]]
        if role.code in ADMINISTRATORS:
            raise _Wrong(
                "role", f"{role.label}是管理员账户，须由两位管理员办理，不能用表格开立，请在账户页面开立。"
            )
        region = self._region(values, role.levels)
        if wrong := place_errors(role.code, region.kind, region.code, None):
            raise _Wrong("region", wrong["region"])
        unit = self._unit(values, region)
        row.action = RowAction.NEW
        row.values = {
            "username": values["username"],
            "name": values["name"],
            "role": values["role"],
            "region_id": region.pk,
            "department_id": unit.pk if unit else None,
            "telephone": values.get("telephone") or "",
            "expires_on": _stored(values.get("expires_on")),
        }

    def _known(self, row: Compared, known: Officer, values: Mapping[str, Any]) -> None:
        if not contains(self.context.officer.region_code, known.region_code):
            raise _Wrong("username", f"用户名“{known.username}”已有人使用，请换一个用户名。")
        self._refuse_other_duties(known, values)
        after = {
            name: values[name]
            for name in ("name", "telephone", "expires_on")
            if values.get(name) is not None and values[name] != getattr(known, name)
        }
        unit = self._unit(values, known.region)
        if unit and unit.pk != known.department_id:
            after["department_id"] = unit.pk
        row.action, row.target_id = (RowAction.CHANGED if after else RowAction.UNCHANGED), known.pk
        if not after:
            return
        if known.pk == self.context.officer.pk:
            raise _Wrong("username", "这是您自己的账户，不能自己办理，请删除这一行，由另一位管理员办理。")
        row.values = {
            "before": {name: _stored(getattr(known, name)) for name in after},
            "after": {name: _stored(value) for name, value in after.items()},
        }
        row.changes = [_change(name, known, value, unit) for name, value in after.items()]

    def _refuse_other_duties(self, known: Officer, values: Mapping[str, Any]) -> None:
        if values["role"] != known.role:
            raise _Wrong("role", _ELSEWHERE.format(title="角色", now=known.role_entry.label))
        region = self._region(values, known.role_entry.levels, meant=known.region_id)
        if region.pk != known.region_id:
            raise _Wrong("region", _ELSEWHERE.format(title="地区", now=self.places.label(known.region)))

    def _region(self, values: Mapping[str, Any], levels, meant: int | None = None) -> Region:
        try:
            return self.places.find(values["region"], levels, meant)
        except PlaceError as wrong:
            raise _Wrong("region", str(wrong)) from None

    def _unit(self, values: Mapping[str, Any], region: Region) -> Department | None:
        try:
            return self.units.find(values["department"], region.code) if values.get("department") else None
        except PlaceError as wrong:
            raise _Wrong("department", str(wrong)) from None


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _change(name: str, known: Officer, value: Any, unit: Department | None) -> tuple[str, str, str]:
    if name == "department_id":
        return TITLES["department"], str(known.department or ""), str(unit)
    return TITLES[name], str(_stored(getattr(known, name)) or ""), str(_stored(value))


def _shown(key: str, value: Any) -> Any:
    return ROLES[value].label if key == "role" and value in ROLES else _stored(value) or ""
