"""Sheets stored: the real table in every form, what is new and changed, what the explanation stands in for."""

from datetime import date
from decimal import Decimal
from json import dumps, loads

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.registry import Context, Outdated, Staged
from capacity_portal.journal.models import Entry
from capacity_portal.journal.queries.drifting import drift
from enterprises import search
from enterprises.models import Capacity, Enterprise, Equipment, Link
from enterprises.operations import importing
from enterprises.operations.importing import store_import
from tests.enterprises.ledger_sheets import (
    EVERYTHING,
    REAL,
    actions,
    as_csv,
    changes,
    codes,
    findings,
    look,
    messages,
    store,
    trip,
)
from tests.makers import (
    NOON,
    credit_code_number,
    make_capacity,
    make_enterprise,
    make_equipment,
    make_kind,
    make_officer,
    make_product,
)

REAL_FORMS = [
    "shaanxi_utf8.csv", "shaanxi_utf8_bom.csv", "shaanxi_gb18030.csv", "shaanxi_utf16le_bom.csv", "shaanxi_tab_as_csv.csv",
    "shaanxi_plain.xlsx",
]  # fmt: skip


def of_file(name: str) -> bytes:
    return (REAL / name).read_bytes()


def _entries():
    return Entry.objects.filter(subject__in=["enterprise", "capacity", "equipment"])


# --- the real table ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", REAL_FORMS)
def test_real_table_is_21_mines_of_581_in_every_form(ledger, name):
    one = store(of_file(name), by=ledger, name=name)
    assert one.report()["totals"] == [{"product": "原煤", "unit": "万吨/年", "stated": "581", "rows": "581"}]
    mines = Enterprise.objects.order_by("id")
    assert (len(mines), {mine.industry for mine in mines}) == (21, {"coal"})
    assert (mines[0].name, mines[6].name) == ("神木县永兴乡七里庙三矿", "陕西省澄城县尧头斜井(老系统)")
    assert sum(Capacity.objects.values_list("stated", flat=True)) == Decimal(581)
    assert {mine.region_code for mine in mines} == {"3608"}
    assert {mine.no_code_reason for mine in mines} == {f"说明：{EVERYTHING}"}


def test_the_same_table_twice_adds_nothing(ledger):
    store(of_file("shaanxi_utf8.csv"), by=ledger)
    entries = _entries().count()
    again = store(of_file("shaanxi_plain.xlsx"), by=ledger, name="表.xlsx")
    assert (set(actions(again)), again.outcome) == ({"unchanged"}, None)
    assert (Enterprise.objects.count(), Capacity.objects.count()) == (21, 21)
    assert _entries().count() == entries


def test_what_wants_an_explanation_is_asked_once(ledger):
    one = look(of_file("shaanxi_utf8.csv"), by=ledger)
    found = findings(one)
    assert [code for _, code, row in found if row is None] == [
        "no_code",
        "no_place",
        "no_status",
        "no_industry",
        "no_class",
    ]
    assert [row for _, code, row in found if code == "place"] == [row for row in range(2, 23) if row != 7]
    assert messages(one, "no_place") == ["1 行（第 7 行）没有填写所在地区，暂按“吉安市”登记。"]
    assert (len(one.blockers), Enterprise.objects.count()) == (1, 0)


def test_formula_strings_stay_text(ledger):
    content = of_file("formula_strings.xlsx")
    one = look(content, by=ledger, name="formula.xlsx")
    names = [row.title for row in one.understood.comparison.rows if row.title]
    assert names[:5] == ["=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://127.0.0.1/","点")']
    assert {"007", "1e5", "0x1F", "＝1+1", "'=1+1"} <= set(names)


def test_restricted_officer_imports_into_his_county(clerk):
    store(of_file("shaanxi_utf8.csv"), by=clerk)
    assert set(Enterprise.objects.values_list("region_code", "county_code")) == {("360802", "360802")}
    with pytest.raises(Exception, match="本辖区"):
        trip(of_file("shaanxi_utf8.csv"), by=clerk, region="3608")


# --- new files --------------------------------------------------------------------------------------------------------
def test_new_file_with_everything(ledger):
    person = make_officer("county_staff", "360802", name="监管甲")
    code = credit_code_number(77)
    headings = ["企业名称", "统一社会信用代码", "所在县（市、区）", "监管类别", "所属行业", "生产状态", "停产日期", "监管人员", "法人代表",
                "联系电话", "厂址", "职工人数", "变压器容量（kVA）", "主要设备", "炼钢产能（万吨）", "经度", "纬度", "行业代码"]  # fmt: skip
    row = ["演示全项钢铁有限公司", code, "吉安市吉州区", "涉钢冶炼", "钢铁", "停产", "2026-02-01", "监管甲", "张三", "0796-8220000",
           "演示镇1号", "35人", "630千伏安", "中频炉 3t×2；轧机×1", "55", "114.9863731", "27.111699", "3120"]  # fmt: skip
    store(as_csv(headings, row), by=ledger)
    file = Enterprise.objects.get(credit_code=code)
    given = (
        "region_code",
        "supervision_class",
        "industry",
        "status",
        "status_on",
        "employees",
        "longitude",
        "industry_edition",
    )
    assert [getattr(file, name) for name in given] == [
        "360802", "steel_smelting", "steel", "suspended", date(2026, 2, 1), 35, Decimal("114.986373"), "2017",
    ]  # fmt: skip
    assert (file.supervising_officer, file.transformer_kva, file.contact_phone) == (
        person,
        630,
        "0796-8220000",
    )
    assert [(part.kind.name, part.size, part.count, part.region_code) for part in file.equipment.order_by("id")] == [
        ("中频炉", 3, 2, "360802"), ("轧机", None, 1, "360802"),
    ]  # fmt: skip
    assert [(one.product.code, one.stated, one.filed, one.unit) for one in file.capacities.all()] == [
        ("crude_steel", 55, None, "万吨/年")
    ]
    assert search.candidates("演示全项") == [file.pk]


def test_journal_tells_the_import_and_its_explanation(ledger):
    store(as_csv("企业名称 所在地区 产能", "演示甲煤矿 吉州区 30"), by=ledger)
    found = _entries().order_by("id").values_list("subject", "step", "kind", "note", "by_name")
    assert list(found) == [
        ("enterprise", "import", "created", EVERYTHING, str(ledger)), ("capacity", "import", "created", "", str(ledger)),
    ]  # fmt: skip


def test_closing_without_document_takes_the_explanation(ledger):
    one = look(as_csv("企业名称 状态", "演示钢铁 退出"), by=ledger)
    assert "no_document" in codes(one)
    store(as_csv("企业名称 状态", "演示钢铁 退出"), by=ledger)
    file = Enterprise.objects.get()
    assert (file.status, file.status_document, file.closed_on) == (
        "exited",
        f"说明：{EVERYTHING}",
        date(2026, 3, 2),
    )


def test_document_is_kept_as_given(ledger):
    one = store(
        as_csv("企业名称 状态 文号 退出日期", "演示钢铁 取缔 吉府字〔2017〕3号 2017-06-30"), by=ledger
    )
    file = Enterprise.objects.get()
    assert (file.status, file.status_document, file.closed_on) == (
        "banned",
        "吉府字〔2017〕3号",
        date(2017, 6, 30),
    )
    assert "no_document" not in codes(one)


def test_export_words_for_no_code_are_understood(ledger):
    one = store(as_csv("企业名称 统一社会信用代码", "演示小铸造 无码：未登记的小作坊"), by=ledger)
    assert Enterprise.objects.get().no_code_reason == "未登记的小作坊"
    assert "no_code" not in codes(one)


# --- changed files ----------------------------------------------------------------------------------------------------
def test_changed_file(ledger):
    file = make_enterprise("360802", legal_representative="旧法人", employees=10, remarks="不动")
    capacity = make_capacity(file, product=make_product("crude_steel"), filed=60)
    part = make_equipment(file, kind=make_kind(), size=3, count=2)
    headings = "企业名称 统一社会信用代码 法定代表人 职工人数 粗钢产能 主要设备 备注 经营状态"
    row = [file.name, file.credit_code, "新法人", "-", "61", "中频炉 5t×2；轧机×1", "-", "停产"]
    one = store(as_csv(headings, row), by=ledger)
    assert changes(one) == [
        ("法定代表人", "旧法人", "新法人"), ("经营状态", "在产", "停产"), ("状态日期", "", str(one_day())),
        ("炼钢（粗钢）产能", "60万吨/年", "61万吨/年"), ("主要设备", "中频炉 3t×2", "中频炉 5t×2"), ("主要设备", "", "轧机 ×1"),
    ]  # fmt: skip
    stored = Enterprise.objects.get()
    assert (stored.legal_representative, stored.employees, stored.remarks, stored.status) == (
        "新法人",
        10,
        "不动",
        "suspended",
    )
    assert (stored.version, stored.updated_by) == (2, ledger)
    capacity.refresh_from_db()
    part.refresh_from_db()
    assert (capacity.filed, part.size, part.version) == (61, 5, 2)
    steps = _entries().order_by("id").values_list("subject", "kind", "step")
    assert list(steps) == [
        ("enterprise", "changed", "import"), ("equipment", "created", "import"), ("capacity", "changed", "import"),
        ("equipment", "changed", "import"),
    ]  # fmt: skip


def one_day():
    from django.utils.timezone import localdate

    return localdate()


def test_parts_alone_touch_the_file(ledger):
    file = make_enterprise("360802")
    store(
        as_csv("企业名称 统一社会信用代码 产能", [file.name, file.credit_code, "粗钢 100万吨/年"]), by=ledger
    )
    stored = Enterprise.objects.get()
    assert (stored.version, stored.updated_by, stored.capacities.get().stated) == (1, ledger, 100)


def test_moved_file_takes_its_parts_along(ledger):
    file = make_enterprise("360802001", name="演示搬迁铸造有限公司")
    part = make_equipment(file)
    store(as_csv("企业名称 统一社会信用代码 所在地区", [file.name, file.credit_code, "青原区"]), by=ledger)
    part.refresh_from_db()
    assert (Enterprise.objects.get().county_code, part.region_code) == ("360803", "360803")


# --- what has changed since -------------------------------------------------------------------------------------------
def staged(**fields) -> Staged:
    fields = {
        "name": "演示后来有限公司",
        "region": "360802",
        "industry": "steel",
        "supervision_class": "other",
        "status": "in_production",
        **fields,
    }
    return Staged(2, RowAction.NEW, fields["name"], None, None, {"fields": fields})


def stored(row: Staged, by, context_of=None, **more):
    context = Context(context_of or by, by.region_code, date(2026, 3, 2))
    more = {"explanation": "说明", **more}
    return store_import(rows=iter([row]), context=context, by=by, at=NOON, **more)


@pytest.mark.parametrize(
    "there",
    [
        {"credit_code": credit_code_number(5)},
        {"name": "演示后来公司", "no_code_reason": "无", "credit_code": ""},
    ],
)
def test_file_that_appeared_since_stops_the_import(ledger, there):
    make_enterprise("360802", **there)
    with pytest.raises(Outdated, match="预览之后台账有了变动"):
        stored(staged(credit_code=credit_code_number(5)), ledger)


def test_file_changed_since_stops_the_import(ledger):
    file = make_enterprise("360802", version=3)
    row = Staged(2, RowAction.CHANGED, file.name, file.pk, 2, {"fields": {"employees": 3}})
    with pytest.raises(Outdated):
        stored(row, ledger)
    gone = Staged(2, RowAction.CHANGED, file.name, 999_999, 1, {"fields": {"employees": 3}})
    with pytest.raises(Outdated):
        stored(gone, ledger)


@pytest.mark.parametrize("name", ["changed_capacities", "changed_equipment"])
def test_part_changed_since_stops_the_import(ledger, name):
    file = make_enterprise("360802")
    part = make_capacity(file, version=2) if name == "changed_capacities" else make_equipment(file, version=2)
    change = {
        "id": part.pk,
        "version": 1,
        "field": "filed",
        "value": "3",
        "size": None,
        "size_unit": "t",
        "count": 1,
    }
    with pytest.raises(Outdated):
        stored(Staged(2, RowAction.CHANGED, file.name, file.pk, 1, {name: [change]}), ledger)


def test_part_of_another_file_is_never_written(ledger):
    file, other = make_enterprise("360802"), make_enterprise("360803")
    part = make_capacity(other)
    change = {"id": part.pk, "version": 1, "field": "filed", "value": "3"}
    with pytest.raises(Outdated):
        stored(Staged(2, RowAction.CHANGED, file.name, file.pk, 1, {"changed_capacities": [change]}), ledger)


def confirmed(preview, by):
    """What was previewed, stored as it was staged."""
    rows = [
        Staged(one.number, one.action, one.title, one.target_id, one.target_version, loads(dumps(one.values)))
        for one in preview.understood.comparison.rows
    ]
    context = Context(by, by.region_code, date(2026, 3, 2))
    return store_import(rows=iter(rows), context=context, explanation="说明", by=by, at=NOON)


def sheet_of_parts(file) -> bytes:
    row = [file.name, file.credit_code, "中频炉 3t×2", "粗钢 100万吨/年"]
    return as_csv("企业名称 统一社会信用代码 主要设备 产能", row)


def test_one_sheet_previewed_twice_is_stored_once(ledger):
    file = make_enterprise("360802")
    row = [file.name, file.credit_code, "中频炉 3t×2"]
    content = as_csv("企业名称 统一社会信用代码 主要设备", row)
    first, second = (look(content, by=ledger) for _ in range(2))
    confirmed(first, ledger)
    with pytest.raises(Outdated, match="预览之后台账有了变动"):
        confirmed(second, ledger)
    assert file.equipment.count() == 1


@pytest.mark.parametrize("part", ["added", "changed", "withdrawn", "dismantled", "capacity"])
def test_parts_that_changed_by_hand_since_stop_the_import(ledger, part):
    file = make_enterprise("360802")
    own = make_equipment(file, kind=make_kind("cupola"), size=5)
    preview = look(sheet_of_parts(file), by=ledger)
    if part == "added":
        make_equipment(file, kind=make_kind(), size=3, count=2)
    elif part == "capacity":
        make_capacity(file, product=make_product("pig_iron"))
    else:
        after = {
            "changed": {"version": 2},
            "withdrawn": {"is_withdrawn": True},
            "dismantled": {"state": "dismantled"},
        }
        Equipment.objects.filter(pk=own.pk).update(**after[part])
    with pytest.raises(Outdated):
        confirmed(preview, ledger)


def test_parts_that_the_sheet_does_not_speak_of_may_change(ledger):
    file = make_enterprise("360802")
    make_equipment(file, is_withdrawn=True)
    row = [file.name, file.credit_code, "粗钢 100万吨/年"]
    preview = look(as_csv("企业名称 统一社会信用代码 产能", row), by=ledger)
    make_equipment(file)
    make_capacity(make_enterprise("360802"), product=make_product("pig_iron"))
    confirmed(preview, ledger)
    assert file.capacities.get().stated == 100


def test_own_renaming_is_no_change_since(ledger, monkeypatch):
    """A row of a later thousand that is new under the name which an earlier row gives to a file."""
    monkeypatch.setattr(importing, "_AT_ONCE", 1)
    file = make_enterprise("360802", name="演示旧名有限公司")
    rows = (["演示新名有限公司", file.credit_code, "吉州区"], ["演示新名有限公司", "", "永叔街道"])
    one = store(as_csv("企业名称 统一社会信用代码 所在地区", *rows), by=ledger)
    assert (actions(one), Enterprise.objects.filter(name="演示新名有限公司").count()) == (
        ["changed", "new"],
        2,
    )


def test_region_that_is_gone_stops_the_import(ledger):
    with pytest.raises(Outdated):
        stored(staged(region="360899"), ledger)


def test_second_lock_holds_rows_of_other_regions_off(ledger, clerk):
    """Rows as if they had been staged with another's context: the operation itself refuses."""
    with pytest.raises(PermissionDenied):
        stored(staged(region="360803"), clerk, context_of=ledger)
    file = make_enterprise("360803")
    row = Staged(2, RowAction.CHANGED, file.name, file.pk, 1, {"fields": {"employees": 3}})
    with pytest.raises(PermissionDenied):
        stored(row, clerk, context_of=ledger)
    with pytest.raises(PermissionDenied):
        stored(staged(), make_officer("grid_officer", "360802001"))
    assert Enterprise.objects.get().employees is None


# --- what the explanations stand in for ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "document", "reason"),
    [
        (
            {"no_document": "据县里通知", "no_code": "未办照", "place": "旁的"},
            "说明：据县里通知",
            "说明：未办照",
        ),
        ({}, "说明：据县里通知；未办照；旁的", "说明：据县里通知；未办照；旁的"),
        ({"place": "旁的"}, "说明：导入的表格没有填写依据文号", "说明：导入的表格没有填写代码"),
        ({"no_document": "据" * 300, "no_code": "未" * 300}, f"说明：{'据' * 76}…", f"说明：{'未' * 196}…"),
        ({"no_document": "据" * 77, "no_code": "未" * 197}, f"说明：{'据' * 77}", f"说明：{'未' * 197}"),
    ],
)
def test_each_explanation_stands_in_for_what_it_is_about(ledger, said, document, reason):
    stored(staged(status="exited"), ledger, explanation="据县里通知；未办照；旁的", explanations=said)
    file = Enterprise.objects.get()
    assert (file.status_document, file.no_code_reason) == (document, reason)
    assert _entries().get().note == "据县里通知；未办照；旁的"


# --- links ------------------------------------------------------------------------------------------------------------
def test_likely_links_are_recorded_for_all_counties(clerk):
    elsewhere = make_enterprise("360803", name="演示关联铸造有限公司", no_code_reason="无")
    store(as_csv("企业名称 所在地区", "演示关联铸造有限责任公司 吉州区", "演示其他 吉州区"), by=clerk)
    (link,) = Link.objects.all()
    assert (link.first, link.reasons, link.first_region_code, link.second_region_code) == (
        elsewhere, ["same_name"], "360803", "360802",
    )  # fmt: skip


def test_statements_do_not_grow_with_the_rows(ledger):
    """Reading, comparing and storing 3 and 30 rows of which a third is on file."""
    assert statements(ledger, 3, 0) == statements(ledger, 30, 100)


def statements(by, count: int, first: int) -> int:
    rows = []
    for number in range(first, first + count):
        known = make_enterprise("360802") if number % 3 == 0 else None
        code = known.credit_code if known else credit_code_number(50_000 + number)
        rows.append(
            [f"演示计数{number}铸造", code, "吉州区", f"法人{number}", "中频炉 3t×2", str(number + 1)]
        )
    content = as_csv("企业名称 统一社会信用代码 所在地区 法定代表人 主要设备 粗钢产能", *rows)
    with CaptureQueriesContext(connection) as captured:
        one = store(content, by=by)
    assert one.outcome.message == f"新增 {count * 2 // 3} 家企业，变更 {count // 3} 家。"
    return len([query for query in captured if "SAVEPOINT" not in query["sql"]])


def test_journal_agrees_with_what_is_stored(ledger):
    """New, then changed: every record is what the entries of the imports say."""
    code = credit_code_number(9)
    heads = "企业名称 统一社会信用代码 所在地区 经营状态 主要设备 产能 变压器容量（kVA） 经度 纬度"
    first = ["演示日志钢铁", code, "永叔街道", "在产", "中频炉 3t×2", "粗钢 100", "630", "114.9", "27.1"]
    then = [
        "演示日志新钢铁",
        code,
        "青原区",
        "退出",
        "中频炉 5t×2；轧机×1",
        "粗钢 99.5；生铁 3",
        "800.5",
        "114.95",
        "27.1",
    ]
    for row in (first, then):
        store(as_csv(heads, row), by=ledger)
    followed = {"enterprise", "capacity", "equipment", "link"}
    assert [one for one in drift() if one.subject in followed] == []
    assert Enterprise.objects.get().name == "演示日志新钢铁"
