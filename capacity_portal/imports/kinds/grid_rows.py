"""Rows of a sheet of the grid beside the cells and posts on file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.kinds.grid_people import TITLES, People, PersonError
from capacity_portal.imports.kinds.pointing import error
from capacity_portal.imports.registry import Compared, Comparison, Context
from capacity_portal.lib.spreadsheets.checking import Checked
from capacity_portal.lib.spreadsheets.findings import Finding, Level
from capacity_portal.lib.territory import contains
from capacity_portal.lib.typed_text import excerpt, squeeze
from capacity_portal.organization import queries
from capacity_portal.organization.choices import PostKind, RegionKind, RegionRisk
from capacity_portal.organization.models import Department, GridCell, GridPost, Region

__all__ = ["TITLES", "compare"]


def compare(context: Context, checked: Sequence[Checked]) -> Comparison:
    """``Kind.compare``: five queries, however many rows. Rows of other regions are left as they are, with one 核实性 finding."""
    rows = _Rows(context)
    compared = [rows.compared(one) for one in checked]
    return Comparison(compared, list(_outside(context, rows.outside)))


def _outside(context: Context, numbers: Sequence[int]) -> Iterator[Finding]:
    if numbers:
        message = (
            f"表中有 {len(numbers):,} 行（第 {numbers[0]} 行起）不属于本地区（{context.officer.region_code}），"
            "这些行不导入；确属本地区的，请核对地区代码。"
        )
        yield Finding(Level.EXPLAIN, "outside", message, sheet=context.sheet)


class Wrong(ValueError):
    """What is wrong with the column ``key`` of a row."""

    def __init__(self, key: str, message: str):
        super().__init__(message)
        self.key = key


class _Rows:
    """What the rows of one file are compared with; asked for each row in the order of the file."""

    def __init__(self, context: Context) -> None:
        within = context.officer.region_code
        self.context, self.own = context, within
        self.regions = {one.code: one for one in Region.objects.within(within).current(context.today)}
        found = GridCell.objects.current().within(within).select_related("supervising_department")
        self.cells = {cell.region_code: cell for cell in found}
        posts = GridPost.objects.filter(cell__in=[cell.pk for cell in self.cells.values()])
        posts = list(posts.select_related("officer").order_by("to_on", "id"))
        self.held = {(post.cell_id, post.kind): post for post in posts if post.to_on is None}
        self.taken_until = {(post.cell_id, post.kind): post.to_on for post in posts if post.to_on}
        self.first_days: dict[int, date] = {}
        for post in posts:
            self.first_days[post.cell_id] = min(post.from_on, self.first_days.get(post.cell_id, post.from_on))
        self.people = People(within, context.today)
        self.units: dict[str, list[Department]] = {}
        for unit in queries.units_for_accounts(within):
            for name in {unit.name, unit.short_name} - {""}:
                self.units.setdefault(squeeze(name), []).append(unit)
        self.seen: dict[str, int] = {}
        self.outside: list[int] = []

    def compared(self, one: Checked) -> Compared:
        code = one.values.get("code")
        row = Compared(one.row, RowAction.BLOCKED, title=f"{one.values.get('name') or ''}（{code or ''}）")
        if code is None:
            return row
        if not contains(self.own, code):
            self.outside.append(one.row)
            row.action, row.title = RowAction.UNCHANGED, f"{row.title}不属于本地区"
            return row
        try:
            region = self._region(one, code)
            self._settle(row, one, region, self.cells.get(code))
        except Wrong as wrong:
            typed = one.values.get(wrong.key)
            shown = typed.isoformat() if isinstance(typed, date) else typed or ""
            row.action = RowAction.BLOCKED
            row.findings = [error(self.context, TITLES, one.row, wrong.key, str(wrong), shown)]
        return row

    def _region(self, one: Checked, code: str) -> Region:
        first = self.seen.setdefault(code, one.row)
        if first != one.row:
            raise Wrong("code", f"地区代码 {code} 与第 {first} 行重复，请删除其中一行。")
        region = self.regions.get(code)
        if region is None:
            raise Wrong("code", f"地区代码 {code} 不在本地区现行的区划里，请核对代码。")
        if region.kind in (RegionKind.PREFECTURE, RegionKind.COUNTY):
            raise Wrong(
                "code",
                f"{region.name}是{RegionKind(region.kind).label}，网格应设到乡镇、街道、园区或村，请核对代码。",
            )
        typed = one.values.get("region")
        if typed and squeeze(region.name) not in squeeze(typed):
            raise Wrong("region", f"地区{excerpt(typed)}与代码 {code} 的{region.name}不符，请核对代码。")
        return region

    def _settle(self, row: Compared, one: Checked, region: Region, cell: GridCell | None) -> None:
        after = self._given(one.values, region, cell)
        founded = after.get("founded_on") or (cell.founded_on if cell else self.context.today)
        if cell is None:
            after = _complete(after, region, self.context.today)
        appointments = self._appointments(one.values, region, cell, founded, row)
        row.title = f"{after.get('name') or (cell.name if cell else region.name)}（{region.code}）"
        row.values = {
            "cell": {name: _stored(value) for name, value in after.items()},
            "appointments": appointments,
            "region_id": region.pk,
        }
        if cell is None:
            row.action, row.changes = RowAction.NEW, []
            return
        row.target_id, row.target_version = cell.pk, cell.version
        row.action = RowAction.CHANGED if after or appointments else RowAction.UNCHANGED
        row.changes = [*(self._change(name, cell, value) for name, value in after.items()), *row.changes]

    def _given(self, values: Mapping[str, Any], region: Region, cell: GridCell | None) -> dict[str, Any]:
        """What the row says of the cell, by field, less what is on file already."""
        given = {
            name: values[name]
            for name in ("name", "risk_marks", "founded_on", "remarks")
            if values.get(name) is not None
        }
        if founded := given.get("founded_on"):
            self._insist_on_founding(founded, cell)
        typed = values.get("department")
        if typed and not (
            cell
            and cell.supervising_department
            and squeeze(typed) == squeeze(cell.supervising_department.name)
        ):
            given["supervising_department"] = self._unit(typed, region).pk
        if cell is None:
            return given
        now = {name: getattr(cell, name) for name in given} | {
            "supervising_department": cell.supervising_department_id
        }
        return {name: value for name, value in given.items() if value != now[name]}

    def _insist_on_founding(self, founded: date, cell: GridCell | None) -> None:
        if founded > self.context.today:
            raise Wrong("founded_on", f"设立日期 {founded} 晚于今天，请填写今天或以前的日期。")
        first = self.first_days.get(cell.pk) if cell else None
        if first is not None and founded > first:
            raise Wrong("founded_on", f"设立日期 {founded} 晚于任职日期 {first}，请核对。")

    def _unit(self, typed: str, region: Region) -> Department:
        found = [
            unit for unit in self.units.get(squeeze(typed), []) if contains(unit.region.code, region.code)
        ]
        if not found:
            raise Wrong(
                "department",
                f"监管部门{excerpt(typed)}不是{region.name}所在地区的成员单位，请填写成员单位的名称或简称。",
            )
        return max(found, key=lambda unit: len(unit.region.code))

    def _appointments(
        self, values, region: Region, cell: GridCell | None, founded: date, row: Compared
    ) -> list[dict]:
        """New holders as JSON; what changes is noted on ``row``."""
        held = {kind: self.held.get((cell.pk, kind)) if cell else None for kind in PostKind}
        taken_until = {kind: self.taken_until.get((cell.pk, kind)) if cell else None for kind in PostKind}
        found = []
        for kind in PostKind:
            try:
                named = self.people.named(values, kind, region.code, held, founded, taken_until)
            except PersonError as wrong:
                raise Wrong(wrong.key, str(wrong)) from None
            if named is None:
                continue
            officer, from_on = named
            former = held[kind]
            row.changes.append(
                (kind.label, str(former.officer) if former else "", f"{officer}，自 {from_on}")
            )
            found.append(
                {
                    "kind": kind.value,
                    "officer_id": officer.pk,
                    "from_on": from_on.isoformat(),
                    "instead_of": former.officer_id if former else None,
                }
            )
        if len({one["officer_id"] for one in found}) < len(found):
            raise Wrong("deputy", "副责任人与监管责任人是同一人，请另填一人或留空。")
        return found

    def _change(self, name: str, cell: GridCell, value: Any) -> tuple[str, str, str]:
        if name == "supervising_department":
            units = (unit for units in self.units.values() for unit in units)
            after = next(unit.name for unit in units if unit.pk == value)
            return TITLES["department"], str(cell.supervising_department or ""), after
        return TITLES[name], _text(getattr(cell, name)), _text(value)


def _complete(given: Mapping[str, Any], region: Region, today: date) -> dict[str, Any]:
    nothing = {
        "name": region.name,
        "supervising_department": None,
        "risk_marks": [],
        "remarks": "",
        "founded_on": today,
    }
    return nothing | given


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "；".join(RegionRisk(one).label for one in value if one in RegionRisk.values) or "无"
    return "" if value is None else str(_stored(value))
