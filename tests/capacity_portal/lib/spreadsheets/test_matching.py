import pytest

from capacity_portal.lib.exports import NUMBER
from capacity_portal.lib.spreadsheets.cells import text
from capacity_portal.lib.spreadsheets.columns import Column
from capacity_portal.lib.spreadsheets.headings import Heading
from capacity_portal.lib.spreadsheets.map_options import MapError
from capacity_portal.lib.spreadsheets.matching import Mapped, known_by, match
from tests.capacity_portal.lib.spreadsheets.columns import COLUMNS


def headings(*labels):
    return [
        Heading(place, *(label if isinstance(label, tuple) else (label,)))
        for place, label in enumerate(labels, start=1)
    ]


def keys(found):
    return [(one.place, one.key) for one in found.mapped]


def test_titles_synonyms_units_and_numbering():
    found = match(headings("序号", "*企 业 名 称", "信用代码", ("粗钢产能", "千吨"), "随便什么"), COLUMNS)
    assert found.mapped == (
        Mapped(2, "*企 业 名 称", "name"),
        Mapped(3, "信用代码", "credit_code"),
        Mapped(4, "粗钢产能", "capacity:crude_steel", "千吨"),
    )
    assert (found.ignored, found.unknown) == ((Heading(1, "序号"),), (Heading(5, "随便什么"),))
    assert [column.key for column in found.missing] == [
        "region",
        "transformer_kva",
        "employees",
        "phone",
        "remark",
    ]
    assert (found.ambiguous, found.missing_required) == ((), ())


def test_missing_columns_that_are_required():
    assert [column.key for column in match(headings("备注"), COLUMNS).missing_required] == ["name"]


def test_headings_of_our_own_files_are_found_again():
    found = match(
        headings(*((column.title, column.unit) for column in COLUMNS), "错误说明", "原行号"), COLUMNS
    )
    assert ([one.key for one in found.mapped], found.unknown) == ([column.key for column in COLUMNS], ())


def test_a_title_goes_before_a_remembered_choice_which_goes_before_a_synonym():
    labels = headings("单位名称", "简称", "企业名称", "所在县")
    remembered = {"简称": "name", "企业名称": "remark", "所在县": "remark"}
    found = match(labels, COLUMNS, remembered)
    assert keys(found) == [(3, "name"), (4, "remark")]
    assert found.ambiguous == (Mapped(1, "单位名称", "name"), Mapped(2, "简称", "name"))


def test_remembered_choices_may_ignore_carry_a_unit_or_be_out_of_date():
    remembered = {
        "steel_capacity": "capacity:crude_steel@ttpa",
        "project": "",
        "owner": "gone",
        "x": "name@宽",
        "单位名称": "",
    }
    found = match(headings("project", "steel_capacity", "owner", "x", "单位名称"), COLUMNS, remembered)
    assert found.mapped == (Mapped(2, "steel_capacity", "capacity:crude_steel", "ttpa"),)
    assert [one.label for one in found.ignored] == ["project", "单位名称"]
    assert [one.label for one in found.unknown] == ["owner", "x"]


def test_a_second_heading_for_a_column_is_reported():
    found = match(headings("备注", "备注"), COLUMNS)
    assert (keys(found), found.ambiguous) == ([(1, "remark")], (Mapped(2, "备注", "remark"),))


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("产能/炼钢", "capacity:crude_steel"),
        ("炼钢/产能", "capacity:crude_steel"),
        ("基本情况/企业名称", "name"),
        ("企业名称/（全称）", "name"),
        ("企业名称（全称）", "name"),
    ],
)
def test_parts_of_two_levels_and_headings_without_brackets(label, key):
    assert keys(match(headings(label), COLUMNS)) == [(1, key)]


def test_a_weak_likeness_never_chooses_between_two():
    found = match(
        headings("法人/联系电话", "安全员/联系电话", "企业名称（全称）", "企业名称（简称）"), COLUMNS
    )
    assert found.mapped == ()
    assert [(one.place, one.key) for one in found.ambiguous] == [
        (1, "phone"),
        (2, "phone"),
        (3, "name"),
        (4, "name"),
    ]


def test_columns_of_one_title_are_told_apart_by_their_unit():
    columns = [
        Column("tonnes", "规模（t）", text("规模", 9), kind=NUMBER, unit="t"),
        Column("volume", "规模（m3）", text("规模", 9), kind=NUMBER, unit="m3"),
    ]
    assert keys(match(headings(("规模", "立方米"), ("规模", "吨")), columns)) == [
        (1, "volume"),
        (2, "tonnes"),
    ]
    assert keys(match(headings("规模"), columns)) == [(1, "tonnes")]


def test_the_unit_of_the_sheet_holds_for_quantities_of_its_dimension_only():
    labels = [
        Heading(place, label, "万吨", is_sheet_unit=True)
        for place, label in enumerate(["企业名称", "炼钢产能", "变压器容量", "职工人数"], start=1)
    ]
    assert [one.unit for one in match(labels, COLUMNS).mapped] == ["", "万吨", "", ""]


def test_choices_go_before_everything():
    labels = headings("企业名称", "全称", ("steel", "吨"), "备注")
    found = match(labels, COLUMNS, choices={2: "name", 3: "capacity:crude_steel@千吨/年", 4: ""})
    assert found.mapped == (Mapped(2, "全称", "name"), Mapped(3, "steel", "capacity:crude_steel", "千吨/年"))
    assert (found.ambiguous, found.ignored) == ((Mapped(1, "企业名称", "name"),), (Heading(4, "备注"),))


def test_a_choice_may_name_a_column_by_key_title_or_synonym():
    headings = [Heading(1, "C"), Heading(2, "D")]
    for name in ("capacity:crude_steel", "炼钢产能", "炼钢产能（万吨/年）"):
        (mapped,) = match(headings, COLUMNS, choices={1: f"{name}@千吨/年"}).mapped
        assert (mapped.key, mapped.unit, mapped.label) == ("capacity:crude_steel", "千吨/年", "C")


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({1: "nonsense"}, "没有“nonsense”这个字段，可用的字段：name（企业名称）、"),
        ({1: "name", 2: "name"}, "“甲”和“乙”都对应了同一字段，请只保留一列。"),
        ({1: "name@宽"}, "单位“宽”无法识别"),
    ],
)
def test_choices_that_make_no_sense(choices, message):
    with pytest.raises(MapError, match=message):
        match(headings("甲", "乙"), COLUMNS, choices=choices)


@pytest.mark.parametrize(
    ("label", "is_known"),
    [("企 业 名 称：", True), ("煤矿名称", True), ("序号", True), ("steel", True), ("企业名称（全称）", True), ("甲厂", False), ("", False)],
)  # fmt: skip
def test_known_headings(label, is_known):
    assert known_by(COLUMNS, {"Steel": "name"})(label) is is_known


def test_a_key_is_no_heading():
    assert match(headings("region", "phone"), COLUMNS).mapped == ()


def test_headings_without_names_match_nothing():
    assert match(headings("（B列无表头）", "/"), COLUMNS).mapped == ()
