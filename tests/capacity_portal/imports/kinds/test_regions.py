"""Regions by spreadsheet: the published lists as they are, villages, names that change, regions that end."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from capacity_portal.imports import registry
from capacity_portal.imports.at_once import Asked, take_in
from capacity_portal.imports.kinds import regions
from capacity_portal.imports.registry import Context
from capacity_portal.jobs.models import Job
from capacity_portal.journal.models import Entry
from capacity_portal.lib.spreadsheets.checking import Checked
from capacity_portal.organization import operations, sheets
from capacity_portal.organization.models import Region
from tests.capacity_portal.imports.kinds.sheets import bring, confirmed, counted, errors, uploaded
from tests.clients import signed_in
from tests.makers import NOON, make_officer, make_region

pytestmark = pytest.mark.django_db
HEAD = ("代码", "名称", "类别", "国家代码", "启用日期", "停用日期", "继任区划")


@pytest.fixture
def by():
    make_region("360802")
    return make_officer("system_admin")


def stored(code: str) -> tuple:
    found = Region.objects.select_related("successor").get(code=code)
    heir = found.successor.code if found.successor else ""
    return found.name, found.kind, found.national_code, found.valid_from, found.valid_to, heir


def list_in(fixture: str, by):
    content = (settings.FIXTURES_DIR / fixture).read_bytes()
    asked = Asked(registry.find("regions"), content, fixture, by.region_code, explanation="全国五地市的清单")
    return take_in(asked, by=by, at=timezone.now())


# --- the published lists ----------------------------------------------------------------------------------------------
def test_the_files_of_load_divisions_give_the_same_regions():
    """Compared field by field with what the command makes of them."""
    rows = [
        sheets.read_rows(settings.FIXTURES_DIR / name, sheets.DIVISIONS)
        for name in ("divisions_5.csv", "zones.csv")
    ]
    operations.load_divisions(prefecture="3608", rows=rows[0], zones=rows[1], by=None, at=NOON)
    fields = ("code", "name", "kind", "national_code", "is_statistics_only", "valid_from", "valid_to")
    expected = list(Region.objects.order_by("code").values(*fields))
    Region.objects.all().delete()
    by = make_officer("system_admin", make_region("3608", national_code="360800"))
    trips = [list_in("zones.csv", by), list_in("divisions_5.csv", by)]
    assert [errors(trip) for trip in trips] == [[], []]
    assert list(Region.objects.order_by("code").values(*fields)) == expected
    assert [counted(trip)[:2] for trip in (list_in("zones.csv", by), list_in("divisions_5.csv", by))] == [
        (0, 0)
    ] * 2


def test_rows_of_other_prefectures_are_left_out_and_explained_once(by):
    trip = bring("regions", by, HEAD[:2], ("360803", "青原区"), ("620702", "甘州区"), ("6207", "张掖市"))
    assert trip.blockers == ["有 1 类情况需要说明：请填写说明。"]
    (told,) = trip.report()["to_explain"]
    assert told["message"] == (
        "表中有 2 行（第 3 行起）不属于本地区（3608），这些行不导入；确属本地区的，请核对代码。"
    )
    bring("regions", by, HEAD[:2], ("360803", "青原区"), ("620702", "甘州区"), explanation="全国清单")
    assert sorted(Region.objects.values_list("code", flat=True)) == ["3608", "360802", "360803"]


def test_statistics_codes_are_marked(by):
    head = ("level", "code", "name", "parent_code", "kind")
    rows = [
        ("county", "360871", "高新区", "360800", "stat-only"),
        ("town", "360802001", "古南街道", "360802", "街道"),
    ]
    bring("regions", by, head, *rows)
    marked = Region.objects.filter(code__in=["360871", "360802001"]).order_by("code")
    assert list(marked.values_list("kind", "is_statistics_only")) == [("town", False), ("zone", True)]


# --- adding and changing ----------------------------------------------------------------------------------------------
def test_new_regions_with_all_columns(by):
    trip = bring(
        "regions",
        by,
        HEAD,
        ("360803", "青原区", "县（市、区）", "", "2000-05-23", "", ""),
        ("3608K01", "井冈山经开区", "功能区", "360821401", "", "", ""),
        ("360802001", "古南街道", "街道", "", "", "", ""),
        ("360802001001", "北门社区", "社区", "", "", "", ""),
        ("360802002", "老街道", "", "", "", "2026-06-30", "360802001"),
    )
    assert (errors(trip), counted(trip)) == ([], (5, 0, 0))
    assert stored("360803") == ("青原区", "county", "360803", date(2000, 5, 23), None, "")
    assert stored("3608K01") == ("井冈山经开区", "zone", "360821401", None, None, "")
    assert stored("360802001001") == ("北门社区", "village", "360802001001", None, None, "")
    assert stored("360802002") == ("老街道", "town", "360802002", None, date(2026, 6, 30), "360802001")
    assert Entry.objects.filter(subject="region", step="import", by=by).count() == 5


def test_villages_of_a_town_that_a_zone_stands_for_move_under_the_zone(by):
    make_region("3608K01", national_code="360821401")
    trip = bring("regions", by, HEAD[:2], ("360821401", "某开发区"), ("360821401001", "某社区"))
    assert (errors(trip), counted(trip)) == ([], (1, 0, 1))
    assert stored("3608K01000001") == ("某社区", "village", "360821401001", None, None, "")


def test_change_shows_before_and_after_and_blank_cells_change_nothing(by):
    make_region("360802001", name="古南镇", national_code="360802001", valid_from=date(2001, 1, 1))
    trip = bring("regions", by, HEAD, ("360802001", "古南街道", "", "", "", "2026-12-31", "360802"))
    assert trip.understood.comparison.rows[0].changes == [
        ("名称", "古南镇", "古南街道"),
        ("停用日期", "", "2026-12-31"),
        ("继任区划", "", "360802"),
    ]
    assert stored("360802001") == (
        "古南街道", "town", "360802001", date(2001, 1, 1), date(2026, 12, 31), "360802",
    )  # fmt: skip
    entry = Entry.objects.get(step="import")
    assert (entry.kind, entry.changes["name"]) == ("changed", ["古南镇", "古南街道"])
    again = bring("regions", by, HEAD, ("360802001", "古南街道", "", "", "", "2026-12-31", "360802"))
    assert counted(again) == (0, 0, 1)


def test_nothing_is_removed(by):
    make_region("360803")
    bring("regions", by, HEAD[:2], ("360804", "新区"))
    assert Region.objects.filter(code="360803", valid_to=None).exists()


def test_comparing_asks_one_query_however_many_rows(by, django_assert_num_queries):
    checked = [Checked(row, {"code": f"360802{row:03d}", "name": "镇"}) for row in range(1, 200)]
    with django_assert_num_queries(1):
        found = regions.KIND.compare(Context(by, "3608", date(2026, 3, 2)), checked)
    assert {row.action for row in found.rows} == {"new"}


# --- faults -----------------------------------------------------------------------------------------------------------
def only_message(trip) -> str:
    ((_, _, _, message),) = errors(trip)
    return message


def test_region_without_its_parent_is_refused(by):
    trip = bring("regions", by, HEAD[:2], ("360899001", "某镇"))
    assert errors(trip) == [
        (2, "代码", "360899001", "上级区划 360899 不在台账里，也不在本表里，请先加入上级区划。")
    ]
    assert counted(bring("regions", by, HEAD[:2], ("360899001", "某镇"), ("360899", "某县"))) == (2, 0, 0)


def test_faulty_parent_in_the_list_is_not_told_twice(by):
    trip = bring("regions", by, HEAD[:2], ("360899", ""), ("360899001", "某镇"))
    assert only_message(trip) == "请填写名称。"


def test_closing_a_region_names_what_goes_on_below(by):
    make_region("360802001", name="古南街道")
    make_region("360802002", name="永叔街道", valid_to=date(2020, 1, 1))
    head = (*HEAD[:2], "停用日期")
    trip = bring("regions", by, head, ("360802", "吉州区", "2026-06-30"))
    assert errors(trip) == [
        (2, "停用日期", "2026-06-30", "停用吉州区前，请先停用其下 1 个仍在用的区划：古南街道（360802001）。")
    ]
    both = [("360802", "吉州区", "2026-06-30"), ("360802001", "古南街道", "2026-06-30")]
    assert counted(bring("regions", by, head, *both)) == (0, 2, 0)


def test_new_region_below_a_closed_one_is_refused(by):
    make_region("360803", valid_to=date(2020, 1, 1))
    trip = bring("regions", by, HEAD[:2], ("360803001", "某镇"))
    assert only_message(trip).startswith("上级区划青原区（360803）自 2020-01-01 后停用")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("abc", "某镇", "", "", "", "", ""), "行政区划代码“abc”不是区划代码的写法"),
        (("360802001", "某镇", "村（社区）", "", "", "", ""), "代码 360802001 是乡级，与类别不符。请核对代码和类别。"),
        (("3608K05", "某区", "县（市、区）", "", "", "", ""), "以 K 编号的代码只用于功能区。请核对代码和类别。"),
        (("360802001", "某镇", "", "", "2026-01-02", "2026-01-01", ""), "停用日期 2026-01-01 早于启用日期 2026-01-02，请核对。"),
        (("360802001", "某镇", "", "", "", "2026-01-01", "360898"), "继任区划 360898 不在台账里，也不在本表里"),
        (("360802001", "某镇", "", "", "", "2026-01-01", "360802001"), "或是本区划自己，请核对代码。"),
    ],
)  # fmt: skip
def test_faults_are_told_with_value_and_remedy(by, row, message):
    assert message in only_message(bring("regions", by, HEAD, row))


def test_parent_code_must_agree(by):
    trip = bring("regions", by, ("code", "name", "parent_code"), ("360802001", "某镇", "360803"))
    assert only_message(trip) == "上级代码 360803 与代码 360802001 不符，上级应为 360802。"


def test_repeated_code_is_told_with_the_earlier_row(by):
    trip = bring("regions", by, HEAD[:2], ("360803", "青原区"), ("360803000000", "青原"))
    assert errors(trip) == [(3, "代码", "360803", "代码 360803 与第 2 行重复，请删除其中一行。")]


def test_unclear_kind_waits_for_a_person(by):
    trip = bring("regions", by, HEAD[:3], ("360803", "青原区", "不清楚"))
    assert (counted(trip), len(trip.report()["to_confirm"])) == ((0, 0, 0), 1)


# --- what happens meanwhile -------------------------------------------------------------------------------------------
def latest_message() -> str:
    return Job.objects.filter(label__startswith="导入表格").latest("id").message


def test_region_made_since_the_preview_is_compared_again(by):
    record = uploaded("regions", by, HEAD[:2], ("360803", "青原区"), ("360804", "新区"))
    make_region("360804")
    confirmed(record)
    assert latest_message() == "代码 360804 的区划在核对之后已建立。正在重新比对，请再核对一次。"
    assert not Region.objects.filter(code="360803").exists()


def test_region_edited_since_the_preview_is_compared_again(by):
    record = uploaded("regions", by, HEAD[:2], ("360802", "吉州新区"))
    Region.objects.filter(code="360802").update(name="吉州")
    confirmed(record)
    assert "在核对之后已被修改" in latest_message()
    assert Region.objects.get(code="360802").name == "吉州"


def test_child_opened_since_the_preview_keeps_its_parent_open(by):
    record = uploaded("regions", by, (*HEAD[:2], "停用日期"), ("360802", "吉州区", "2026-06-30"))
    make_region("360802001", name="古南街道")
    confirmed(record)
    assert latest_message().startswith("核对之后上下级区划有变：停用吉州区前")
    assert Region.objects.get(code="360802").valid_to is None


def test_confirmed_by_the_worker(by):
    record = confirmed(uploaded("regions", by, HEAD[:2], ("360803", "青原区"), ("360802", "吉州新区")))
    assert (record.state, record.message) == ("stored", "新增 1 个区划，变更 1 个区划。")


def test_progress_is_told(by, monkeypatch):
    monkeypatch.setattr(regions, "_EVERY", 1)
    record = confirmed(uploaded("regions", by, HEAD[:2], ("360803", "青原区")))
    assert record.state == "stored"


@pytest.mark.parametrize("role", ["security_admin", "auditor", "office_leader", "county_staff"])
def test_only_the_system_administrator_opens_the_page(role):
    assert signed_in(make_officer(role)).get("/imports/regions/").status_code in (403, 404)


def test_list_leads_to_the_upload_page(by):
    browser = signed_in(by)
    assert (
        'href="/imports/regions/"'
        in browser.get(reverse("admin:organization_region_changelist")).content.decode()
    )
    assert browser.get("/imports/regions/").status_code == 200
    assert browser.get("/imports/regions/template.xlsx").status_code == 200
