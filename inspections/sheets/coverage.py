"""The tables of a month's coverage: every number leads to the list of the duties it counts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from capacity_portal.lib.tables import Cell, Head, Row, Table, heads, number, per_cent, words
from enterprises.choices import SupervisionClass
from inspections.choices import DutyKind, ReturnState
from inspections.rules.duty_filters import NO_CELL, DutyFilters, as_parameters
from inspections.rules.finding_filters import UNCLOSED, FindingFilters
from inspections.rules.finding_filters import as_parameters as finding_parameters

RETURN_LABELS = {"none": "未编制", **dict(ReturnState.choices)}
EQUATION = "月初在册＋本月新增－本月移出＝在册；在册－经批准不计＝应查。"
_COUNTED = ("应查", "已查", "覆盖率", "未排查", "到场未查成", "经批准不计", "逾期完成", "没有说明原因")
_STOCK = ("月初在册", "本月新增", "本月移出", "在册", "经批准不计", "应查")


@dataclass(frozen=True)
class Group:
    """A way of counting part of the duties: ``stock_of(area)`` and the filters that list the same."""

    label: str
    stock_of: Callable[[Mapping], Mapping]
    asked: dict[str, Any]


def _class(value: str, label: str) -> Group:
    asked = {"kind": DutyKind.ENTERPRISE.value, "supervision_class": value}
    return Group(label, lambda area: area["classes"][value], asked)


KEY = Group("其中：重点监管", lambda area: area["key"], {"kind": DutyKind.ENTERPRISE.value, "key": True})
LOOKBACK = Group(
    "其中：回头看", lambda area: area["lookback"], {"kind": DutyKind.ENTERPRISE.value, "lookback": True}
)
GROUPS = (
    *(_class(value, "其他行业" if value == "other" else label) for value, label in SupervisionClass.choices),
    Group("网格拉网排查", lambda area: area["kinds"]["sweep"], {"kind": DutyKind.SWEEP.value}),
    KEY,
    LOOKBACK,
)
ALL = Group("合计", lambda area: area["total"], {})


class Lists:
    """Addresses of the month's lists; findings of a ``closed`` month go on changing, so its numbers do not lead to them."""

    def __init__(self, month: int, *, closed: bool = False) -> None:
        self.month = month
        self.closed = closed

    def findings(self, code: str) -> str:
        if self.closed:
            return ""
        filters = FindingFilters(county=code, period=self.month, state=UNCLOSED)
        return f"{reverse('inspections:findings')}?{urlencode(finding_parameters(filters))}"

    def of(self, filters: DutyFilters) -> str:
        query = urlencode(as_parameters(filters))
        return reverse("inspections:round-uncovered", args=[self.month]) + (f"?{query}" if query else "")


def county_table(
    lists: Lists, whole: Mapping, counties: Iterable[Mapping], scores: Mapping[str, int] | None
) -> Table:
    """A line a county or zone, zeros too, and their sum; no column of scores without ``scores``."""

    def row(area: Mapping) -> Row:
        code = area["code"]
        cells = (words(area["name"], _page(lists, area)), *_counted(lists, area, _of(area)))
        more = (
            return_cell(lists.month, area),
            *([] if scores is None else [_score(scores.get(code))]),
            _findings(lists, area),
        )
        return Row((*cells, *more), code)

    accepted, all_ = whole["returns"]["accepted"], sum(whole["returns"][name] for name in RETURN_LABELS)
    blank = () if scores is None else (words("—"),)
    sums = (words(f"{accepted}/{all_} 已通过"), *blank, _findings(lists, whole | {"code": ""}))
    foot = Row((words("合计"), *_counted(lists, whole, DutyFilters()), *sums))
    score = () if scores is None else (Head("质量得分"),)
    titles = (*heads(("县（市、区）", *_COUNTED)), Head("月报", False), *score, Head("未办结问题"))
    return Table("counties", "各县（市、区）覆盖情况", titles, tuple(map(row, counties)), foot)


def cell_table(lists: Lists, area: Mapping) -> Table:
    """A line a cell of the county, zeros too, and their sum."""
    county = DutyFilters(county=area["code"])

    def row(cell: Mapping) -> Row:
        url = reverse("inspections:round-cell", args=[lists.month, cell["id"]]) if cell["id"] else ""
        name = cell["responsible"]
        person = words("没有责任人", kind="bad") if name == "" else words(name or "—")
        counted = _counted(lists, cell, county.narrowed(cell=cell["id"] or NO_CELL))
        return Row((words(cell["name"], url), person, *counted, number(cell["findings"]["total_open"])))

    titles = (*heads(("网格", "责任人", *_COUNTED), text=2), Head("未办结问题"))
    foot = (words("合计"), words(""), *_counted(lists, area, county), _findings(lists, area))
    return Table("cells", "各网格覆盖情况", titles, tuple(map(row, area["cells"])), Row(foot))


def class_table(lists: Lists, area: Mapping, filters: DutyFilters) -> Table:
    """A line a class, then what of them is 重点监管 and 回头看; ``filters`` are those of the area."""
    rows = [
        Row((words(group.label), *_plain(lists, group.stock_of(area), filters.narrowed(**group.asked))))
        for group in (*GROUPS, ALL)
    ]
    titles = heads(("监管类别", *_COUNTED[:-1]))
    note = "“其中”两行与上面各类重复，不另计入合计。"
    return Table("classes", "按监管类别", titles, tuple(rows[:-1]), rows[-1], note)


def class_matrix(lists: Lists, whole: Mapping, counties: Iterable[Mapping], *, spread: bool = False) -> Table:
    """Counties down, classes across, 已查/应查 and per cent in a cell; ``spread``: three columns each, for spreadsheets."""
    areas = [*counties, whole]

    def row(area: Mapping) -> Row:
        name = "合计" if area is whole else area["name"]
        found = [words(name, "" if area is whole else _page(lists, area))]
        for group in GROUPS:
            filters = DutyFilters() if area is whole else _of(area)
            asked = filters.narrowed(**group.asked) if filters else None
            found += _share(lists, group.stock_of(area), asked, spread)
        return Row(tuple(found))

    rows = tuple(map(row, areas))
    titles = [Head("县（市、区）", False)]
    for group in GROUPS:
        names = (
            [f"{group.label}{part}" for part in ("已查", "应查", "覆盖率（%）")] if spread else [group.label]
        )
        titles += [Head(name) for name in names]
    note = "每格为已查／应查和覆盖率。“其中”两列与前面各类重复。"
    return Table("matrix", "各县（市、区）按类别", tuple(titles), rows[:-1], rows[-1], note, is_matrix=True)


def stock_table(lists: Lists, whole: Mapping, counties: Iterable[Mapping]) -> Table:
    """The stock equation, county by county."""
    rows = [
        Row((words(area["name"], _page(lists, area)), *_stock(lists, area["total"], _of(area))))
        for area in counties
    ]
    foot = Row((words("合计"), *_stock(lists, whole["total"], DutyFilters())))
    return Table("stock", "在册增减", heads(("县（市、区）", *_STOCK)), tuple(rows), foot, EQUATION)


def stock_by_kind(lists: Lists, area: Mapping, filters: DutyFilters) -> Table:
    """The stock equation of one county or cell: enterprises and sweeps."""
    rows = [
        Row((words(label), *_stock(lists, area["kinds"][kind], filters.narrowed(kind=kind))))
        for kind, label in DutyKind.choices
    ]
    foot = Row((words("合计"), *_stock(lists, area["total"], filters)))
    return Table("stock", "在册增减", heads(("类别", *_STOCK)), tuple(rows), foot, EQUATION)


# --- cells of a line --------------------------------------------------------------------------------------------------
def _of(area: Mapping) -> DutyFilters | None:
    """The filters of a county; None where a list cannot be asked for (what lies in no county)."""
    return DutyFilters(county=area["code"]) if area["code"] else None


def _page(lists: Lists, area: Mapping) -> str:
    return reverse("inspections:round-county", args=[lists.month, area["code"]]) if area["code"] else ""


def _counted(lists: Lists, area: Mapping, filters: DutyFilters | None) -> list[Cell]:
    """The columns _COUNTED of an area."""
    gap = area["gaps"]["unexplained"]
    return [*_plain(lists, area["total"], filters), _number(lists, gap, filters, "unexplained")]


def _plain(lists: Lists, stock: Mapping, filters: DutyFilters | None) -> list[Cell]:
    """The columns _COUNTED but the last."""
    columns = (
        ("denominator", "due"),
        ("covered", "covered"),
        None,
        *((n, n) for n in ("pending", "attempted", "excused", "late")),
    )
    return [
        per_cent(stock["per_mille"])
        if column is None
        else _number(lists, stock[column[0]], filters, column[1])
        for column in columns
    ]


def _stock(lists: Lists, stock: Mapping, filters: DutyFilters | None) -> list[Cell]:
    """The columns _STOCK."""
    columns = {
        "opening": "opening",
        "added": "added",
        "removed": "removed",
        "in_force": "force",
        "excused": "excused",
        "denominator": "due",
    }
    return [_number(lists, stock[name], filters, standing) for name, standing in columns.items()]


def _number(lists: Lists, value: int, filters: DutyFilters | None, standing: str) -> Cell:
    return number(value, lists.of(filters.narrowed(standing=standing)) if filters else "")


def _share(lists: Lists, stock: Mapping, filters: DutyFilters | None, spread: bool) -> list[Cell]:
    if spread:
        return [number(stock["covered"]), number(stock["denominator"]), per_cent(stock["per_mille"])]
    if not stock["denominator"]:
        return [words("—")]
    text = f"{stock['covered']:,}/{stock['denominator']:,}　{per_cent(stock['per_mille']).text}"
    return [words(text, lists.of(filters.narrowed(standing="due")) if filters else "")]


def return_cell(month: int, area: Mapping) -> Cell:
    """Where the county's return stands."""
    code, found = area["code"], area["return"]
    label = RETURN_LABELS[found["state"]] + ("（零报告）" if found["is_zero_report"] else "")
    label += "，逾期" if found["is_late"] else ""
    url = reverse("inspections:return", args=[month, code]) if code and found["state"] != "none" else ""
    return words(label, url)


def _findings(lists: Lists, area: Mapping) -> Cell:
    value = area["findings"]["total_open"]
    return number(value, lists.findings(area["code"]) if area["code"] or "returns" in area else "")


def _score(score: int | None) -> Cell:
    return words("—") if score is None else number(score)
