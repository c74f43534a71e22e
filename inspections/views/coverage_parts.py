"""Pieces the pages of a month share: figures on top, the state of the month, links, breadcrumbs."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from capacity_portal.lib import months
from capacity_portal.lib.tables import per_cent
from capacity_portal.organization.models import GridCell
from capacity_portal.organization.roles import Permission
from inspections.choices import RoundState
from inspections.models import Closing, Duty, Round
from inspections.operations.reminding import may_remind
from inspections.queries.areas import home_county, sees_areas
from inspections.queries.tallies import COUNTS
from inspections.rules import stock
from inspections.rules.duty_filters import DutyFilters, as_parameters
from inspections.sheets.coverage import Lists
from inspections.views.months import STATE_KINDS


@dataclass(frozen=True)
class Figure:
    """One figure on top of a page; ``note`` says more below it, ``url`` leads to the list it counts."""

    value: str
    label: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class State:
    """The state of a month: its badge, and the closing that is in force, or was undone last."""

    label: str
    kind: str
    closing: Closing | None
    is_closed: bool
    is_reopened: bool
    verify_url: str = ""


def strip(lists: Lists, area: Mapping, filters: DutyFilters) -> list[Figure]:
    """The figures on top of a prefecture's or county's page."""
    gaps, found = area["gaps"]["unexplained"], area["findings"]
    listed = lists.of(filters.narrowed(standing="unexplained"))
    listed_findings = lists.findings(filters.county) if found["total_open"] else ""
    more = [
        Figure(f"{gaps:,}", "没有说明原因", "未查清、也未说明", listed if gaps else ""),
        Figure(f"{found['total_open']:,}", "未办结问题", f"本月发现 {found['total']:,} 个", listed_findings),
    ]
    return [*_account(lists, area["total"], filters), *more]


def cell_strip(lists: Lists, rows: QuerySet[Duty], filters: DutyFilters) -> list[Figure]:
    """The figures on top of a cell's page."""
    return _account(lists, stock.stock(rows.aggregate(**COUNTS)), filters)


def _account(lists: Lists, account: Mapping, filters: DutyFilters) -> list[Figure]:
    def figure(label: str, name: str, note: str = "") -> Figure:
        value = account[name]
        return Figure(f"{value:,}", label, note, lists.of(filters.narrowed(standing=name)) if value else "")

    done, due = account["covered"], account["denominator"]
    rate = Figure(
        per_cent(account["per_mille"]).text if due else "无任务",
        "覆盖率",
        f"已查 {done:,}／应查 {due:,}",
        lists.of(filters.narrowed(standing="due")) if due else "",
    )
    return [
        rate,
        figure("未排查", "pending"),
        figure("到场未查成", "attempted"),
        figure("经批准不计", "excused"),
        figure("逾期完成", "late"),
    ]


def state_of(round_: Round, officer) -> State:
    """The badge and, for a month that is or was closed, the last closing."""
    state = RoundState(round_.state)
    closing = None
    if state != RoundState.OPEN:
        closing = round_.closings.select_related("closed_by", "reopened_by").order_by("-number").first()
    is_closed, is_reopened = state == RoundState.CLOSED, state == RoundState.REOPENED
    may_verify = officer.may(Permission.MANAGE_ROUNDS)
    verify_url = reverse("inspections:round-verify", args=[round_.period]) if may_verify else ""
    return State(state.label, STATE_KINDS[state], closing, is_closed, is_reopened, verify_url)


def links(officer, round_: Round, filters: DutyFilters) -> dict[str, str]:
    """Addresses of what this officer may do with the page; a missing one is not offered."""
    month = [round_.period]
    query = f"?{urlencode(parameters)}" if (parameters := as_parameters(filters)) else ""
    found = {"uncovered": reverse("inspections:round-uncovered", args=month) + query}
    found["visits"] = _visits_url(round_, filters)
    if officer.may(Permission.RECORD_VISITS):
        found["mine"] = f"{reverse('inspections:mine')}?{urlencode({'month': round_.slug})}"
    if filters.county and not round_.is_closed and may_remind(officer):
        asked = urlencode({"action": "remind", "county": filters.county})
        found["remind"] = f"{reverse('inspections:county-batch', args=month)}?{asked}"
    if filters.county and not round_.is_closed and officer.may(Permission.RECORD_VISITS):
        found["entry"] = reverse("inspections:entry", args=month)
        found["import"] = reverse("imports:upload", args=["visits"])
    if officer.may(Permission.EXPORT_LEDGER):
        what = {"what": "county" if filters.county else "round", **parameters}
        found["export"] = f"{reverse('inspections:coverage-export', args=month)}?{urlencode(what)}"
    return found if filters.county else found | _office_links(officer, round_)


def _visits_url(round_: Round, filters: DutyFilters) -> str:
    """The records of the month, of the county where there is one."""
    asked = {"month": round_.slug} | ({"region": filters.county} if filters.county else {})
    return f"{reverse('inspections:visits')}?{urlencode(asked)}"


def _office_links(officer, round_: Round) -> dict[str, str]:
    """What the office does to the month as a whole."""
    month, found = [round_.period], {}
    if officer.may(Permission.MANAGE_ROUNDS) and not round_.is_closed:
        found["add"] = reverse("inspections:duty-add", args=month)
    if officer.may(Permission.CLOSE_ROUNDS):
        found["close"] = reverse("inspections:round-close", args=month)
    return found


def county_actions(officer, round_: Round) -> list[tuple[str, str]]:
    """What can be done to the counties ticked."""
    found = [("remind", "催报")] if may_remind(officer) and not round_.is_closed else []
    return found + ([("print", "打印未排查清单")] if officer.may(Permission.EXPORT_LEDGER) else [])


def crumbs(officer, round_: Round, area: Mapping) -> list[tuple[str, str]]:
    """Months, the prefecture's month, the county: as far as the officer sees them."""
    found = [("月排查", reverse("inspections:rounds"))]
    label = months.label(round_.period)
    if area["code"] == officer.region_code:
        return [*found, (label, "")]
    return [*found, (label, reverse("inspections:round", args=[round_.period])), (area["name"], "")]


def cell_crumbs(officer, round_: Round, cell: GridCell, name: str) -> list[tuple[str, str]]:
    """The same down to a cell by the ``name`` it has in that month."""
    if not sees_areas(officer):
        return [("我的排查", reverse("inspections:mine")), (name, "")]
    month = round_.period
    label = months.label(month)
    found = [("月排查", reverse("inspections:rounds"))]
    if not home_county(officer):
        found.append((label, reverse("inspections:round", args=[month])))
        label = "所在县（市、区）"
    return [
        *found,
        (label, reverse("inspections:round-county", args=[month, cell.county_code])),
        (name, ""),
    ]


def cell_facts(found: Mapping) -> list[tuple[str, str]]:
    """Who answered for the cell in that month, and what is known of the place (``queries.cell_facts``)."""
    risks = found["risks"]
    return [
        ("责任人", found["responsible"] or ""),
        ("监管部门", found["department"] or ""),
        ("区域风险", "" if risks is None else "、".join(risks) or "无"),
    ]


def grid_url(officer, code: str) -> str:
    """Where the county's cells are kept; "" for whoever may not change them."""
    return reverse("inspections:grid-county", args=[code]) if officer.may(Permission.MANAGE_GRID) else ""
