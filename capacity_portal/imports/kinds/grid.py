"""The grid (网格) by spreadsheet: cells made and edited, persons appointed; dissolves nothing and ends no post without a successor."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.kinds.grid_rows import TITLES, compare
from capacity_portal.imports.kinds.places import region_code
from capacity_portal.imports.registry import Context, Kind, Outcome, Outdated, Staged
from capacity_portal.lib import exports
from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.spreadsheets.cells import day, text
from capacity_portal.lib.spreadsheets.cells.blanks import is_nothing
from capacity_portal.lib.spreadsheets.cells.words import as_text
from capacity_portal.lib.spreadsheets.columns import Column, Unclear
from capacity_portal.lib.typed_text import excerpt
from capacity_portal.organization import queries
from capacity_portal.organization.choices import PostKind, RegionRisk
from capacity_portal.organization.models import Officer
from capacity_portal.organization.operations.accounts_by_list import ChangedMeanwhile
from capacity_portal.organization.operations.grid_by_list import Appointment, CellRow, import_grid
from capacity_portal.organization.roles import Permission

_NO_RISK = "无"
_RISK_WORDS = {
    "废钢": RegionRisk.SCRAP_RICH, "需求旺盛": RegionRisk.SCRAP_RICH, "偏僻": RegionRisk.REMOTE, "监管难度": RegionRisk.REMOTE,
    "经验": RegionRisk.INEXPERIENCED, "无产能": RegionRisk.INEXPERIENCED,
}  # fmt: skip
_BETWEEN = re.compile(r"[；;，,/\n]+")
_EVERY = 1_000


def _risks(cell: Cell, unit: str = "") -> list[str] | None:
    """Codes of RegionRisk in their order; [] for 无, None for an empty cell."""
    typed = as_text(cell, TITLES["risk_marks"])
    if typed == _NO_RISK:
        return []
    if is_nothing(cell):
        return None
    found = {risk for piece in _BETWEEN.split(typed) if piece.strip() for risk in _risks_of(piece.strip())}
    return [risk.value for risk in RegionRisk if risk in found]


def _risks_of(piece: str) -> set[RegionRisk]:
    exact = {risk.label: risk for risk in RegionRisk}
    if piece in exact:
        return {exact[piece]}
    found = set()
    for word in filter(None, piece.split("、")):
        known = next((risk for key, risk in _RISK_WORDS.items() if key in word), None)
        if known is None:
            offered = "；".join(exact)
            raise Unclear(
                f"区域风险{excerpt(word)}不在可选范围内，请从以下各项中选填，用分号隔开：{offered}；没有的填“无”。"
            )
        found.add(known)
    return found


def _nothing(cell: Cell, unit: str = "") -> None:
    """For columns that the export shows and the import does not take."""


def columns(context: Context) -> Sequence[Column]:
    """``Kind.columns``; units are those of today."""
    units = tuple(
        dict.fromkeys(unit.name for unit in queries.units_for_accounts(context.officer.region_code))
    )
    person = "姓名、用户名，或“姓名（用户名）”；更换人员的，任职日期同时改为新的任职日期。"
    return [
        Column("code", TITLES["code"], region_code, ("区划代码", "行政区划代码", "代码"), True, exports.CODE, example="360802001", width=16,
               note="乡镇（街道、园区）9 位，村（社区）12 位。"),
        Column("region", TITLES["region"], text("地区", 120), ("地区名称", "区划名称", "乡镇", "村"), example="古南街道", width=20,
               note="供核对，须与地区代码一致。"),
        Column("name", TITLES["name"], text("网格名称", 60), ("网格", "名称"), example="古南街道网格", width=24, note="留空时用地区名称。"),
        Column("department", TITLES["department"], text("监管部门", 80), ("部门", "责任单位", "监管单位"), choices=units, width=28),
        Column("risk_marks", TITLES["risk_marks"], _risks, ("风险标记", "易发领域"), width=30,
               note="废钢资源丰富、需求旺盛；地处偏僻、监管难度大；历史上无产能、监管经验不足。多项用分号隔开，没有的填“无”。"),
        Column("responsible", TITLES["responsible"], text("监管责任人", 90), ("责任人", "网格员", "网格长"), example="张三", width=22, note=person),
        Column("responsible_from", TITLES["responsible_from"], day("责任人任职日期"), ("任职日期", "责任人任职时间"), kind=exports.DATE,
               note="留空按今天计。"),
        Column("deputy", TITLES["deputy"], text("副责任人", 90), ("副网格员", "副网格长"), width=22, note=person),
        Column("deputy_from", TITLES["deputy_from"], day("副责任人任职日期"), ("副责任人任职时间",), kind=exports.DATE, note="留空按今天计。"),
        Column("founded_on", TITLES["founded_on"], day("设立日期"), ("设立时间",), kind=exports.DATE, note="新设网格留空按今天计。"),
        Column("remarks", TITLES["remarks"], text("备注", 200)),
        Column("enterprises", TITLES["enterprises"], _nothing, ("企业数量",), kind=exports.NUMBER, is_in_template=False),
    ]  # fmt: skip


def store(
    *,
    rows: Iterable[Staged],
    context: Context,
    explanation: str,
    by: Officer,
    at: datetime,
    told: Callable[[int], None],
    explanations: Mapping[str, str] | None = None,
) -> Outcome:
    """``Kind.store``."""
    stored: list[CellRow] = []
    new = people = 0
    for done, row in enumerate(rows, start=1):
        stored.append(_cell_row(row))
        new += row.action == RowAction.NEW
        people += len(stored[-1].appointments)
        if done % _EVERY == 0:
            told(done)
    try:
        import_grid(rows=stored, by=by, at=at)
    except ChangedMeanwhile as changed:
        raise Outdated(str(changed)) from changed
    return Outcome(f"新设 {new:,} 个网格，变更 {len(stored) - new:,} 个网格，任职 {people:,} 人次。")


def _cell_row(row: Staged) -> CellRow:
    values: dict[str, Any] = dict(row.values["cell"])
    if "founded_on" in values:
        values["founded_on"] = date.fromisoformat(values["founded_on"])
    appointments = tuple(
        Appointment(one["kind"], one["officer_id"], date.fromisoformat(one["from_on"]), one["instead_of"])
        for one in row.values["appointments"]
    )
    return CellRow(
        values, appointments, row.values["region_id"] if row.target_id is None else None, row.target_id, row.target_version
    )  # fmt: skip


KIND = Kind(
    name="grid",
    label="网格",
    noun="网格",
    permission=Permission.MANAGE_GRID,
    columns=columns,
    compare=compare,
    store=store,
    list_url="inspections:grid",
    asks_region=False,
    notes=(
        "一行一个网格，按地区代码对应；表中没有的网格不受影响，不撤销任何网格。",
        "空白单元格不改动原有内容；离任而暂无接替人的、撤销网格的，请在网格页面办理。",
        "只导入本地区的网格，其他地区的行不导入。",
        f"{PostKind.RESPONSIBLE.label}和{PostKind.DEPUTY.label}须有账户，账户在用，账户地区包含这个网格，角色可以登记排查。",
    ),
)
