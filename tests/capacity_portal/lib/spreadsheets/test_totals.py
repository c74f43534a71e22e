from decimal import Decimal

import pytest

from capacity_portal.lib.spreadsheets.book import Sheet
from capacity_portal.lib.spreadsheets.matching import known_by
from capacity_portal.lib.spreadsheets.tables import find_table
from capacity_portal.lib.spreadsheets.totals import number
from tests.capacity_portal.lib.spreadsheets.columns import COLUMNS

HEAD = ["序号", "企业名称", "炼钢产能（万吨/年）", "职工人数"]


def findings(*rows, head=HEAD):
    return find_table(Sheet("附件", [head, *rows]), known_by(COLUMNS)).findings


def told(*rows, head=HEAD):
    return [(one.row, one.place, one.value) for one in findings(*rows, head=head)]


def test_a_total_that_differs_names_both_numbers_and_the_difference():
    (one,) = findings([1, "甲", 300.0, 5], [2, "乙", "281", 6], ["", "合计", 590.0, 11])
    assert (one.level, one.code, one.sheet, one.row, one.place) == ("explain", "total_differs", "附件", 4, 3)
    assert (one.column, one.value) == ("炼钢产能", "590")
    assert one.message == (
        "第 4 行的合计里，“炼钢产能”写的是 590，上面各行之和是 581，相差 9，请核对；情况属实的请说明。"
    )


@pytest.mark.parametrize(
    "rows",
    [
        [[1, "甲", 0.1, 5], [2, "乙", 0.2, 6], ["", "合计", 0.30000000000000004, 11]],
        [[1, "甲", "0.1", "—"], [2, "乙", None, 6], ["", "合计", "0.1", 6]],
        [[1, "甲", 1, 5], ["", "小计", 1, 5], [2, "乙", 2, 6], ["", "小计", 2, 6], ["", "合计", 3, 11]],
        [[1, "甲", 1, 5], ["", "合计", 1, 5], [2, "乙", 2, 6], ["", "合计", 2, 6]],
        [["", "合计", 3, 11], [1, "甲", 1, 5], [2, "乙", 2, 6]],
        [[1, "甲", "1,000.5", 5], ["合计", "", "1,000.5", ""]],
        [["", "小计", 99, 99], [1, "甲", 1, 5]],
    ],
)
def test_totals_that_are_right_or_that_nobody_can_tell(rows):
    assert told(*rows) == []


def test_columns_with_a_cell_that_is_no_number_are_left_alone():
    assert told([1, "甲", "约33", 5], [2, "乙", 1, 6], ["", "合计", 99, 99]) == [(4, 4, "99")]


@pytest.mark.parametrize(
    "cell", [True, "12吨", "x", 1e30, float("nan"), float("inf"), 10**40, "1e5", "1_0", "9" * 50]
)
def test_what_is_no_plain_number(cell):
    assert number(cell) is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(None, 0), ("", 0), ("  ", 0), ("—", 0), (3, 3), (3.0, 3), (0.1, Decimal("0.1")), (" 1,234.50 ", Decimal("1234.5")), ("-3", -3)],
)  # fmt: skip
def test_numbers(cell, expected):
    assert number(cell) == expected


def test_subtotals_are_of_their_section_and_a_total_of_all():
    rows = [
        [1, "甲", 1, 1],
        ["", "小计", 2, 1],
        [2, "乙", 2, 2],
        ["", "小计", 5, 2],
        ["", "合计", 9, 3],
    ]
    assert [(one.row, one.message.split("，")[2]) for one in findings(*rows)] == [
        (3, "上面各行之和是 1"),
        (5, "上面各行之和是 2"),
        (6, "上面各行之和是 3"),
    ]


def test_a_total_on_top_is_of_all_rows_below():
    (one,) = findings(["", "合计", 4, 11], [1, "甲", 1, 5], [2, "乙", 2, 6])
    assert one.message.startswith("第 2 行的合计里，“炼钢产能”写的是 4，各行之和是 3，相差 1，")


def test_numbering_rates_and_telephones_are_not_summed():
    head = ["序号", "企业名称", "产能利用率（%）", "联系电话", "职工人数"]
    assert told([1, "甲", 80, 138, 5], [2, "乙", 60, 139, 6], [2, "合计", 70, 1, 12], head=head) == [
        (4, 5, "12")
    ]
