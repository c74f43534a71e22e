"""What is given out of a month's pages: exactly the tables shown, as .xlsx, .csv or PDF."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from capacity_portal.lib import months
from capacity_portal.lib.tables import Table
from capacity_portal.lib.territory import contains
from capacity_portal.organization.models import GridCell, Region
from inspections.models import Duty, Round
from inspections.queries.areas import Month, home_county, month_of
from inspections.queries.duty_lists import BY_PLACE, duties_matching, duties_of
from inspections.rules.duty_filters import DutyFilters, as_parameters, in_words, parse
from inspections.sheets import coverage, duty_list

FORMATS = [("xlsx", "电子表格（.xlsx）"), ("csv", "电子表格（.csv）"), ("pdf", "PDF（A4，可打印）")]
WHATS = ("round", "county", "list")
MOST = {"xlsx": 20_000, "csv": 20_000, "pdf": 1_000}
"""So many rows of a list at most in one file."""


@dataclass(frozen=True)
class Asked:
    """What is to be given out, in JSON values: ``what`` of WHATS; ``parameters`` of the list's address, or duties ``selected``;
    ``within``: codes of several counties.
    """

    what: str
    parameters: dict[str, str]
    selected: list[int]
    within: list[str]
    format: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Asked":
        return cls(**stored)

    @property
    def filters(self) -> DutyFilters:
        return parse(self.parameters)


@dataclass(frozen=True)
class Given:
    """The content of a file: heading, the sentences above the tables, the tables."""

    title: str
    preface: tuple[str, ...]
    tables: tuple[Table, ...]


def duties_asked(asked: Asked, round_: Round, officer):
    """The duties of a list, as the officer may see them now."""
    if asked.selected:
        return duties_of(officer, round_.period).filter(pk__in=asked.selected).order_by(*BY_PLACE.columns)
    rows = duties_matching(officer, round_.period, asked.filters)
    if asked.within:
        rows = rows.filter(county_code__in=asked.within)
    return rows.order_by(*BY_PLACE.columns)


def given(asked: Asked, round_: Round, officer, at: datetime) -> Given | None:
    """What the officer sees at ``at``; None for a county he does not see."""
    if asked.what == "list":
        return _list(asked, round_, officer, at)
    month = month_of(officer, round_)
    if asked.what == "round":
        tables = prefecture_tables(month, spread=asked.format != "pdf")
        return _given(f"{month.whole['name']}{_label(round_)}排查覆盖情况", month.whole, tables, round_, at)
    area = next((one for one in month.counties if one["code"] == asked.filters.county != ""), None)
    if area is None:
        return None
    tables = county_tables(round_, area)
    return _given(f"{area['name']}{_label(round_)}排查覆盖情况", area, tables, round_, at)


def is_beyond(asked: Asked, officer) -> bool:
    """Whether a page is asked for that the officer does not have: the prefecture's, or another county's."""
    if asked.what == "county":
        return not contains(officer.region_code, asked.filters.county) or not asked.filters.county
    return asked.what == "round" and bool(home_county(officer))


def lists_of(round_: Round) -> coverage.Lists:
    return coverage.Lists(round_.period, closed=round_.is_closed)


def prefecture_tables(found: Month, *, spread: bool = False) -> list[Table]:
    """The tables of the prefecture's page, in their order."""
    lists = lists_of(found.round)
    return [
        coverage.county_table(lists, found.whole, found.counties, found.scores),
        coverage.class_matrix(lists, found.whole, found.counties, spread=spread),
        coverage.stock_table(lists, found.whole, found.counties),
    ]


def county_tables(round_: Round, area: dict) -> list[Table]:
    """The tables of a county's page, in their order."""
    lists, filters = lists_of(round_), DutyFilters(county=area["code"])
    return [
        coverage.cell_table(lists, area),
        coverage.class_table(lists, area, filters),
        coverage.stock_by_kind(lists, area, filters),
    ]


def _given(title: str, area: dict, tables: Sequence[Table], round_: Round, at: datetime) -> Given:
    total = area["total"]
    share = coverage.per_cent(total["per_mille"]).text
    sums = f"应查 {total['denominator']:,}，已查 {total['covered']:,}，覆盖率 {share}。{coverage.EQUATION}"
    return Given(title, (title, data_state(round_, at), sums), tuple(tables))


def _list(asked: Asked, round_: Round, officer, at: datetime) -> Given:
    rows: list[Duty] = list(duties_asked(asked, round_, officer)[: MOST[asked.format]])
    title = f"{officer.region.name}{_label(round_)}排查任务清单"
    conditions = ["所选任务"] if asked.selected else conditions_of(asked)
    about = f"条件：{'；'.join(conditions)}。共 {len(rows):,} 项。"
    table = duty_list.table(round_, rows)
    return Given(title, (title, data_state(round_, at), about), (table,))


def conditions_of(asked: Asked) -> list[str]:
    """The conditions of a list in Chinese, with the names of places."""
    filters = asked.filters
    codes = [*asked.within, *([filters.county] if filters.county else [])]
    names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    cell = (
        GridCell.objects.filter(pk=filters.cell).values_list("name", flat=True).first()
        if filters.cell
        else ""
    )
    words = in_words(filters, names.get(filters.county, ""), cell or "没有网格")
    return words + (["、".join(names.get(code, code) for code in asked.within)] if asked.within else [])


def data_state(round_: Round, at: datetime) -> str:
    """As of when, and whether the numbers can still change."""
    due = f"排查截止 {round_.visits_due_on:%Y-%m-%d}，月报截止 {round_.return_due_on:%Y-%m-%d}。"
    if round_.is_closed:
        closed = timezone.localtime(round_.closed_at)
        return f"本月已关账，数据为 {closed:%Y-%m-%d %H:%M} 关账时的数据。{due}"
    return f"数据截至 {timezone.localtime(at):%Y-%m-%d %H:%M}，本月{round_.get_state_display()}，以后还会变动。{due}"


def file_name(asked: Asked, round_: Round) -> str:
    """``排查覆盖情况2026-03.xlsx``."""
    name = "排查任务清单" if asked.what == "list" else "排查覆盖情况"
    return f"{name}{round_.slug}{asked.parameters.get('county', '')}.{asked.format}"


def address_of(parameters) -> dict[str, str]:
    """The parameters of a list, tidied."""
    return as_parameters(parse(parameters))


def _label(round_: Round) -> str:
    return months.label(round_.period)
