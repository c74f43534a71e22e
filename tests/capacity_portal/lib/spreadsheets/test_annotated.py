from datetime import date, datetime, time, timedelta

import pytest

from capacity_portal.lib.spreadsheets import pen
from capacity_portal.lib.spreadsheets.annotated import write_annotated, write_faulty_rows
from capacity_portal.lib.spreadsheets.book import CSV, XLS, Book, Merged, Sheet
from capacity_portal.lib.spreadsheets.findings import Level
from tests.capacity_portal.lib.spreadsheets.test_marked_workbook import (
    AMBER,
    RED,
    YELLOW,
    comments,
    fills,
    notes,
)
from tests.capacity_portal.lib.spreadsheets.workbooks import LEDGER, error, found, opened

ROWS = [
    ["某县台账", "", "", ""],
    ["代码", "企业名称", "产能", "日期"],
    ["914403001922038216", "=1+1", "约33", "2026-03-05"],
    ["00360802", "-5", "", ""],
    ["@SUM(1)", "演示三", "9" * 30, "x"],
]
FINDINGS = [
    error(3, 2, "名称不对。"),
    found(Level.CONFIRM, 3, 3, "“约33”不是确定的数。"),
    found(Level.EXPLAIN, 4, 3, "没有产能。"),
    error(5, None, "重复。"),
    error(None, None, "没有代码列。"),
]
NOTES = {
    3: "第2列“列2”：名称不对。（强制性错误）\n第3列“列3”：“约33”不是确定的数。（待确认）",
    4: "第3列“列3”：没有产能。（需说明）",
    5: "重复。（强制性错误）",
}


def book(rows, container=CSV, name=LEDGER, **about):
    return Book(container, (Sheet(name, rows, **about),))


def annotated(read, target, findings=FINDINGS, heading_row=2, **options):
    write_annotated(read, {sheet.name: heading_row for sheet in read.sheets}, findings, target, **options)
    return opened(target)


def values(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_csv_comes_back_as_text_in_its_own_rows(tmp_path):
    workbook = annotated(book(ROWS), tmp_path / "a.xlsx", remarks=["留意。"])
    sheet = workbook[LEDGER]
    assert [row[:4] for row in values(sheet)] == [[cell or None for cell in row] for row in ROWS]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert {sheet.column_dimensions[letter].number_format for letter in "ABCD"} == {"@"}
    assert sheet["A3"].number_format == sheet["C4"].number_format == "@"
    assert (sheet.freeze_panes, notes(sheet)) == ("A3", {2: "错误说明"} | NOTES)
    assert fills(sheet) == {"B3": RED, "C3": YELLOW, "C4": AMBER}
    assert comments(sheet) == {
        "B3": "【强制性错误】名称不对。",
        "C3": "【待确认】“约33”不是确定的数。",
        "C4": "【需说明】没有产能。",
    }
    assert sheet["B3"].comment.author == "化解办门户"
    lines = [cell.value for cell in workbook["导入说明"]["A"]]
    assert (workbook.active.title, lines[0], lines[-1]) == ("导入说明", "导入说明（化解办门户）", "留意。")
    assert "【强制性错误】工作表“台账”：没有代码列。" in lines


def test_a_second_round_uses_the_same_column(tmp_path):
    rows = [[*ROWS[1], "错误说明", "备注"], [*ROWS[2], "旧的说明", "备注一"], [*ROWS[3], "旧的说明", ""]]
    own = Sheet("导入说明", [["导入说明（化解办门户）"]])
    read = Book(XLS, (own, Sheet(LEDGER, rows)))
    workbook = annotated(read, tmp_path / "a.xlsx", [error(3, 1)], heading_row=1)
    assert workbook.sheetnames == ["导入说明", LEDGER]
    assert notes(workbook[LEDGER]) == {1: "错误说明", 3: "第1列“列1”：请改正。（强制性错误）"}
    assert [cell.value for cell in workbook[LEDGER]["F"]] == ["备注", "备注一", None]


def test_numbers_and_days_of_an_xls_keep_their_kind(tmp_path):
    moments = [date(2026, 3, 5), datetime(2026, 3, 5, 8, 30), time(8, 30), timedelta(hours=30)]
    strange = [10**20, float("nan"), date(1899, 1, 1), datetime(1899, 1, 1), timedelta(-1)]
    rows = [["头"], [1.5, 7, True, "=1+1"], moments, strange]
    sheet = annotated(book(rows, XLS), tmp_path / "a.xlsx", [error(2, 1)], 1)[LEDGER]
    assert [(cell.value, cell.data_type) for cell in sheet[2]][:4] == [
        (1.5, "n"), (7, "n"), (True, "b"), ("=1+1", "s")
    ]  # fmt: skip
    assert [cell.value for cell in sheet[3]][:4] == [datetime(2026, 3, 5), *moments[1:]]
    assert [cell.value for cell in sheet[4]][:5] == [str(value) for value in strange]
    assert fills(sheet) == {"A2": RED}


def test_merged_and_hidden_parts_of_an_xls_stay(tmp_path):
    rows = [["题", None, None], ["甲", "乙", "丙"], [1, 2, 3], [None, 5, 6], [7, 8, 9]]
    merged = (Merged(1, 1, 1, 16_384), Merged(3, 1, 4, 1), Merged(4, 1, 5, 1), Merged(5, 2, 5, 2))
    about = {"merged": merged, "hidden_rows": frozenset({3}), "is_hidden": True}
    read = book(rows, XLS, **about)
    workbook = annotated(read, tmp_path / "a.xlsx", [error(4, 1), error(3, 2)])
    sheet = workbook[LEDGER]
    assert sorted(str(one) for one in sheet.merged_cells.ranges) == ["A1:C1", "A3:A4"]
    assert (fills(sheet), sheet["A3"].value) == ({"A3": RED, "B3": RED}, 1)
    assert (sheet.row_dimensions[3].hidden, sheet.sheet_state) == (True, "hidden")


def test_sheets_that_are_no_table_are_copied(tmp_path):
    read = Book(XLS, (Sheet(LEDGER, ROWS), Sheet("别的", [["=1"]]), Sheet("空", [])))
    write_annotated(read, {LEDGER: 2}, FINDINGS, tmp_path / "a.xlsx")
    workbook = opened(tmp_path / "a.xlsx")
    assert (values(workbook["别的"]), fills(workbook["别的"])) == ([["=1"]], {})


def test_names_that_sheets_cannot_have(tmp_path):
    read = Book(CSV, tuple(Sheet(name, [["甲"]]) for name in ("甲/乙[1]", "甲 乙 1", "导入说明", "")))
    workbook = annotated(read, tmp_path / "a.xlsx", [], 1)
    assert workbook.sheetnames == ["导入说明", "甲 乙 1", "甲 乙 1(2)", "导入说明(2)", "导出"]


def test_findings_beyond_the_rows_are_shown_too(tmp_path):
    sheet = annotated(book([["甲"]]), tmp_path / "a.xlsx", [error(4, 9)], 3)[LEDGER]
    assert (notes(sheet, "B"), fills(sheet)) == (
        {3: "错误说明", 4: "第9列“列9”：请改正。（强制性错误）"},
        {"I4": RED},
    )


def test_comments_end_before_a_workbook_gets_slow(tmp_path, monkeypatch):
    monkeypatch.setattr(pen, "MOST_COMMENTS", 1)
    sheet = annotated(book(ROWS), tmp_path / "a.xlsx")[LEDGER]
    assert (list(comments(sheet)), len(fills(sheet))) == (["B3"], 3)


BIG = [
    ["某县台账", None, None, None],
    ["企业", None, "产能", None],
    ["名称", "乡镇", "高炉", "转炉"],
    ["甲", "镇一", 1, 2],
    ["乙", "同上", 3, "同 上"],
    ["丙", "〃", None, 4],
    ["丁", "镇二", 5, 6],
]
BIG_MERGED = (
    Merged(1, 1, 1, 4),
    Merged(2, 1, 2, 2),
    Merged(2, 3, 2, 4),
    Merged(5, 3, 6, 3),
    Merged(7, 3, 7, 9),
)


def big(**about):
    return Book(XLS, (Sheet(LEDGER, BIG, merged=BIG_MERGED, **about), Sheet("空", [["甲"], [1]])))


def faulty(read, target, findings, most_rows):
    write_faulty_rows(read, {LEDGER: 3, "空": 1}, findings, target, most_rows)
    return opened(target)


def test_only_faulty_rows_come_back_and_make_sense_alone(tmp_path):
    findings = [error(7, 4), error(6, 2), found(Level.EXPLAIN, 6, 3, "请说明。"), error(None, None, "全部。")]
    workbook = faulty(big(), tmp_path / "a.xlsx", findings, 9)
    sheet = workbook[LEDGER]
    assert workbook.sheetnames == ["导入说明", LEDGER]
    assert values(sheet) == [
        [None, "某县台账", None, None, None, None],
        [None, "企业", None, "产能", None, None],
        ["原行号", "名称", "乡镇", "高炉", "转炉", "错误说明"],
        [
            6, "丙", "镇一", 3, 4,
            "第2列“列2”：请改正。（强制性错误）\n第3列“列3”：请说明。（需说明）",
        ],
        [7, "丁", "镇二", 5, 5, "第4列“列4”：请改正。（强制性错误）"],
    ]  # fmt: skip
    assert fills(sheet) == {"C4": RED, "D4": AMBER, "E5": RED}
    assert sorted(str(one) for one in sheet.merged_cells.ranges) == ["B1:E1", "B2:C2", "D2:E2"]
    assert sheet.freeze_panes == "A4"
    assert "请在原文件中改正这些行，然后重新上传原文件。" in workbook["导入说明"]["A10"].value


def test_faulty_rows_end_somewhere(tmp_path):
    findings = [error(row, 1) for row in (7, 5, 4)] + [error(2, 1, sheet="空")]
    workbook = faulty(big(), tmp_path / "a.xlsx", findings, 2)
    assert [row[0] for row in values(workbook[LEDGER])] == [None, None, "原行号", 4, 5]
    assert workbook.sheetnames == ["导入说明", LEDGER]
    assert workbook["导入说明"]["A" + str(workbook["导入说明"].max_row)].value == (
        "有问题的行共 4 行，这里列出前 2 行。"
    )


def test_a_faulty_row_that_was_not_read_keeps_its_number(tmp_path):
    read = Book(CSV, (Sheet(LEDGER, [["同上"]], merged=(Merged(9, 9, 9, 10),)),))
    write_faulty_rows(read, {LEDGER: 2}, [error(4, 1)], tmp_path / "a.xlsx", 5)
    assert [row[0] for row in values(opened(tmp_path / "a.xlsx")[LEDGER])] == [None, "原行号", 4]


@pytest.mark.parametrize("rows", [[], [["头"]]])
def test_nothing_to_show(tmp_path, rows):
    assert faulty(book(rows), tmp_path / "a.xlsx", [], 5).sheetnames == ["导入说明"]
    assert annotated(book(rows), tmp_path / "b.xlsx", [], 1).sheetnames == ["导入说明", LEDGER]
