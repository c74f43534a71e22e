"""A compiled return (``queries.compiling``) as tables of text: the page, the print and the spreadsheet show the same ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from enterprises.choices import SupervisionClass
from inspections.choices import Coverage, DutyKind, FindingKind

EXPECTED_GROUPS = ("举报", "用电异常")
NOT_KEPT = "本系统尚未登记"
_COVERAGE = ("类别", "在册", "批准不计", "应查", "已查", "查成率", "到场未查成", "未查", "逾期完成")
FURNACES = ("地区", "户数（家）", "数量（台）", "吨位（t）", "未登记吨位（台）")
_GAPS = ("名称", "网格", "情况", "原因")


@dataclass(frozen=True)
class Cell:
    """``label`` is the heading of its column, for phones; the first cell of a row names the row."""

    label: str
    text: str
    is_number: bool = True


@dataclass(frozen=True)
class Table:
    """``rows`` of cells in the order of ``heads``; the last ``totals`` of them are sums. ``note`` stands below."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: int = 0
    note: str = ""
    words: int = 1

    @property
    def body(self) -> tuple[tuple[Cell, ...], ...]:
        return self.rows[: len(self.rows) - self.totals]

    @property
    def feet(self) -> tuple[tuple[Cell, ...], ...]:
        return self.rows[len(self.rows) - self.totals :]


def table(
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence],
    *,
    totals: int = 0,
    note: str = "",
    words: int = 1,
) -> Table:
    """The first ``words`` columns hold words, the others numbers."""
    made = tuple(
        tuple(
            Cell(head, str(value), place >= words)
            for place, (head, value) in enumerate(zip(heads, row, strict=True))
        )
        for row in rows
    )
    return Table(title, tuple(heads), made, totals, note, words)


def tables_of(figures: Mapping) -> list[Table]:
    """All tables of a return, in the order of the printed form."""
    return [
        _coverage(figures),
        _watch(figures),
        furnaces(figures["furnaces"], "中（工）频炉（按台账）"),
        _findings(figures["findings"]),
        _blind_spots(figures),
        *_more(figures),
    ]


def furnaces(found: Mapping, title: str) -> Table:
    """The table of ``queries.furnaces``: every region a row, the total last."""
    rows = [_furnace_row(row["name"], row) for row in found["rows"]]
    return table(title, FURNACES, [*rows, _furnace_row("合计", found["total"])], totals=1)


def furnaces_with_source(found: Mapping, title: str) -> Table:
    """The same for a quarter (``queries.furnace_quarters``): each row says where its figures come from."""
    rows = [(row["name"], row["source"], *_furnace_row("", row)[1:]) for row in found["rows"]]
    total = ("合计", "", *_furnace_row("", found["total"])[1:])
    heads = (FURNACES[0], "数据来源", *FURNACES[1:])
    return table(title, heads, [*rows, total], totals=1, words=2)


def tonnes(kg: int) -> str:
    """Kilograms as tonnes without trailing zeros."""
    text = f"{Decimal(kg) / 1000:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rate(stock: Mapping) -> str:
    """``97.3%``, rounded down, so that 100% means all; a dash where nothing was due."""
    parts = stock["per_mille"]
    return "—" if parts is None else f"{parts // 10}.{parts % 10}%".replace(".0%", "%")


def denominators(figures: Mapping) -> list[tuple[str, str]]:
    """What a 零报告 was signed on: label and ``numerator/denominator``."""
    total, key, lookback = figures["total"], figures["key"], figures["lookback"]
    return [
        ("已查任务／应查任务", f"{total['covered']}/{total['denominator']}"),
        ("已查重点监管企业", f"{key['covered']}/{key['in_force']}"),
        ("已查回头看企业", f"{lookback['covered']}/{lookback['in_force']}"),
        ("已夜查／须夜查", f"{figures['nights']['done']}/{figures['nights']['needed']}"),
        ("经批准不计", str(total["excused"])),
        ("未查到（已说明原因）", str(total["pending"] + total["attempted"])),
        ("本月发现问题", str(figures["findings"]["total"])),
    ]


def _coverage(figures: Mapping) -> Table:
    labels = dict(SupervisionClass.choices)
    rows = [_stock_row(labels[name], stock) for name, stock in figures["classes"].items()]
    kinds, sums = dict(DutyKind.choices), figures["kinds"]
    rows += [_stock_row(f"{kinds[kind]}小计", sums[kind]) for kind in DutyKind.values]
    note = "；".join(
        f"{label}在册{found['in_force']}家，已查{found['covered']}家"
        for label, found in (("其中重点监管", figures["key"]), ("回头看", figures["lookback"]))
    )
    return table(
        "排查情况", _COVERAGE, [*rows, _stock_row("合计", figures["total"])], totals=3, note=f"{note}。"
    )


def _stock_row(name: str, stock: Mapping) -> tuple:
    counts = (stock[key] for key in ("in_force", "excused", "denominator", "covered"))
    return (name, *counts, rate(stock), stock["attempted"], stock["pending"], stock["late"])


def _watch(figures: Mapping) -> Table:
    cells, visits, nights = figures["cells"], figures["visits"], figures["nights"]
    rows = [
        ("网格（个）", cells["total"]),
        ("没有责任人的网格（个）", cells["without_person"]),
        ("网格人员（人）", cells["persons"]),
        ("排查记录（条）", visits["recorded"]),
        ("其中夜查（条）", visits["night"]),
        ("其中补录（条）", visits["backfilled"]),
        ("其中拒绝检查、未能进入（条）", visits["attempts"]),
        ("须夜查的企业（家）", nights["needed"]),
        ("已夜查的企业（家）", nights["done"]),
    ]
    return table("网格和排查记录", ("项目", "数量"), rows)


def _findings(found: Mapping) -> Table:
    kinds = dict(FindingKind.choices)
    rows = [(kinds[kind], number) for kind, number in found["found"].items()]
    rows += [
        ("本月发现合计", found["total"]),
        ("其中重大问题", found["serious"]),
        ("本月销号", found["closed"]),
        ("月末未销号（含以前月份）", found["open"]),
        ("其中逾期", found["overdue"]),
        ("其中已升级到市级", found["escalated"]),
        ("移交执法", found["enforcement"]),
    ]
    return table("发现问题和处置（个）", ("项目", "数量"), rows)


def _blind_spots(figures: Mapping) -> Table:
    coverage = dict(Coverage.choices)
    rows = [
        (spot["title"], spot["cell"] or "没有网格", coverage[spot["coverage"]], spot["reason"] or "没有说明")
        for spot in figures["blind_spots"]
    ]
    more = figures["blind_spots_total"] - len(rows)
    note = f"另有{more}项，见排查页面的未排查清单。" if more else ("" if rows else "没有未查到的任务。")
    return table("盲区（未查到的任务）", _GAPS, rows, note=note, words=4)


def _more(figures: Mapping) -> list[Table]:
    """A table for each group that a higher app told of, and one that says so for those nobody keeps yet."""
    groups = dict.fromkeys(one["group"] for one in figures["more"])
    told = [
        table(
            group,
            ("项目", "数量"),
            [
                (f"{one['label']}（{one['unit']}）", one["value"])
                for one in figures["more"]
                if one["group"] == group
            ],
        )
        for group in groups
    ]
    absent = "、".join(group for group in EXPECTED_GROUPS if group not in groups)
    if absent:
        told.append(table(absent, ("项目", "数量"), [], note=f"{absent}：{NOT_KEPT}。"))
    return told


def _furnace_row(name: str, row: Mapping) -> tuple:
    return (name, row["users"], row["number"], tonnes(row["kg"]), row["unsized"])
