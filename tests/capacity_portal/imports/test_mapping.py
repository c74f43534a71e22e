"""What the mapping page proposes for each heading."""

import pytest

from capacity_portal.imports import mapping
from capacity_portal.imports.models import SheetImport
from capacity_portal.lib.spreadsheets.headings import Heading
from capacity_portal.lib.spreadsheets.rows import Row
from capacity_portal.lib.spreadsheets.tables import Table
from tests.capacity_portal.imports.stock import COLUMNS


def proposed(*labels: str, choices=None, remembered=None) -> list[mapping.Proposal]:
    headings = [
        {"place": place, "label": label, "unit": "", "is_sheet_unit": False, "samples": [f"样{place}"]}
        for place, label in enumerate(labels, start=1)
    ]
    record = SheetImport(headings=headings, choices=choices or {})
    return mapping.proposals(record, COLUMNS, remembered or {})


def brief(*labels: str, **more) -> list[tuple]:
    return [(one.letter, one.key, one.is_sure) for one in proposed(*labels, **more)]


def test_titles_synonyms_and_numbering_are_sure():
    assert brief("序号", "单位名称", "产能") == [("A", "", True), ("B", "name", True), ("C", "amount", True)]


def test_unknown_heading_is_proposed_the_free_column_most_like_it():
    assert brief("名称", "产能量", "编号") == [
        ("A", "name", True),
        ("B", "amount", False),
        ("C", "code", True),
    ]
    assert proposed("名称", "产能量")[1].note == "按名称相近推荐，请核对。"


def test_nothing_is_proposed_where_nothing_is_alike_or_free():
    assert brief("名称", "联系电话") == [("A", "name", True), ("B", None, False)]
    assert brief("名称", "产能", "产能量") == [("A", "name", True), ("B", "amount", True), ("C", None, False)]


def test_second_heading_of_one_column_is_asked_about():
    first, second = proposed("单位名称", "名称")
    assert sorted([(first.key, first.is_sure), (second.key, second.is_sure)], key=str) == [
        ("name", True),
        (None, False),
    ]
    assert [one.note for one in (first, second) if not one.is_sure] == ["不止一列像“名称”，请指明用哪一列。"]


def test_choices_and_memory_go_before():
    assert brief("名称", "甲", "乙", choices={"2": "amount@万吨"}, remembered={"乙": ""}) == [
        ("A", "name", True),
        ("B", "amount", True),
        ("C", "", True),
    ]
    assert proposed("名称", "甲", choices={"2": "amount@万吨"})[1].unit == "万吨"


def test_headings_known_from_an_earlier_file_are_marked():
    remembered = {"甲": "amount@万吨", "乙": "", "编号": "gone", "产能": "amount@千吨"}
    found = proposed("名称", "甲", "乙", "编号", remembered=remembered)
    said = "本单位以前这样对应，请核对。"
    assert [one.note for one in found] == ["", said, said, ""]
    assert [
        one.note for one in proposed("名称", "甲", choices={"2": "amount@万吨"}, remembered=remembered)
    ] == ["", ""]
    assert [one.note for one in proposed("名称", "产能", remembered=remembered)] == [
        "",
        "",
    ]  # the title says it


def test_choice_that_is_no_column_any_more_is_forgotten():
    assert brief("名称", "甲", choices={"2": "gone"}) == [("A", "name", True), ("B", None, False)]


def test_samples_are_the_first_different_values():
    rows = [
        Row(number, [value])
        for number, value in enumerate(["甲", None, "甲", "", "乙" * 60, 3.0, "丁"], start=2)
    ]
    table = Table("", 1, (Heading(1, "名称"), Heading(2, "空")), rows)
    first, second = mapping.described(table)
    assert first["samples"] == ["甲", "乙" * 30 + "…", "3.0"]
    assert second["samples"] == []


@pytest.mark.parametrize("label", ["", "（）", "①", "x" * 200])
def test_odd_headings_are_borne(label):
    assert [one.key for one in proposed("名称", label)] == ["name", None]
