"""Regions (行政区划) by spreadsheet: the files of ``manage.py load_divisions``, villages too; adds and changes, removes nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.kinds.places import region_code
from capacity_portal.imports.kinds.region_rows import DAYS, TITLES, compare
from capacity_portal.imports.registry import Context, Kind, Outcome, Outdated, Staged
from capacity_portal.lib import exports
from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.spreadsheets.cells import choice, code, day, text
from capacity_portal.lib.spreadsheets.cells.blanks import is_nothing
from capacity_portal.lib.spreadsheets.columns import Column
from capacity_portal.lib.typed_text import plain
from capacity_portal.organization import operations
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Officer
from capacity_portal.organization.roles import Permission
from capacity_portal.organization.rules.divisions import LEVELS, STATISTICS_ONLY

_STATISTICS = frozenset({"是", "仅统计用", STATISTICS_ONLY})
_KINDS = {kind.label: kind for kind in RegionKind}
_CALLED = {
    **dict.fromkeys(("市", "地级市", "市级", "地级", "地市", "自治州", "州"), RegionKind.PREFECTURE),
    **dict.fromkeys(("县", "区", "县级", "县级市", "县区", "市辖区", "自治县", "县市区"), RegionKind.COUNTY),
    **dict.fromkeys(("开发区", "园区", "新区", "经开区", "高新区"), RegionKind.ZONE),
    **dict.fromkeys(("镇", "乡", "街道", "乡镇", "乡级", "民族乡", "街道办事处"), RegionKind.TOWN),
    **dict.fromkeys(("村", "社区", "村级", "村委会", "居委会", "行政村"), RegionKind.VILLAGE),
    **LEVELS,
}
_EVERY = 1_000


def _is_for_statistics(cell: Cell, unit: str = "") -> bool | None:
    """True for 是 and for the mark of the published lists; their other words (街道, 类似乡级) say no."""
    return None if is_nothing(cell) else plain(cell).strip() in _STATISTICS


def columns(context: Context) -> Sequence[Column]:
    """``Kind.columns``; the English headings are those of the lists that ``load_divisions`` reads."""
    return [
        Column("code", TITLES["code"], region_code, ("code", "区划代码", "行政区划代码", "行政区代码", "统计用区划代码", "地区代码"), True,
               exports.CODE, example="360802001", width=18,
               note="2、4、6、9 或 12 位，可补 0；没有国家代码的功能区为上级代码加 K01、K02 等。"),
        Column("name", TITLES["name"], text("名称", 60), ("name", "区划名称", "行政区划名称", "地区名称", "单位名称", "地名"), True,
               example="古南街道", width=24),
        Column("level", TITLES["level"], choice("类别", _KINDS, _CALLED), ("level", "级别", "区划级别", "层级", "类型", "行政级别"),
               choices=tuple(_KINDS), note="留空时由代码得出。"),
        Column("national_code", TITLES["national_code"], code("国家代码", 12), ("national_code", "国标代码", "国家标准代码"), kind=exports.CODE,
               note="门户代码与国家代码不同的功能区填写；留空时由代码得出。", width=18),
        Column("valid_from", TITLES["valid_from"], day("启用日期"), ("valid_from", "启用", "施行日期", "生效日期", "设立日期"), kind=exports.DATE),
        Column("valid_to", TITLES["valid_to"], day("停用日期"), ("valid_to", "停用", "撤销日期", "失效日期"), kind=exports.DATE,
               note="最后一天；其下仍在用的区划须先停用或在本表中一并停用。"),
        Column("successor", TITLES["successor"], region_code, ("successor", "继任", "继任代码", "继任区划代码", "并入", "变更后代码"), kind=exports.CODE,
               note="停用后由哪个区划接替，填代码。", width=18),
        Column("parent_code", TITLES["parent_code"], region_code, ("parent_code", "上级区划代码", "上级区划", "父级代码"), kind=exports.CODE,
               is_in_template=False),
        Column("is_statistics_only", TITLES["is_statistics_only"], _is_for_statistics, ("仅统计用代码", "统计用", "kind"),
               choices=("是", "否"), note="只用于统计、不是行政区划的代码填“是”。"),
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
    new: list[Mapping[str, Any]] = []
    edits: list[operations.RegionEdit] = []
    for done, row in enumerate(rows, start=1):
        if row.action == RowAction.NEW:
            new.append(_dated(row.values))
        else:
            before, after = _dated(row.values["before"]), _dated(row.values["after"])
            edits.append(operations.RegionEdit(row.values["code"], before, after))
        if done % _EVERY == 0:
            told(done)
    try:
        operations.import_regions(prefecture=by.region_code, new=new, edits=edits, by=by, at=at)
    except operations.ChangedMeanwhile as changed:
        raise Outdated(str(changed)) from changed
    return Outcome(f"新增 {len(new):,} 个区划，变更 {len(edits):,} 个区划。")


def _dated(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if name in DAYS and value else value for name, value in values.items()
    }


KIND = Kind(
    name="regions",
    label="行政区划",
    noun="区划",
    permission=Permission.MANAGE_SYSTEM,
    columns=columns,
    compare=compare,
    store=store,
    list_url="admin:organization_region_changelist",
    asks_region=False,
    notes=(
        "表中没有的区划不受影响，不删除任何区划；空白单元格不改动原有内容。",
        "只导入本地区的区划，其他地区的行不导入；村（社区）可另用一张表导入。",
        "国家代码已由功能区代替的（如 360821401），先导入功能区，再导入清单。",
        "代码一经使用不能更改：区划调整时停用旧代码，填写继任区划，并新增新代码。",
    ),
)
