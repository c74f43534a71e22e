"""The month's visits by spreadsheet: columns, and the storing of what was compared (``visit_rows``)."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from capacity_portal.imports.registry import Context, Kind, Outcome, Outdated, Staged
from capacity_portal.lib import exports
from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.spreadsheets.cells import choice, credit_code_cell, day, text
from capacity_portal.lib.spreadsheets.cells.blanks import is_nothing
from capacity_portal.lib.spreadsheets.cells.words import as_text
from capacity_portal.lib.spreadsheets.columns import Column, Fault
from capacity_portal.lib.typed_text import excerpt, squeeze
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from inspections.choices import Outcome as VisitOutcome
from inspections.models import ChecklistItem, Duty
from inspections.operations.many_visits import record_many
from inspections.queries.checklists import checklists_in_force
from inspections.sheets.visit_rows import ANSWER, TITLES, compare, report_of

_YES_NO = {"是": True, "否": False}
_OUTCOMES = {outcome.label: outcome.value for outcome in VisitOutcome}
_EVERY = 1_000
_HOURS, _MINUTES = "[01]?[0-9]|2[0-3]", "[0-5][0-9]"
_TIME = re.compile(
    f"({_HOURS}):({_MINUTES})(?::{_MINUTES}(?:[.][0-9]+)?)?|({_HOURS})({_MINUTES})(?:{_MINUTES})?", re.ASCII
)


def _clock(cell: Cell, unit: str = "") -> time | None:
    """09:05, 9:05, 0905, 09:05:30, and what a spreadsheet makes of them; hours and minutes. Raises Fault for anything else."""
    if is_nothing(cell):
        return None
    if isinstance(cell, datetime | time):
        return time(cell.hour, cell.minute)
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    name = TITLES["arrived"]
    typed = _TIME.fullmatch(squeeze(as_text(cell, name)[:40]).replace("：", ":"))
    if typed is None:
        raise Fault(f"{name}{excerpt(cell)}无法识别，请按“09:30”的形式填写。")
    return time(*(int(part) for part in typed.groups() if part is not None))


def columns(context: Context) -> Sequence[Column]:
    """``Kind.columns``: what every visit says, then the items of all checklists in force."""
    names = TITLES
    return [
        Column("title", names["title"], text(names["title"], 120), ("企业名称", "名称", "单位名称", "企业"), True, example="演示铸造有限公司", width=28,
               note="月排查清单上的企业名称；拉网排查填网格名称。"),
        Column("credit_code", names["credit_code"], credit_code_cell, ("信用代码", "企业代码"), kind=exports.CODE, width=22,
               note="同名的企业须填写。"),
        Column("cell", names["cell"], text(names["cell"], 60), ("网格名称",), note="同名的企业可以用网格区分。"),
        Column("visited_on", names["visited_on"], day(names["visited_on"]), ("日期", "检查日期", "排查时间"), True, exports.DATE, example="2026-03-02",
               note="决定记入哪个月的清单。"),
        Column("arrived", names["arrived"], _clock, ("到达", "时间"), example="09:30"),
        Column("outcome", names["outcome"], choice(names["outcome"], _OUTCOMES), ("结果", "检查结果"), True, choices=tuple(_OUTCOMES),
               example="正常", note="发现问题的，请用排查表单登记。"),
        Column("reason", names["reason"], text(names["reason"], 200), ("说明", "补录原因"),
               note="拒绝检查、未能进入的写明原因；三天以前的写明补录原因。", width=24),
        Column("inspectors", names["inspectors"], text(names["inspectors"], 200), ("检查人", "排查人员", "排查人"), True, example="张建国、李秀英", width=20,
               note="至少一人，用顿号隔开；与本地区账户同名的按该账户登记，由其本人确认。正式检查至少两人，其中至少一人有账户。"),
        Column("is_formal", names["is_formal"], choice(names["is_formal"], _YES_NO), choices=tuple(_YES_NO), note="重点监管和回头看的企业必须是。"),
        Column("is_normal", names["is_normal"], choice(names["is_normal"], _YES_NO), choices=tuple(_YES_NO),
               note="填“是”的，下面没有填写的检查项按正常登记，没有正常答复的项与上次一致。"),
        Column("remarks", names["remarks"], text(names["remarks"], 2_000), ("情况说明",), width=30),
        *_answer_columns(),
    ]  # fmt: skip


def _answer_columns() -> list[Column]:
    """One column for each item code of the templates in force; equal texts of different codes are told apart by the template."""
    lists = {checklist.pk: checklist for checklist in checklists_in_force().values()}
    rows = ChecklistItem.objects.filter(checklist__in=lists).order_by("checklist__code", "position", "id")
    found: dict[str, Column] = {}
    titles: set[str] = set(TITLES.values())
    for item in rows:
        if item.code in {key.removeprefix(ANSWER) for key in found}:
            continue
        title = item.text if item.text not in titles else f"{item.text}【{lists[item.checklist_id].title}】"
        titles.add(title)
        note = "；".join(part for part in ("／".join(item.choices), item.unit, item.hint) if part)
        found[ANSWER + item.code] = Column(ANSWER + item.code, title, text("答复", 500), note=note, width=14)
    return list(found.values())


def described(rows: Sequence[Mapping[str, Any]]) -> list[list[tuple[str, str]]]:
    """``Kind.describe``."""
    return [
        [
            (TITLES["visited_on"], row["visited_on"]),
            (TITLES["outcome"], VisitOutcome(row["outcome"]).label),
            (TITLES["inspectors"], "、".join(row["inspectors"])),
            *([(TITLES["reason"], row["reason"])] if row["reason"] else []),
            *([(TITLES["remarks"], row["remarks"])] if row["remarks"] else []),
            ("检查项", f"{len(row['answers'])} 项"),
        ]
        for row in rows
    ]


def store(
    *,
    rows: Iterable[Staged],
    context: Context,
    explanation: str,
    by,
    at: datetime,
    told: Callable[[int], None],
    explanations: Mapping[str, str] | None = None,
) -> Outcome:
    """``Kind.store``."""
    rows = list(rows)
    duties = Duty.objects.in_bulk({row.values["duty"] for row in rows})
    reports = []
    for done, row in enumerate(rows, start=1):
        if (duty := duties.get(row.values["duty"])) is None:
            raise Outdated(f"“{row.title}”在核对之后已不在清单上。")
        reports.append((duty, report_of(row.values)))
        if done % _EVERY == 0:
            told(done)
    said = f"导入时的说明：{explanation}。" if explanation else ""
    try:
        record_many(reports=reports, by=by, at=at, note=said, step="import")
    except StepRefused as refused:
        raise Outdated(str(refused)) from refused
    return Outcome(f"登记 {len(reports):,} 条排查记录。")


KIND = Kind(
    name="visits",
    label="排查记录",
    noun="排查记录",
    permission=Permission.RECORD_VISITS,
    columns=columns,
    compare=compare,
    store=store,
    list_url="inspections:home",
    describe=described,
    asks_region=False,
    notes=(
        "一行一条排查记录，登记到排查日期所在月份的清单上；同一天已登记过的不再登记。",
        "检查项一列一项：是／否的填“是”或“否”，与上次相同的填“同上次”，不涉及的留空。",
        "从“表格录入”下载的清单已填好名称，只填查过的行；其余各行没有填写的不登记，也不用删除。",
        "照片、定位和问题请用排查表单登记。已关账的月份不能导入。",
    ),
)
