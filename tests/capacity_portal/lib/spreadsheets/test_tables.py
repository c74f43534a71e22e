from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_portal.lib.spreadsheets.book import FileRefused, Merged, Sheet
from capacity_portal.lib.spreadsheets.headings import Heading
from capacity_portal.lib.spreadsheets.matching import known_by
from capacity_portal.lib.spreadsheets.tables import find_table
from tests.capacity_portal.lib.spreadsheets.columns import COLUMNS

KNOWN = known_by(COLUMNS)


def table(rows, merged=(), hidden=(), known=KNOWN):
    return find_table(Sheet("附件", rows, frozenset(hidden), tuple(merged)), known)


def cells(found):
    return [row.cells for row in found.rows]


def labels(found):
    return [heading.label for heading in found.headings]


def left_out(found):
    return [(one.row, one.reason) for one in found.left_out]


def test_a_plain_table():
    rows = [
        ["序号", "煤矿名称", "所在县", "退出产能(万吨/年)"],
        ["1", "七里庙三矿", "神木县", "30"],
        ["2", "秦源煤业", "", "140"],
    ]
    found = table(rows)
    assert (found.heading_row, cells(found), found.left_out, found.findings) == (1, rows[1:], (), ())
    assert found.headings == (
        Heading(1, "序号"),
        Heading(2, "煤矿名称"),
        Heading(3, "所在县"),
        Heading(4, "退出产能", "万吨/年"),
    )


OFFICIAL = [
    ["附件1"],
    ["江西省吉安县钢铁企业汇总表"],
    ["填报单位：吉安县", None, None, "单位：万吨"],
    ["序号", "企业\n名称", "产能", None, "备 注"],
    [None, None, "炼铁", "炼钢（t）", None],
    [1.0, "甲厂", 30.0, 40.0, "好"],
]
OFFICIAL_MERGED = (
    Merged(2, 1, 2, 5),
    Merged(4, 1, 5, 1),
    Merged(4, 2, 5, 2),
    Merged(4, 3, 4, 4),
    Merged(4, 5, 5, 5),
)


@pytest.mark.parametrize("merged", [OFFICIAL_MERGED, ()])
def test_titles_and_two_levels_of_headings_merged_or_not(merged):
    found = table(OFFICIAL, merged)
    assert found.headings == (
        Heading(1, "序号", "万吨", is_sheet_unit=True),
        Heading(2, "企业名称", "万吨", is_sheet_unit=True),
        Heading(3, "产能/炼铁", "万吨", is_sheet_unit=True),
        Heading(4, "产能/炼钢", "t"),
        Heading(5, "备注", "万吨", is_sheet_unit=True),
    )
    assert (found.heading_row, cells(found)) == (5, [OFFICIAL[5]])


def test_unit_of_the_upper_heading_holds_for_the_lower_ones():
    rows = [["企业名称", "产能（万吨）", ""], ["", "炼铁", "炼钢"], ["甲", 1, 2]]
    found = table(rows, [Merged(1, 2, 1, 3), Merged(1, 1, 2, 1)])
    assert [(one.label, one.unit) for one in found.headings] == [
        ("企业名称", ""),
        ("产能/炼铁", "万吨"),
        ("产能/炼钢", "万吨"),
    ]


def test_a_row_of_units_below_the_headings():
    found = table([["企业名称", "产能", "规模"], ["", "万吨/年", "（m3）"], ["甲", 1, 2]])
    assert [(one.label, one.unit) for one in found.headings] == [
        ("企业名称", ""),
        ("产能", "万吨/年"),
        ("规模", "m3"),
    ]
    assert len(found.rows) == 1


def test_three_levels_keep_the_lower_two():
    rows = [
        ["序号", "企业名称", "设备情况", None, None, None],
        [None, None, "高炉", None, "转炉", None],
        [None, None, "数量", "规模", "数量", "规模"],
        [1, "甲", 1, 450, 2, 30],
    ]
    merged = [
        Merged(1, 1, 3, 1),
        Merged(1, 2, 3, 2),
        Merged(1, 3, 1, 6),
        Merged(2, 3, 2, 4),
        Merged(2, 5, 2, 6),
    ]
    found = table(rows, merged)
    assert labels(found) == ["序号", "企业名称", "高炉/数量", "高炉/规模", "转炉/数量", "转炉/规模"]


def test_a_title_merged_over_the_table_is_no_upper_level():
    rows = [["产能汇总表", "", "表号：1"], ["企业名称", "所在县", "产能"], ["甲", "乙县", 1]]
    found = table(rows, [Merged(1, 1, 1, 2)])
    assert labels(found) == ["企业名称", "所在县", "产能"]


@pytest.mark.parametrize(
    "title",
    [["单位：万吨"], ["（单位：万吨）"], ["某表（计量单位：万吨）"], ["填报单位：某县", "", "单位: 万吨"], ["单位：", "万吨"]],
)  # fmt: skip
def test_unit_for_the_whole_sheet(title):
    found = table([title, ["企业名称", "产能"], ["甲", 3]])
    assert found.headings[1] == Heading(2, "产能", "万吨", is_sheet_unit=True)


@pytest.mark.parametrize(
    "title", [["填报单位：万吨公司"], ["单位：某县工信局"], ["单位：", ""], ["2018年12月"]]
)
def test_what_names_no_unit_for_the_sheet(title):
    found = table([title, ["企业名称", "产能"], ["甲", 3]])
    assert found.headings[1] == Heading(2, "产能")


def test_headings_of_which_none_is_known_are_still_found():
    found = table([["Steel plants of the world"], ["id", "project", "status"], ["S1", "Kurum", "operating"]])
    assert (found.heading_row, labels(found), len(found.rows)) == (2, ["id", "project", "status"], 1)


def test_years_may_be_headings():
    assert labels(table([["企业名称", 2016.0, 2017], ["甲", 1, 2]])) == ["企业名称", "2016", "2017"]


def test_headings_that_repeat_are_told_apart_by_place():
    found = table([["企业名称", "备注", "备注"], ["甲", "一", "二"]])
    assert [(one.place, one.label) for one in found.headings] == [(1, "企业名称"), (2, "备注"), (3, "备注")]


def test_columns_without_a_heading_are_named_when_something_stands_in_them():
    found = table([["企业名称", "", "产能", None], ["甲", "x", 1, " "], ["乙", "", 2, None, 5]])
    assert [(one.place, one.label) for one in found.headings] == [
        (1, "企业名称"),
        (2, "（B列无表头）"),
        (3, "产能"),
        (5, "（E列无表头）"),
    ]


def test_printed_pages_repeat_title_and_headings():
    page = [["某某汇总表"], ["序号", "企业名称", "产能", "", "备注"], ["", "", "炼铁", "炼钢", ""]]
    rows = [*page, [1, "甲", 1, 2, ""], *page, [2, "乙", 3, 4, ""], ["第1页共2页"]]
    found = table(rows)
    assert cells(found) == [[1, "甲", 1, 2, ""], [2, "乙", 3, 4, ""]]
    assert left_out(found) == [(5, "标题行"), (6, "标题行"), (7, "标题行"), (9, "说明行")]


def test_blank_rows_are_listed_between_records_only():
    rows = [["企业名称", "产能"], [], ["甲", 1], [None, ""], ["  ", "\u3000"], ["乙", 2], *([[]] * 5000)]
    found = table(rows)
    assert (len(found.rows), left_out(found)) == (2, [(4, "空行"), (5, "空行")])


HEAD = ["序号", "企业名称", "所在县", "产能"]
RECORD = [1, "甲厂", "乙县", 30]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["合计", "", "", 30], "合计行"),
        (["", "合  计", "", 30], "合计行"),
        (["", "合　计：", "", "30"], "合计行"),
        (["总计", None, None, 30], "合计行"),
        (["累计", "1家", "", "30万吨"], "合计行"),
        (["合计（1家）", "", "—", 30], "合计行"),
        (["", "吉安县小计", "/", 30], "小计行"),
        (["小 计", "", "", ""], "小计行"),
        (["全市合计", "", "", 30], "合计行"),
        (["说明：本表由县工信局填报。"], "说明行"),
        (["注：1.产能为备案数"], "说明行"),
        (["注1：产能为备案数"], "说明行"),
        (["", "备注：无"], "说明行"),
        (["填表人：张三", "", "审核人：李四"], "说明行"),
        (["填表人", "张三"], "说明行"),
        (["制表：张三"], "说明行"),
        (["单位负责人（签字）"], "说明行"),
        (["本表一式两份。"], "说明行"),
        (["一、钢铁企业"], "分组行"),
        (["（二）煤炭企业"], "分组行"),
        (["- 3 -"], "说明行"),
    ],
)
def test_rows_that_are_no_records(row, reason):
    found = table([HEAD, RECORD, row])
    assert (cells(found), left_out(found)) == ([RECORD], [(3, reason)])


@pytest.mark.parametrize(
    "row",
    [
        [2, "合计机械厂", "乙县", 30],
        ["", "合计机械厂", "", 30],
        [2, "小计", "乙县", 30],
        [2, "总计量设备公司", "", ""],
        [2, "说明书印刷厂", "乙县", 1],
        [2, "注塑厂", "", ""],
        ["", "无名小厂", "", ""],
        [2, "一、二分厂", "乙县", 3],
        [2, "某厂：分厂", "乙县", 3],
        [2, "企业名称", "乙县", 3],
    ],
)
def test_rows_that_look_like_it_and_are_records(row):
    found = table([HEAD, RECORD, row])
    assert (cells(found), found.left_out) == ([RECORD, row], ())


def test_a_marked_workbook_that_comes_back_is_the_same_table():
    rows = [
        [*HEAD, "错误说明"],
        [*RECORD, "企业名称太长"],
        ["", "", "", "", "没有内容"],
        [*RECORD, ""],
        ["合计", "", "", 61, "“产能”写的是 61，上面各行之和是 60"],
    ]
    found = table(rows)
    assert ([row.number for row in found.rows], left_out(found)) == ([2, 4], [(3, "空行"), (5, "合计行")])


def test_what_follows_a_note_is_part_of_it():
    found = table([HEAD, RECORD, ["说明："], ["1.本表由县填报"], ["2.按月报送"], RECORD, ["", "丙厂"]])
    assert left_out(found) == [(3, "说明行"), (4, "说明行"), (5, "说明行")]
    assert len(found.rows) == 3


def test_a_table_that_begins_further_right():
    shift = [None] * 5
    found = table(
        [[*shift, *HEAD], [*shift, *RECORD], [*shift, "合计", "", "", 30], [*shift, *HEAD], [*shift, *RECORD]]
    )
    assert (len(found.rows), left_out(found)) == (2, [(3, "合计行"), (4, "标题行")])


@pytest.mark.parametrize("ditto", ["同上", "〃", "″", "同 上", '"'])
def test_ditto_takes_the_value_of_the_record_above(ditto):
    rows = [HEAD, RECORD, ["", "小计", "", 30], [2, "乙厂", ditto, 5], [], [3, "丙厂", ditto, ditto]]
    assert [row[2:] for row in cells(table(rows))] == [["乙县", 30], ["乙县", 5], ["乙县", 5]]


def test_ditto_without_a_value_above_stays_for_the_reader_to_complain():
    rows = [HEAD, [1, "甲厂", "同上"], [2, "乙厂", "", "同上"]]
    assert cells(table(rows)) == rows[1:]


def test_merged_cells_are_filled_downwards_and_not_across():
    rows = [HEAD, [1, "甲厂", "乙县", 30], [2, "丙厂", None, None], [3, "丁厂"], [], [4, "戊厂", "", ""]]
    merged = [Merged(2, 3, 4, 4), Merged(4, 2, 5, 2), Merged(2, 1, 2, 2)]
    assert cells(table(rows, merged)) == [
        [1, "甲厂", "乙县", 30],
        [2, "丙厂", "乙县", None],
        [3, "丁厂", "乙县"],
        [4, "戊厂", "", ""],
    ]


def test_a_cell_of_its_own_goes_before_a_merged_one_and_an_empty_one_fills_nothing():
    rows = [HEAD, [1, "甲厂", "乙县", None], [2, "丙厂", "丁县", None]]
    assert cells(table(rows, [Merged(2, 3, 3, 3), Merged(2, 4, 3, 4)])) == rows[1:]


def test_the_sheet_itself_is_not_changed():
    rows = [HEAD, [1, "甲厂", "乙县", 30], [2, "丙厂", "同上", None]]
    table(rows, [Merged(2, 4, 3, 4)])
    assert rows[2] == [2, "丙厂", "同上", None]


def test_hidden_rows_count_and_are_pointed_out():
    found = table([HEAD, RECORD, [2, "乙厂", "丙县", 5], ["合计", "", "", 35]], hidden=[3, 4])
    assert [row.is_hidden for row in found.rows] == [False, True]
    assert [(one.level, one.code, one.row, one.sheet, one.message) for one in found.findings] == [
        (
            "explain",
            "hidden_row",
            3,
            "附件",
            "第 3 行是隐藏行，已计入本次导入；如不应计入，请在表格中删除该行后重新上传，否则请说明。",
        )
    ]


@pytest.mark.parametrize(
    "rows", [[], [[]], [[None, ""]], [["甲"]], [[1, 2, 3], [4, 5, 6]], [["很长的一句话。"] * 3]]
)
def test_no_headings(rows):
    with pytest.raises(FileRefused, match="在工作表“附件”里找不到表头。请让一行里写着各列的名称"):
        table(rows)


@pytest.mark.parametrize("below", [[], [[], [None]], [["合计", "", "", 0]], [HEAD]])
def test_no_records(below):
    with pytest.raises(FileRefused, match="工作表“附件”第 1 行是表头，下面没有数据行"):
        table([HEAD, *below])


WORDS = st.sampled_from(
    ["企业名称", "产能（万吨）", "炼钢", "合计", "小计", "同上", "单位：万吨", "说明：", "一、", "", " ", "甲厂", "12", "2018", "\ud800"]
)  # fmt: skip
CELLS = st.one_of(
    WORDS, st.none(), st.integers(), st.floats(), st.booleans(), st.text(max_size=5), st.just(10**5000),
    st.sampled_from([date(2018, 1, 1), datetime(2018, 1, 1), time(1), timedelta(1)]),
)  # fmt: skip
SPANS = st.builds(
    lambda top, left, down, right: Merged(top, left, top + down, left + right),
    st.integers(1, 8), st.integers(1, 6), st.integers(0, 10**6), st.integers(0, 10**4),
)  # fmt: skip


@given(
    st.lists(st.lists(CELLS, max_size=6), max_size=8),
    st.lists(SPANS, max_size=4),
    st.frozensets(st.integers(1, 8)),
)
@settings(max_examples=150, deadline=None)
def test_any_sheet_is_a_table_or_refused(rows, merged, hidden):
    try:
        found = table(rows, merged, hidden)
    except FileRefused:
        return
    numbers = [row.number for row in found.rows] + [one.row for one in found.left_out]
    assert (len(numbers), max(numbers) <= len(rows)) == (len(set(numbers)), True)
    assert len({heading.place for heading in found.headings}) == len(found.headings)
