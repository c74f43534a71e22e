from datetime import datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image as Picture

from capacity_portal.lib.spreadsheets import explained
from capacity_portal.lib.spreadsheets.book import XLSX, Book, Sheet
from capacity_portal.lib.spreadsheets.findings import Level
from capacity_portal.lib.spreadsheets.marked_workbook import mark_workbook
from tests.capacity_portal.lib.spreadsheets.workbooks import LEDGER, error, found, opened, read, saved

RED, AMBER, YELLOW = ("FFFF9B93", "solid"), ("FFF0A030", "lightUp"), ("FFE0CC00", "gray125")
FINDINGS = [
    error(3, 2, "请填写企业名称。", column="企业名称"),
    found(Level.CONFIRM, 3, 3, "“约33”不是确定的数。", column="产能", suggestion="33"),
    found(Level.EXPLAIN, 4, 3, "产能翻番。", column="产能"),
    error(5, None, "这一行与第 3 行重复。"),
    found(Level.EXPLAIN, None, None, "没有代码列。"),
]
NOTES = {
    3: "第2列“企业名称”：请填写企业名称。（强制性错误）\n第3列“产能”：“约33”不是确定的数。建议填写“33”。（待确认）",
    4: "第3列“产能”：产能翻番。（需说明）",
    5: "这一行与第 3 行重复。（强制性错误）",
}


def ledger():
    """A title over four columns, headings in row 2, three rows, the second hidden; E is styled and empty."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = LEDGER
    sheet.append(["某县产能台账"])
    sheet.append(["序号", "企业名称", "产能", "合计"])
    sheet.append([1, None, "约33", "=A3*2"])
    sheet.append([2, "演示二", 20, "=C4*2"])
    sheet.append([3, "'=1+1", 30, '=B4&"<甲>"'])
    sheet.merge_cells("A1:D1")
    sheet["B5"].value, sheet["B5"].data_type = "=1+1", "s"
    sheet["B4"].font = Font(bold=True)
    sheet["B4"].fill = PatternFill("solid", fgColor="FFDDEBF7")
    sheet["C4"].comment = Comment("已核实", "张三")
    sheet["B4"].comment = Comment("无主", "")
    sheet.row_dimensions[4].hidden = True
    sheet.row_dimensions[5].height = 99
    sheet.column_dimensions["B"].width = 31
    rule = DataValidation("list", '"在产,停产"')
    rule.add("B3:B9")
    sheet.add_data_validation(rule)
    words = workbook.create_sheet("字典")
    words.append(["在产"])
    words.sheet_state = "hidden"
    return workbook


VALUES = {LEDGER: [[], [], [None, None, None, 2], [None, None, None, 40], [None, None, None, "演示二<甲>"]]}


def marked(content, target, findings=FINDINGS, heading_row=2):
    mark_workbook(content, read(content), {LEDGER: heading_row}, findings, target)
    return opened(target)


@pytest.fixture
def content(tmp_path):
    return saved(ledger(), tmp_path / "own.xlsx", VALUES)


def fills(sheet):
    return {
        cell.coordinate: (cell.fill.fgColor.rgb, cell.fill.fill_type)
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type
    }


def comments(sheet):
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def notes(sheet, column="E"):
    return {cell.row: cell.value for cell in sheet[column] if cell.value is not None}


def test_doubtful_cells_are_coloured_and_explained(content, tmp_path):
    sheet = marked(content, tmp_path / "out.xlsx")[LEDGER]
    assert fills(sheet) == {"B3": RED, "C3": YELLOW, "C4": AMBER, "B4": ("FFDDEBF7", "solid")}
    assert comments(sheet) == {
        "B3": "【强制性错误】请填写企业名称。",
        "C3": "【待确认】“约33”不是确定的数。建议填写“33”。",
        "C4": "【需说明】产能翻番。\n———— 原有批注 ————\n张三：已核实",
        "B4": "无主",
    }
    assert {sheet[at].comment.author for at in ("B3", "C3", "C4")} == {"化解办门户"}
    assert notes(sheet) == {2: "错误说明"} | NOTES


def test_the_rest_is_as_it_was(content, tmp_path):
    workbook = marked(content, tmp_path / "out.xlsx")
    sheet = workbook[LEDGER]
    assert [(one.title, one.sheet_state) for one in workbook] == [
        ("导入说明", "visible"), (LEDGER, "visible"), ("字典", "hidden"),
    ]  # fmt: skip
    assert [[cell.value for cell in row[:4]] for row in sheet.iter_rows()] == [
        [cell.value for cell in row] for row in ledger()[LEDGER].iter_rows()
    ]
    assert [sheet[at].data_type for at in ("D3", "B5")] == ["f", "s"]
    assert (sheet["B4"].font.bold, sheet.row_dimensions[4].hidden, sheet.row_dimensions[5].height) == (
        True, True, 99,
    )  # fmt: skip
    assert sheet.column_dimensions["B"].width == 31
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:D1"]
    assert [(one.formula1, str(one.sqref)) for one in sheet.data_validations.dataValidation] == [
        ('"在产,停产"', "B3:B9")
    ]


def test_formulas_keep_their_last_values(content, tmp_path):
    marked(content, tmp_path / "out.xlsx")
    sheet = read((tmp_path / "out.xlsx").read_bytes()).sheets[1]
    assert [row[3] for row in sheet.rows[2:]] == [2.0, 40.0, "演示二<甲>"]


def test_the_explanation_stands_first_and_is_open(content, tmp_path):
    workbook = marked(content, tmp_path / "out.xlsx")
    lines = [cell.value for cell in workbook["导入说明"]["A"]]
    assert workbook.active.title == "导入说明"
    assert [sheet.sheet_view.tabSelected for sheet in workbook] == [True, False, False]
    assert lines[:2] == [
        "导入说明（化解办门户）",
        "共发现 5 处问题，涉及 3 行：强制性错误 2 处，需说明 2 处，待确认 1 处。",
    ]
    assert "【需说明】工作表“台账”：没有代码列。" in lines
    assert fills(workbook["导入说明"]) == {"A4": RED, "A5": AMBER, "A6": YELLOW, "A12": AMBER}


def test_a_second_round_replaces_the_first(content, tmp_path):
    marked(content, tmp_path / "first.xlsx")
    again = (tmp_path / "first.xlsx").read_bytes()
    workbook = marked(again, tmp_path / "second.xlsx", [error(4, 2, "名称重复。", column="企业名称")])
    sheet = workbook[LEDGER]
    assert [one.title for one in workbook] == ["导入说明", LEDGER, "字典"]
    assert fills(sheet) == {"B4": RED}
    assert comments(sheet) == {
        "B4": "【强制性错误】名称重复。\n———— 原有批注 ————\n未署名：无主",
        "C4": "已核实",
    }
    assert sheet["C4"].comment.author == "张三"
    third = marked((tmp_path / "second.xlsx").read_bytes(), tmp_path / "third.xlsx", [])[LEDGER]
    assert (comments(third), third["B4"].comment.author) == ({"B4": "无主", "C4": "已核实"}, "None")
    assert notes(sheet) == {2: "错误说明", 4: "第2列“企业名称”：名称重复。（强制性错误）"}
    assert sheet.max_column == 5


def test_marks_are_known_without_their_author(content, tmp_path):
    workbook = marked(content, tmp_path / "first.xlsx")
    for cell in ("B3", "C3", "C4"):
        workbook[LEDGER][cell].comment.author = "某办公软件"
    again = saved(workbook, tmp_path / "resaved.xlsx")
    assert comments(marked(again, tmp_path / "second.xlsx", [])[LEDGER]) == {"B4": "无主", "C4": "已核实"}


def test_marked_cells_of_a_merged_range_are_those_that_show(tmp_path):
    workbook = ledger()
    workbook[LEDGER].merge_cells("B4:B5")
    sheet = marked(
        saved(workbook, tmp_path / "own.xlsx"),
        tmp_path / "out.xlsx",
        [error(5, 2), error(1, 2, "标题不对。")],
    )[LEDGER]
    assert fills(sheet) == {"B4": RED, "A1": RED}
    assert notes(sheet) == {
        1: "第2列“列2”：标题不对。（强制性错误）", 2: "错误说明", 5: "第2列“列2”：请改正。（强制性错误）",
    }  # fmt: skip


def test_a_row_merged_to_the_edge_does_not_hide_the_column(tmp_path):
    workbook = ledger()
    workbook[LEDGER].merge_cells("A5:XFD5")
    content = saved(workbook, tmp_path / "own.xlsx")
    mark_workbook(content, read(content), {LEDGER: 2}, FINDINGS, tmp_path / "out.xlsx")
    rows = read((tmp_path / "out.xlsx").read_bytes()).sheets[1].rows
    assert [row[4] for row in rows] == [None, "错误说明", NOTES[3], NOTES[4], None]


def test_groups_of_equal_columns_do_not_overlap(tmp_path):
    workbook = ledger()
    workbook[LEDGER].column_dimensions["D"].width = 9
    workbook[LEDGER].column_dimensions["D"].min, workbook[LEDGER].column_dimensions["D"].max = 4, 16_384
    sheet = marked(saved(workbook, tmp_path / "own.xlsx"), tmp_path / "out.xlsx")[LEDGER]
    groups = sorted((one.min, one.max, one.width) for one in sheet.column_dimensions.values())
    assert groups == [(2, 2, 31), (4, 4, 9), (5, 5, 72), (6, 16_384, 9)]


def test_a_hidden_column_does_not_hide_the_notes(tmp_path):
    workbook = ledger()
    workbook[LEDGER].column_dimensions["E"].hidden = True
    sheet = marked(saved(workbook, tmp_path / "own.xlsx"), tmp_path / "out.xlsx")[LEDGER]
    assert sheet.column_dimensions["E"].hidden is False


def test_a_number_that_is_no_day_stays_a_number(tmp_path):
    workbook = ledger()
    cell = workbook[LEDGER]["A4"]
    cell.value, cell.number_format = 20260305, "yyyy-mm-dd"
    workbook[LEDGER]["A5"].value = "#VALUE!"
    content = saved(workbook, tmp_path / "own.xlsx")
    with pytest.warns(UserWarning, match="outside the limits for dates"):
        assert opened(tmp_path / "own.xlsx")[LEDGER]["A4"].value == "#VALUE!"
    mark_workbook(content, read(content), {LEDGER: 2}, FINDINGS, tmp_path / "out.xlsx")
    assert read((tmp_path / "out.xlsx").read_bytes()).sheets[1].rows[3][0] == 20260305.0
    with pytest.warns(UserWarning, match="outside the limits for dates"):
        assert opened(tmp_path / "out.xlsx")[LEDGER]["A5"].data_type == "e"


def test_days_spans_and_coloured_letters_survive(tmp_path):
    workbook = ledger()
    sheet = workbook[LEDGER]
    sheet["A3"], sheet["A4"] = datetime(2026, 3, 5, 8, 30), timedelta(hours=30)
    sheet["B3"] = CellRichText("甲", TextBlock(InlineFont(b=True), "乙"))
    content = saved(workbook, tmp_path / "own.xlsx")
    marked(content, tmp_path / "out.xlsx")
    again = openpyxl.load_workbook(tmp_path / "out.xlsx", rich_text=True)[LEDGER]
    assert (again["A3"].value, again["A4"].value) == (datetime(2026, 3, 5, 8, 30), timedelta(hours=30))
    assert again["B3"].value == CellRichText("甲", TextBlock(InlineFont(b=True), "乙"))


def test_pictures_stay_unless_they_would_have_to_be_decoded(tmp_path):
    workbook = ledger()
    for kind, at in (("PNG", "F1"), ("TIFF", "F9")):
        out = BytesIO()
        Picture.new("RGB", (4, 4), "red").save(out, kind)
        picture = Image(out)
        picture.anchor = at
        picture._data = lambda out=out: out.getvalue()
        workbook[LEDGER].add_image(picture)
    sheet = marked(saved(workbook, tmp_path / "own.xlsx"), tmp_path / "out.xlsx")[LEDGER]
    assert [picture.format for picture in sheet._images] == ["png"]


def test_sheets_without_headings_are_left_alone(content, tmp_path):
    finding = error(1, 1, "请改正。", sheet="字典")
    workbook = marked(content, tmp_path / "out.xlsx", [finding])
    assert fills(workbook["字典"]) == {}
    lines = [cell.value for cell in workbook["导入说明"]["A"]]
    assert "【强制性错误】工作表“字典”第1行第1列“列1”：请改正。" in lines


def test_their_own_sheet_of_that_name_stays(tmp_path):
    workbook = ledger()
    workbook.create_sheet("导入说明").append(["自己写的说明"])
    again = marked(saved(workbook, tmp_path / "own.xlsx"), tmp_path / "out.xlsx")
    assert [one.title for one in again] == ["导入说明1", LEDGER, "字典", "导入说明"]
    assert again["导入说明"]["A1"].value == "自己写的说明"
    third = marked((tmp_path / "out.xlsx").read_bytes(), tmp_path / "third.xlsx")
    assert [one.title for one in third] == ["导入说明1", LEDGER, "字典", "导入说明"]


def test_comments_end_before_a_workbook_gets_slow(content, tmp_path, monkeypatch):
    monkeypatch.setattr(explained, "MOST_COMMENTS", 1)
    sheet = marked(content, tmp_path / "out.xlsx")[LEDGER]
    assert [text for text in comments(sheet).values() if text.startswith("【")] == [
        "【强制性错误】请填写企业名称。"
    ]
    assert fills(sheet)["C3"] == YELLOW


def test_a_sheet_as_wide_as_sheets_can_be(tmp_path):
    workbook = ledger()
    workbook[LEDGER].cell(5, 16_384).value = "边"
    content = saved(workbook, tmp_path / "own.xlsx")
    wide = Book(XLSX, (Sheet(LEDGER, [[], [], [], [], [None] * 16_383 + ["边"]]),))
    mark_workbook(content, wide, {LEDGER: 2}, [error(3, 2)], tmp_path / "out.xlsx")
    assert opened(tmp_path / "out.xlsx")[LEDGER]["B3"].fill.fgColor.rgb == RED[0]
