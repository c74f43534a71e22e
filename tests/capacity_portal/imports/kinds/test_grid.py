"""The grid by spreadsheet: cells made and changed, persons appointed, nothing lost on the way."""

from datetime import date

import pytest
from django.utils import timezone

from capacity_portal.imports.kinds.grid import _risks
from capacity_portal.lib.spreadsheets.columns import Unclear
from capacity_portal.organization.choices import PostKind
from capacity_portal.organization.models import GridCell, GridPost
from capacity_portal.organization.operations.grid import edit_cell
from capacity_portal.organization.operations.grid_posts import appoint
from tests.capacity_portal.imports.kinds.sheets import bring, confirmed, counted, errors, uploaded
from tests.makers import make_cell, make_department, make_officer, make_post, make_region

pytestmark = pytest.mark.django_db
HEAD = (
    "地区代码", "地区", "网格名称", "监管部门", "区域风险", "监管责任人", "责任人任职日期", "副责任人", "副责任人任职日期", "设立日期", "备注",
)  # fmt: skip
TOWN, SECOND = "360802001", "360802002"


@pytest.fixture
def by():
    make_region(TOWN), make_region(SECOND)
    return make_officer("county_staff")


def row(code=TOWN, **values) -> list:
    names = (
        "code",
        "region",
        "name",
        "unit",
        "risks",
        "who",
        "since",
        "deputy",
        "deputy_since",
        "founded",
        "remarks",
    )
    return [{"code": code, **values}.get(name, "") for name in names]


def wrong(by, *rows) -> list[tuple]:
    return [
        (number, column, message) for number, column, _, message in errors(bring("grid", by, HEAD, *rows))
    ]


def holder(kind=PostKind.RESPONSIBLE) -> tuple:
    post = GridPost.objects.get(to_on=None, kind=kind)
    return post.officer, post.from_on


def test_a_new_cell_comes_with_its_people(by):
    unit = make_department(make_region("360802"), short_name="工信局")
    one, two = (make_officer("grid_officer", TOWN, name=name) for name in ("张三", "李四"))
    trip = bring(
        "grid", by, HEAD,
        row(unit="工信局", risks="废钢资源丰富、需求旺盛；偏僻", who="张三", since="2026-02-01", deputy=str(two), founded="2026-01-05", remarks="河西"),
        row(SECOND),
    )  # fmt: skip
    assert (errors(trip), counted(trip)) == ([], (2, 0, 0))
    cell, plain = GridCell.objects.order_by("region_code")
    assert (cell.name, cell.supervising_department, cell.founded_on) == (
        f"区划{TOWN}",
        unit,
        date(2026, 1, 5),
    )
    assert (cell.risk_marks, cell.remarks) == (["scrap_rich", "remote"], "河西")
    assert holder() == (one, date(2026, 2, 1))
    assert holder(PostKind.DEPUTY) == (two, timezone.localdate())
    assert (plain.founded_on, plain.risk_marks) == (timezone.localdate(), [])


def test_changes_are_shown_and_blank_cells_change_nothing(by):
    cell = make_cell(TOWN, name="旧名", risk_marks=["remote"], remarks="留着")
    post = make_post(cell, make_officer("grid_officer", TOWN, name="王五"))
    make_officer("grid_officer", TOWN, name="赵六")
    record = uploaded(
        "grid", by, HEAD, row(name="新名", risks="无", who="赵六", since=post.from_on), row(SECOND)
    )
    changed = record.rows.get(action="changed")
    today = timezone.localdate().isoformat()
    assert [change[:2] for change in changed.changes] == [
        ["网格名称", "旧名"], ["区域风险", "地处偏僻、监管难度大"], ["监管责任人", str(post.officer)],
    ]  # fmt: skip
    assert changed.changes[2][2].endswith(f"自 {today}")
    assert confirmed(record).state == "stored"
    cell.refresh_from_db(), post.refresh_from_db()
    assert (cell.name, cell.risk_marks, cell.remarks, cell.version) == ("新名", [], "留着", 2)
    assert (post.to_on is not None, holder()[0].name) == (True, "赵六")


def test_what_is_on_file_already_is_unchanged(by):
    unit = make_department(make_region("3608"), name="市工信局")
    cell = make_cell(TOWN, supervising_department=unit)
    post = make_post(cell)
    trip = bring(
        "grid", by, HEAD, row(name=cell.name, unit="市工信局", who=str(post.officer), since=post.from_on, risks="无"),
    )  # fmt: skip
    assert (errors(trip), counted(trip)) == ([], (0, 0, 1))


@pytest.mark.parametrize(
    ("values", "column", "message"),
    [
        ({"code": "360802"}, "地区代码", "网格应设到乡镇"),
        ({"code": "360802999"}, "地区代码", "不在本地区现行的区划里"),
        ({"region": "青原区"}, "地区", "不符"),
        ({"unit": "某某局"}, "监管部门", "不是区划360802001所在地区的成员单位"),
        ({"who": "无此人"}, "监管责任人", "没有本地区的账户"),
        ({"who": "张三"}, "监管责任人", "人员有 2 位"),
        ({"who": "邻镇"}, "监管责任人", "账户地区不包含这个网格"),
        ({"who": "王五", "since": "2024-01-01"}, "责任人任职日期", "早于网格的设立日期"),
        ({"who": "王五", "since": "2099-01-01"}, "责任人任职日期", "晚于今天"),
        ({"who": "王五", "deputy": "王五"}, "副责任人", "同一人"),
        ({"founded": "2099-01-01"}, "设立日期", "晚于今天"),
    ],
)
def test_what_a_new_cell_cannot_be(by, values, column, message):
    for name, place in (("张三", TOWN), ("张三", TOWN), ("邻镇", SECOND), ("王五", TOWN)):
        make_officer("grid_officer", place, name=name)
    (found,) = wrong(by, row(**{"founded": "2025-01-01", **values}))
    assert (found[1], message in found[2]) == (column, True), found


@pytest.mark.parametrize(
    ("values", "column", "message"),
    [
        ({"since": "2025-02-02"}, "责任人任职日期", "不能用表格更改"),
        ({"who": "副手"}, "监管责任人", "已是这个网格的副责任人"),
        ({"who": "新人", "since": "2025-03-01"}, "责任人任职日期", "早于现任"),
        ({"founded": "2025-09-09"}, "设立日期", "晚于任职日期"),
    ],
)
def test_what_a_cell_on_file_cannot_become(by, values, column, message):
    cell = make_cell(TOWN)
    make_post(cell, from_on=date(2025, 6, 1))
    make_post(cell, make_officer("grid_officer", TOWN, name="副手"), kind="deputy")
    make_officer("grid_officer", TOWN, name="新人")
    (found,) = wrong(by, row(**values))
    assert (found[1], message in found[2]) == (column, True), found


@pytest.mark.parametrize(
    ("values", "column", "message"),
    [
        (
            {"who": "新人", "since": "2025-06-30"},
            "责任人任职日期",
            "在前任的任期之内（前任 2025-12-31 离任）",
        ),
        ({"who": "新人", "since": "2026-01-01"}, "责任人任职日期", "距今超过 31 天"),
        ({"founded": "2025-06-02"}, "设立日期", "晚于任职日期 2025-06-01"),
    ],
)
def test_those_who_left_keep_their_time(by, values, column, message):
    make_post(make_cell(TOWN), from_on=date(2025, 6, 1), to_on=date(2025, 12, 31), ended_at=timezone.now())
    make_officer("grid_officer", TOWN, name="新人")
    (found,) = wrong(by, row(**values))
    assert (found[1], message in found[2]) == (column, True), found


def test_the_same_place_twice_is_refused(by):
    assert wrong(by, row(), row()) == [(3, "地区代码", f"地区代码 {TOWN} 与第 2 行重复，请删除其中一行。")]


def test_other_counties_rows_are_left_out_with_one_finding(by):
    make_cell("360803001", name="邻县网格")
    trip = bring("grid", by, HEAD, row("360803001", name="改名"), row("360803002"), explanation="全市的表")
    (found,) = trip.understood.findings
    assert GridCell.objects.get().name == "邻县网格"
    assert "2 行（第 2 行起）不属于本地区" in str(found)


def test_what_changed_after_the_preview_is_not_overwritten(by):
    cell = make_cell(TOWN)
    officer = make_officer("grid_officer", TOWN, name="张三")
    records = [uploaded("grid", by, HEAD, row(name="甲")), uploaded("grid", by, HEAD, row(who="张三"))]
    now = timezone.now()
    edit_cell(cell=cell, version=1, values={"name": "乙"}, by=by, at=now)
    assert confirmed(records[0]).state != "stored"
    record = uploaded("grid", by, HEAD, row(who="张三"))
    appoint(cell=cell, kind=PostKind.RESPONSIBLE, officer=make_officer("grid_officer", TOWN), from_on=timezone.localdate(), by=by, at=now)  # fmt: skip
    assert confirmed(record).state != "stored"
    assert (GridCell.objects.get().name, GridPost.objects.filter(officer=officer).count()) == ("乙", 0)


def test_a_region_without_a_code_stops_the_row(by):
    trip = bring("grid", by, HEAD, row("", name="甲"))
    assert (counted(trip), GridCell.objects.count()) == ((0, 0, 0), 0)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("", None), (None, None), ("无", []), ("偏僻，无经验", ["remote", "inexperienced"]),
        ("历史上无产能、监管经验不足", ["inexperienced"]), ("地处偏僻、废钢", ["scrap_rich", "remote"]),
    ],
)  # fmt: skip
def test_risks_as_people_write_them(typed, codes):
    assert _risks(typed) == codes


def test_a_risk_nobody_knows_is_asked_about():
    with pytest.raises(Unclear, match="山高"):
        _risks("山高")
