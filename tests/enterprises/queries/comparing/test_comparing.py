"""Rows beside the ledger: which file a row is, what differs, what wants a word, and what never shows."""

import pytest

from capacity_portal.lib.spreadsheets.findings import Level
from enterprises.models import Capacity, Enterprise, Equipment, Link
from tests.enterprises.ledger_sheets import EVERYTHING, actions, as_csv, changes, codes, look, messages, store
from tests.makers import (
    credit_code_number,
    make_capacity,
    make_department,
    make_enterprise,
    make_equipment,
    make_kind,
    make_officer,
    make_product,
    make_region,
)

CODE = credit_code_number(4_001)


def first(one):
    return one.understood.comparison.rows[0]


# --- which file a row is ----------------------------------------------------------------------------------------------
def test_by_code_whatever_the_name(ledger):
    file = make_enterprise("360802", credit_code=CODE, name="演示旧名有限公司")
    one = look(as_csv("企业名称 统一社会信用代码 所在地区", ["演示新名有限公司", CODE, "吉州区"]), by=ledger)
    assert (actions(one), first(one).target_id) == (["changed"], file.pk)
    assert changes(one) == [("企业名称", "演示旧名有限公司", "演示新名有限公司")]


@pytest.mark.parametrize(
    ("stored", "place", "action"),
    [
        ("360802", "吉州区", "unchanged"),
        ("360802001", "吉州区", "unchanged"),  # the county of its town
        ("360802", "永叔街道", "changed"),  # its town becomes known
        ("360803", "吉州区", "new"),
        ("360802", "-", "unchanged"),
    ],
)
def test_by_name_within_the_region(ledger, stored, place, action):
    make_enterprise(stored, name="演示（吉安）铸造有限责任公司", credit_code=CODE)
    one = look(as_csv("企业名称 所在地区", f"演示吉安铸造有限公司 {place}"), by=ledger)
    assert actions(one) == [action]


def test_code_is_added_to_the_file_without_one(ledger):
    file = make_enterprise("360802", name="演示无码有限公司", no_code_reason="未登记")
    one = store(as_csv("企业名称 统一社会信用代码 所在地区", ["演示无码有限公司", CODE, "吉州区"]), by=ledger)
    file.refresh_from_db()
    assert (actions(one), file.credit_code, file.no_code_reason) == (["changed"], CODE, "")


def test_same_name_with_another_code_is_another_enterprise(ledger):
    make_enterprise("360802", name="演示同名有限公司")
    one = look(as_csv("企业名称 统一社会信用代码 所在地区", ["演示同名有限公司", CODE, "吉州区"]), by=ledger)
    assert actions(one) == ["new"]


def test_merged_file_stands_in_another(ledger):
    standing = make_enterprise("360802", name="演示现存有限公司")
    make_enterprise("360802", name="演示并入有限公司", credit_code=CODE, merged_into=standing)
    by_code = look(
        as_csv("企业名称 统一社会信用代码 所在地区", ["演示并入有限公司", CODE, "吉州区"]), by=ledger
    )
    by_name = look(as_csv("企业名称 所在地区", "演示并入有限公司 吉州区"), by=ledger)
    for one in (by_code, by_name):
        assert (actions(one), first(one).target_id) == (["unchanged"], standing.pk)


@pytest.mark.parametrize(("own", "action"), [(credit_code_number(2), "new"), ("", "changed")])
def test_code_of_the_standing_file_counts_when_found_by_a_merged_name(ledger, own, action):
    why = {} if own else {"no_code_reason": "未登记"}
    standing = make_enterprise("360802", name="演示现存有限公司", credit_code=own, **why)
    make_enterprise(
        "360802", name="演示并入有限公司", credit_code="", no_code_reason="无", merged_into=standing
    )
    one = look(as_csv("企业名称 统一社会信用代码 所在地区", ["演示并入有限公司", CODE, "吉州区"]), by=ledger)
    assert actions(one) == [action]


def test_two_files_of_one_name_are_not_told_apart(ledger):
    for number in (1, 2):
        make_enterprise("360802", name="演示双胞胎有限公司", credit_code=credit_code_number(number))
    one = look(as_csv("企业名称 所在地区", "演示双胞胎有限公司 吉州区"), by=ledger)
    assert (actions(one), codes(one, Level.ERROR)) == (["blocked"], ["several_files"])


@pytest.mark.parametrize(
    "rows",
    [
        (["演示甲", CODE, "吉州区"], ["演示乙", CODE, "吉州区"]),
        (["演示甲有限公司", "", "吉州区"], ["演示甲", "", "吉州区"]),
        (["演示甲", CODE, "吉州区"], ["演示甲", "", "吉州区"]),
    ],
)
def test_the_later_of_two_rows_is_refused_and_names_the_earlier(ledger, rows):
    one = look(as_csv("企业名称 统一社会信用代码 所在地区", *rows), by=ledger)
    assert actions(one) == ["new", "blocked"]
    (message,) = messages(one, "repeated")
    assert "与第 2 行是同一家企业" in message


def test_namesakes_elsewhere_or_with_other_codes_are_not_the_same(ledger):
    rows = (
        ["演示甲", "", "吉州区"],
        ["演示甲", "", "青原区"],
        ["演示丙", CODE, "吉州区"],
        ["演示丙", credit_code_number(3), "吉州区"],
    )
    assert actions(look(as_csv("企业名称 统一社会信用代码 所在地区", *rows), by=ledger)) == ["new"] * 4


def test_two_rows_of_one_file_are_refused(ledger):
    make_enterprise("360802", name="演示一家", credit_code=CODE)
    rows = (["演示改名", CODE, "吉州区"], ["演示一家", "", "吉州区"])
    assert actions(look(as_csv("企业名称 统一社会信用代码 所在地区", *rows), by=ledger)) == [
        "changed",
        "blocked",
    ]


# --- what differs -----------------------------------------------------------------------------------------------------
def test_empty_cells_and_missing_columns_wipe_nothing(ledger):
    file = make_enterprise("360802", legal_representative="张三", remarks="备注")
    make_capacity(file)
    make_equipment(file)
    row = [file.name, file.credit_code, "", "", "", "", ""]
    one = look(as_csv("企业名称 统一社会信用代码 法定代表人 产能 主要设备 粗钢产能 经营状态", row), by=ledger)
    assert (actions(one), codes(one)) == (["unchanged"], [])


def test_equipment_that_is_not_listed_stays_and_is_told(ledger):
    file = make_enterprise("360802")
    make_equipment(file, size=3, count=2)
    make_equipment(file, kind=make_kind("cupola"), size=None, size_unit="t/h")
    row = [file.name, file.credit_code, "中频炉 3t×2"]
    one = look(as_csv("企业名称 统一社会信用代码 主要设备", row), by=ledger)
    assert (actions(one), codes(one)) == (["unchanged"], ["equipment_kept"])
    assert "冲天炉" in messages(one, "equipment_kept")[0]


def test_capacity_is_compared_in_the_unit_on_file(ledger):
    file = make_enterprise("360802")
    make_capacity(file, product=make_product("crude_steel"), filed=None, stated=60, unit="吨/年")
    row = [file.name, file.credit_code, "61"]
    one = look(as_csv("企业名称 统一社会信用代码 粗钢产能（吨）", row), by=ledger)
    assert changes(one) == [("炼钢（粗钢）产能", "60吨/年", "61吨/年")]


def test_capacity_in_two_columns_must_agree(ledger):
    heads = "企业名称 所在地区 粗钢产能 产能"
    assert actions(look(as_csv(heads, "演示甲 吉州区 60 粗钢60万吨"), by=ledger)) == ["new"]
    assert codes(look(as_csv(heads, "演示甲 吉州区 60 粗钢61万吨"), by=ledger), Level.ERROR) == ["capacity"]


@pytest.mark.parametrize(
    ("text", "level", "code"),
    [
        ("30万吨", Level.CONFIRM, "no_product"),
        ("粗钢 1.23456万吨", Level.ERROR, "capacity"),
        ("约33", Level.CONFIRM, "unclear"),
    ],
)
def test_capacity_that_is_not_told(ledger, text, level, code):
    one = look(as_csv("企业名称 所在地区 产能", ["演示某公司", "吉州区", text]), by=ledger)
    assert (actions(one), codes(one, level)) == (["blocked"], [code])


@pytest.mark.parametrize("is_known", [False, True])
@pytest.mark.parametrize(
    ("industry", "text", "shown"),
    [
        ("钢铁", "粗钢 999999999999万吨/年", "“粗钢 999999999999万吨/年”过大"),
        ("钢铁", "粗钢 99999999亿吨", "“粗钢 99999999亿吨”过大"),
        ("钢铁", f"粗钢 {'999,' * 60}999吨", "“粗钢 999,999,"),
        ("煤炭", "99999999亿吨", "“99,999,999亿吨”过大"),
        ("煤炭", "100000000", "“100000000”超出范围"),
    ],
)
def test_capacity_larger_than_the_column_is_refused(ledger, is_known, industry, text, shown):
    if is_known:
        make_enterprise("360802", credit_code=CODE, industry={"钢铁": "steel", "煤炭": "coal"}[industry])
    heads = "企业名称 统一社会信用代码 所在地区 所属行业 产能（万吨/年）"
    one = store(as_csv(heads, ["演示甲", CODE, "吉州区", industry, text]), by=ledger)
    (found,) = [found for found in one.understood.findings if found.level == Level.ERROR]
    assert (actions(one), found.column, shown in found.message) == (["blocked"], "产能", True)
    assert "99,999,999.9999" in found.message


def test_capacity_too_large_in_the_unit_on_file_is_refused(ledger):
    file = make_enterprise("360802")
    make_capacity(file, product=make_product("crude_steel"), filed=None, stated=60, unit="吨/年")
    row = [file.name, file.credit_code, "10000"]
    one = look(as_csv("企业名称 统一社会信用代码 粗钢产能（万吨）", row), by=ledger)
    assert (actions(one), messages(one, "capacity")) == (
        ["blocked"],
        ["炼钢（粗钢）产能“10,000万吨/年”过大，折算后最多 99,999,999.9999吨/年，请核对数值和单位。"],
    )


@pytest.mark.parametrize(("text", "action"), [("99999999.9999", "new"), ("9999.99999999亿吨", "new")])
def test_largest_capacity_is_stored(ledger, text, action):
    one = store(as_csv("企业名称 所在地区 产能", ["演示甲", "吉州区", f"粗钢 {text}"]), by=ledger)
    assert (actions(one), Capacity.objects.count()) == ([action], 1)


@pytest.mark.parametrize(
    ("text", "action"), [("999999999.999t", "new"), ("1000000000t", "blocked"), ("9999999999kt", "blocked")]
)
def test_size_of_equipment_is_bounded_by_its_column(ledger, text, action):
    one = store(as_csv("企业名称 所在地区 主要设备", ["演示甲", "吉州区", f"中频炉 {text}×1"]), by=ledger)
    assert (actions(one), Equipment.objects.count()) == ([action], int(action == "new"))


def test_supervisors_are_found_by_name_in_the_row_s_region(ledger):
    bureau = make_department(make_region("360802"), name="吉州区发改委")
    person = make_officer("county_staff", "360802", name="监管甲")
    heads = "企业名称 统一社会信用代码 所在地区 监管部门 监管人员"
    content = as_csv(heads, ["演示甲", CODE, "吉州区", "吉州区发改委", "监管甲"])
    store(content, by=ledger)
    file = Enterprise.objects.get()
    assert (file.supervising_department, file.supervising_officer) == (bureau, person)
    assert actions(look(content, by=ledger)) == ["unchanged"]
    elsewhere = look(
        as_csv(heads, ["演示乙", credit_code_number(8), "青原区", "无此单位", "监管甲"]), by=ledger
    )
    assert [code for code in codes(elsewhere) if code == "no_supervisor"] == ["no_supervisor"] * 2


def test_supervisors_elsewhere_are_not_known(clerk):
    make_officer("county_staff", "360803", name="外县某人")
    one = look(as_csv("企业名称 所在地区 监管人员", "演示甲 吉州区 外县某人"), by=clerk)
    assert "no_supervisor" in codes(one)


@pytest.mark.parametrize(
    ("east", "north", "word"),
    [("114.9", "", "同时填写"), ("27.1", "114.9", "填反"), ("10", "10", "不在我国")],
)
def test_positions_that_are_none(ledger, east, north, word):
    one = look(as_csv("企业名称 所在地区 经度 纬度", ["演示甲", "吉州区", east, north]), by=ledger)
    assert word in messages(one, "position")[0]


def test_position_from_a_chinese_map(ledger):
    heads = "企业名称 统一社会信用代码 所在地区 经度 纬度 坐标来源"
    content = as_csv(heads, ["演示甲", CODE, "吉州区", "114.986373", "27.111699", "GCJ-02"])
    store(content, by=ledger)
    file = Enterprise.objects.get()
    assert (file.coordinate_system, float(file.longitude) < 114.986) == ("gcj02", True)
    assert actions(look(content, by=ledger)) == ["unchanged"]


def test_place_with_two_of_its_name_is_asked(ledger):
    make_region("360802009", name="城关镇")
    make_region("360803009", name="城关镇")
    one = look(as_csv("企业名称 所在地区", "演示甲 城关镇", "演示乙 青原区城关镇"), by=ledger)
    assert (actions(one), codes(one, Level.CONFIRM)) == (["blocked", "new"], ["place_ambiguous"])
    make_enterprise("360803009", name="演示丙", credit_code=CODE)
    known = look(as_csv("企业名称 统一社会信用代码 所在地区", ["演示丙", CODE, "城关镇"]), by=ledger)
    assert actions(known) == ["unchanged"]


# --- status -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "word", "action", "code"),
    [
        ("in_production", "停产", "changed", ""),
        ("suspended", "生产", "changed", ""),
        ("under_construction", "投产", "blocked", "unclear"),
        ("in_production", "退出", "changed", "no_document"),
        ("in_production", "在建", "blocked", "status"),
        ("exited", "在产", "blocked", "status"),
        ("banned", "退出", "blocked", "status"),
        ("revived", "停产", "blocked", "status"),
        ("exited", "已退出", "unchanged", ""),
        ("revived", "疑似复产", "unchanged", ""),
    ],
)
def test_status_of_a_known_file(ledger, now, word, action, code):
    closed = (
        {"closed_on": "2020-01-01", "status_document": "3号"}
        if now in ("exited", "banned", "revived")
        else {}
    )
    file = make_enterprise("360802", status=now, **closed)
    one = look(as_csv("企业名称 统一社会信用代码 经营状态", [file.name, file.credit_code, word]), by=ledger)
    found = [finding.code for finding in one.understood.findings]
    assert (actions(one), found) == ([action], [code] if code else [])


@pytest.mark.parametrize(
    ("cell", "word", "after"),
    [
        ("-", "停产", "赣工信〔2020〕3号"),
        ("新文号", "停产", "新文号"),
        ("-", "退出", f"说明：{EVERYTHING}"),
        ("新文号", "退出", "新文号"),
    ],
)
def test_document_of_a_status_that_changes(ledger, cell, word, after):
    file = make_enterprise("360802", status_document="赣工信〔2020〕3号")
    store(
        as_csv("企业名称 统一社会信用代码 状态 依据文号", f"{file.name} {file.credit_code} {word} {cell}"),
        by=ledger,
    )
    file.refresh_from_db()
    assert file.status_document == after


def test_new_file_cannot_be_a_revived_one(ledger):
    one = look(as_csv("企业名称 所在地区 经营状态", "演示甲 吉州区 疑似复产"), by=ledger)
    assert (actions(one), codes(one, Level.ERROR)) == (["blocked"], ["status"])


def test_day_and_document_of_a_status_that_stays(ledger):
    file = make_enterprise("360802", status="suspended", status_document="旧文号")
    row = [file.name, file.credit_code, "停产", "2026-02-01", "新文号"]
    one = look(as_csv("企业名称 统一社会信用代码 经营状态 状态日期 状态依据文号", row), by=ledger)
    assert changes(one) == [("状态日期", "", "2026-02-01")]
    assert codes(one) == ["status_kept"]


# --- what never shows -------------------------------------------------------------------------------------------------
def test_code_held_elsewhere_is_only_handed_on(clerk):
    foreign = make_enterprise(
        "360803", credit_code=CODE, name="外县机密有限公司", legal_representative="外县法人"
    )
    content = as_csv("企业名称 统一社会信用代码 所在地区", ["演示甲有限公司", CODE, "吉州区"])
    one = store(content, by=clerk)
    assert messages(one, "foreign_code") == [f"统一社会信用代码 {CODE} 疑似外县关联，已转市办核对。"]
    assert not any("外县机密" in str(found) or "外县法人" in str(found) for found in one.understood.findings)
    own = Enterprise.objects.get(name="演示甲有限公司")
    assert (own.credit_code, own.no_code_reason) == ("", f"代码 {CODE} 疑似外县关联，已转市办核对")
    (link,) = Link.objects.all()
    assert ({link.first, link.second}, link.reasons) == ({foreign, own}, ["same_code"])
    again = look(content, by=clerk)
    assert (actions(again), codes(again)) == (["unchanged"], [])


def test_file_on_record_whose_code_is_held_elsewhere(clerk):
    make_enterprise("360803", credit_code=CODE)
    own = make_enterprise("360802", name="演示甲有限公司", no_code_reason="未登记")
    one = store(as_csv("企业名称 统一社会信用代码 所在地区", ["演示甲有限公司", CODE, "吉州区"]), by=clerk)
    own.refresh_from_db()
    assert (actions(one), own.credit_code, Link.objects.count()) == (["changed"], "", 1)


def test_own_file_with_another_code_is_not_the_row_whose_code_is_held_elsewhere(clerk):
    make_enterprise("360803", credit_code=CODE)
    own = make_enterprise("360802", name="演示甲有限公司", legal_representative="原法人")
    heads = "企业名称 统一社会信用代码 所在地区 法定代表人"
    content = as_csv(heads, ["演示甲有限公司", CODE, "吉州区", "旁人"])
    one = store(content, by=clerk)
    own.refresh_from_db()
    assert (actions(one), own.legal_representative, own.version) == (["new"], "原法人", 1)
    new = Enterprise.objects.get(name="演示甲有限公司", credit_code="")
    assert (new.no_code_reason, actions(look(content, by=clerk))) == (
        f"代码 {CODE} 疑似外县关联，已转市办核对",
        ["unchanged"],
    )


def test_names_and_places_elsewhere_show_nothing(clerk):
    """The same sheet with and without files of another county gives the same answer."""
    content = as_csv(
        "企业名称 统一社会信用代码 所在地区 法定代表人",
        ["外县机密有限公司", "", "青原区", "外县法人"],
        ["演示甲", CODE, "360803", ""],
    )
    before = look(content, by=clerk)
    make_enterprise(
        "360803", name="外县机密有限公司", legal_representative="外县法人", credit_code=credit_code_number(9)
    )
    after = look(content, by=clerk)
    assert after.report() == before.report()
    assert [row.values["fields"]["region"] for row in after.understood.comparison.rows] == ["360802"] * 2


def test_foreign_files_are_never_written(clerk):
    foreign = make_enterprise("360803", credit_code=CODE, name="外县机密有限公司", employees=7)
    store(
        as_csv("企业名称 统一社会信用代码 所在地区 职工人数", ["外县机密有限公司", CODE, "青原区", "99"]),
        by=clerk,
    )
    foreign.refresh_from_db()
    assert (foreign.employees, foreign.version) == (7, 1)


def test_file_merged_into_another_county_is_handed_on_too(clerk):
    standing = make_enterprise("360803", name="外县现存")
    make_enterprise("360802", name="演示并入", credit_code=CODE, merged_into=standing)
    one = look(as_csv("企业名称 统一社会信用代码 所在地区", ["演示某某", CODE, "吉州区"]), by=clerk)
    assert (actions(one), "foreign_code" in codes(one)) == (["new"], True)


def test_prefecture_sees_both_and_changes_the_file(ledger):
    make_enterprise("360803", credit_code=CODE, name="演示青原")
    one = look(as_csv("企业名称 统一社会信用代码 所在地区", ["演示青原", CODE, "青原区"]), by=ledger)
    assert (actions(one), codes(one)) == (["unchanged"], [])
