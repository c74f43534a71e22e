"""Rows of a list of divisions beside the regions on file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.kinds.pointing import error
from capacity_portal.imports.registry import Compared, Comparison, Context
from capacity_portal.lib.spreadsheets.checking import Checked
from capacity_portal.lib.spreadsheets.findings import Finding, Level
from capacity_portal.lib.territory import contains, is_zone, parent_code
from capacity_portal.organization import operations
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Region
from capacity_portal.organization.rules import divisions
from capacity_portal.organization.rules.region_tree import RegionTree, Standing

TITLES = {
    "code": "代码",
    "name": "名称",
    "level": "类别",
    "national_code": "国家代码",
    "valid_from": "启用日期",
    "valid_to": "停用日期",
    "successor": "继任区划",
    "parent_code": "上级代码",
    "is_statistics_only": "仅统计用",
}
DAYS = ("valid_from", "valid_to")
_FIELD_TITLES = TITLES | {"kind": TITLES["level"]}
_LABELS = {kind.value: kind.label for kind in RegionKind}


def compare(context: Context, checked: Sequence[Checked]) -> Comparison:
    """``Kind.compare``: one query. Rows of other prefectures are left as they are, with one 核实性 finding for all of them."""
    rows = _Rows(context, checked)
    compared = [rows.compared(one) for one in checked]
    for row, one in zip(compared, checked, strict=True):
        rows.look_around(row, one)
    return Comparison(compared, list(_outside(context, rows.outside)))


def _outside(context: Context, numbers: Sequence[int]) -> Iterator[Finding]:
    if numbers:
        message = (
            f"表中有 {len(numbers):,} 行（第 {numbers[0]} 行起）不属于本地区（{context.officer.region_code}），"
            "这些行不导入；确属本地区的，请核对代码。"
        )
        yield Finding(Level.EXPLAIN, "outside", message, sheet=context.sheet)


class _Rows:
    """What the rows of one file are compared with, and how the regions will stand afterwards."""

    def __init__(self, context: Context, checked: Sequence[Checked]) -> None:
        self.context, self.root = context, context.officer.region_code
        found = Region.objects.within(self.root).select_related("successor")
        self.known = {region.code: region for region in found}
        self.stood_for = self._stood_for(checked)
        self.seen: dict[str, int] = {}
        self.outside: list[int] = []
        self.wanted: dict[str, dict[str, Any]] = {}
        self._tree: RegionTree | None = None

    def _stood_for(self, checked: Sequence[Checked]) -> dict[str, str]:
        """National codes of zones that have a code of the portal, with that code; on file or in this list."""
        zones = {region.national_code: code for code, region in self.known.items() if is_zone(code)}
        for one in checked:
            code, national = one.values.get("code"), one.values.get("national_code")
            if code and national and contains(self.root, code) and is_zone(code):
                zones[national] = code
        zones.pop("", None)
        return zones

    def compared(self, one: Checked) -> Compared:
        typed, name = one.values.get("code"), one.values.get("name")
        row = Compared(one.row, RowAction.BLOCKED, title=f"{name or ''}（{typed or ''}）")
        if typed is None:
            return row
        if not contains(self.root, typed):
            self.outside.append(one.row)
            row.action, row.title = RowAction.UNCHANGED, f"{row.title}不属于本地区"
            return row
        if typed in self.stood_for:
            row.action, row.title = RowAction.UNCHANGED, f"{row.title}由功能区 {self.stood_for[typed]} 代替"
            return row
        code = divisions.moved(typed, self.stood_for)
        row.findings = list(self._faults(one, typed, code))
        if name is not None and not row.findings:
            self._settle(row, one.values, typed, code)
        return row

    def _faults(self, one: Checked, typed: str, code: str) -> Iterator[Finding]:
        first = self.seen.setdefault(code, one.row)
        if first != one.row:
            yield self._error(one, "code", f"代码 {code} 与第 {first} 行重复，请删除其中一行。")
        above = one.values.get("parent_code")
        if above and above != parent_code(typed):
            yield self._error(
                one, "parent_code", f"上级代码 {above} 与代码 {typed} 不符，上级应为 {parent_code(typed)}。"
            )
        if fault := divisions.kind_fault(code, self._kind(one.values, code)):
            yield self._error(one, "level", f"{fault}请核对代码和类别。")

    def _kind(self, values: Mapping[str, Any], code: str) -> str:
        known = self.known.get(code)
        if values.get("is_statistics_only"):
            return RegionKind.ZONE.value
        kind = values.get("level") or (known.kind if known else divisions.kind_of(code))
        return RegionKind(kind).value

    def _settle(self, row: Compared, values: Mapping[str, Any], typed: str, code: str) -> None:
        given = {name: values[name] for name in TITLES if values.get(name) is not None}
        after = {name: given[name] for name in given if name not in ("code", "level", "parent_code")}
        after["kind"] = self._kind(values, code)
        if "successor" in after:
            after["successor"] = divisions.moved(after["successor"], self.stood_for)
        known = self.known.get(code)
        if known is None:
            row.action, row.values = RowAction.NEW, _stored(_complete(after, typed, code))
            self.wanted[code] = after
            return
        now = operations.region_values(known)
        after = {name: value for name, value in after.items() if value != now[name]}
        row.action, row.target_id = (RowAction.CHANGED if after else RowAction.UNCHANGED), known.pk
        before = {name: now[name] for name in after}
        row.values = {"code": code, "before": _stored(before), "after": _stored(after)} if after else {}
        row.changes = [
            (_FIELD_TITLES[name], _text(name, now[name]), _text(name, after[name])) for name in after
        ]
        self.wanted[code] = after

    # --- after all rows are known
    @property
    def tree(self) -> RegionTree:
        if self._tree is None:
            standing = {code: Standing(code, one.name, one.valid_to) for code, one in self.known.items()}
            for code in self.seen:  # those with faults of their own, too
                known, after = standing.get(code, Standing(code, code)), self.wanted.get(code, {})
                ends = after.get("valid_to", known.valid_to)
                standing[code] = Standing(code, after.get("name", known.name), ends)
            self._tree = RegionTree(self.root, standing.values())
        return self._tree

    def look_around(self, row: Compared, one: Checked) -> None:
        """Add what is wrong between the region of ``row`` and others, as all of them will stand."""
        if row.action not in (RowAction.NEW, RowAction.CHANGED):
            return
        code = row.values["code"]
        found = list(self._conflicts(one, code, row.action == RowAction.NEW, self.wanted[code]))
        if found:
            row.action, row.findings = RowAction.BLOCKED, [*row.findings, *found]

    def _conflicts(
        self, one: Checked, code: str, is_new: bool, after: Mapping[str, Any]
    ) -> Iterator[Finding]:
        if is_new and (fault := self.tree.parent_fault(code)):
            yield self._error(one, "code", fault)
        if "valid_to" in after and (fault := self.tree.closing_fault(code)):
            yield self._error(one, "valid_to", fault)
        heir = after.get("successor")
        if heir and (heir == code or heir not in self.tree):
            message = f"继任区划 {heir} 不在台账里，也不在本表里，或是本区划自己，请核对代码。"
            yield self._error(one, "successor", message)
        start, end = (after.get(name, getattr(self.known.get(code), name, None)) for name in DAYS)
        if start and end and end < start:
            yield self._error(one, "valid_to", f"停用日期 {end} 早于启用日期 {start}，请核对。")

    def _error(self, one: Checked, key: str, message: str) -> Finding:
        value = one.values.get(key)
        shown = _text("kind", value) if key == "level" else _text(key, value)
        return error(self.context, TITLES, one.row, key, message, shown)


def _complete(after: Mapping[str, Any], typed: str, code: str) -> dict[str, Any]:
    nothing = {
        "code": code,
        "national_code": divisions.published_code(typed),
        "is_statistics_only": False,
        "valid_from": None,
        "valid_to": None,
        "successor": "",
    }
    return nothing | after


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _text(name: str, value: Any) -> str:
    if name == "kind":
        return _LABELS.get(value, "")
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)
