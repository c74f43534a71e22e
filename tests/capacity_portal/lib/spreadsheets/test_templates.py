from datetime import datetime
from io import BytesIO

import openpyxl
import pytest

from capacity_portal.lib.exports import CODE, DATE, NUMBER
from capacity_portal.lib.spreadsheets.columns import Column
from capacity_portal.lib.spreadsheets.templates import REQUIRED_FILL, heading, write_template

MANY = tuple(f"永新县第{number}个很长的乡镇名称" for number in range(120))


def column(key, title, **about):
    return Column(key, title, lambda cell, unit: cell, **about)


COLUMNS = [
    column("name", "企业名称", is_required=True, note="与营业执照一致。", example="演示铸造〇一", width=32),
    column("code", "统一社会信用代码", kind=CODE, note="18 位。", example="914403001922038216", width=22),
    column("status", "经营状态", is_required=True, choices=("在产", "停产", "=1+1"), example="在产"),
    column("town", "乡镇", choices=MANY),
    column("steel", "粗钢产能", kind=NUMBER, unit="万吨/年", example="12.5"),
    column("furnace", "高炉容积（立方米）", kind=NUMBER, unit="立方米", example="450立方米"),
    column("built", "建成日期", kind=DATE, example="2008-05-01", width=12),
    column("secret", "不在模板中", is_in_template=False),
]
HEADINGS = [
    "企业名称",
    "统一社会信用代码",
    "经营状态",
    "乡镇",
    "粗钢产能（万吨/年）",
    "高炉容积（立方米）",
    "建成日期",
]


@pytest.fixture(scope="module")
def book():
    return written()


def written(columns=COLUMNS, **options):
    out = BytesIO()
    write_template(out, columns, title="企业台账填报表", notes=["同一企业只填一行。"], **options)
    return openpyxl.load_workbook(out)


def test_sheets(book):
    states = [(sheet.title, sheet.sheet_state) for sheet in book]
    assert states == [("填报", "visible"), ("填表说明", "visible"), ("字典", "hidden")]
    assert (book.active.title, book.properties.title) == ("填报", "企业台账填报表")


def test_rows_may_be_filled_in_beforehand_as_text():
    sheet = written(rows=[{COLUMNS[0].key: "=1+1", "foreign": "x"}, {}])["填报"]
    assert [cell.value for cell in sheet[2]][:2] == ["=1+1", None]
    assert (sheet["A2"].data_type, sheet.max_row) == ("s", 2)


def test_headings_stand_in_row_one_and_stay_in_sight(book):
    sheet = book["填报"]
    assert list(sheet.iter_rows(values_only=True)) == [tuple(HEADINGS)]
    assert sheet.freeze_panes == "A2"


def test_required_headings_are_yellow_and_bold(book):
    yellow = "FF" + REQUIRED_FILL.removeprefix("#")
    marked = [cell.value for cell in book["填报"][1] if cell.fill.fgColor.rgb == yellow]
    assert marked == ["企业名称", "经营状态"]
    assert [cell.value for cell in book["填报"][1] if cell.font.bold] == marked


def test_codes_are_text_before_anything_is_typed(book):
    formats = [book["填报"].column_dimensions[letter].number_format for letter in "ABCDEFG"]
    assert formats == ["General", "@", "General", "General", "General", "General", "yyyy-mm-dd"]
    widths = [book["填报"].column_dimensions[letter].width for letter in "ABG"]
    assert [round(width) for width in widths] == [33, 23, 13]


def test_drop_downs_read_the_hidden_sheet(book):
    rules = book["填报"].data_validations.dataValidation
    assert [(rule.type, str(rule.sqref), rule.formula1, rule.allowBlank) for rule in rules] == [
        ("list", "C2:C1001", "字典!$A$2:$A$4", True),
        ("list", "D2:D1001", "字典!$B$2:$B$121", True),
    ]
    words = book["字典"]
    assert [cell.value for cell in words["A"]][:4] == ["经营状态", "在产", "停产", "=1+1"]
    assert [cell.value for cell in words["B"]] == ["乡镇", *MANY]
    assert {cell.data_type for row in words.iter_rows() for cell in row if cell.value} == {"s"}


def test_headings_carry_their_notes(book):
    comments = {cell.value: cell.comment.text for cell in book["填报"][1] if cell.comment}
    assert comments == {
        "企业名称": "必填。与营业执照一致。",
        "统一社会信用代码": "18 位。",
        "经营状态": "必填。",
    }


def test_the_notes_sheet_describes_each_column(book):
    rows = [[cell for cell in row if cell] for row in book["填表说明"].iter_rows(values_only=True)]
    listed = f"{'、'.join(MANY)[:160].rpartition('、')[0]}等 120 项，见下拉列表"
    assert rows == [
        ["企业台账填报表"],
        ["1．请在“填报”表中填写，不要改动第一行的列名；黄色加粗的列必填。"],
        ["2．同一企业只填一行。"],
        [],
        ["列名", "必填", "单位", "可填内容", "说明", "示例"],
        ["企业名称", "是", "—", "文字", "与营业执照一致。", "演示铸造〇一"],
        ["统一社会信用代码", "否", "—", "代码，按文本填写，保留全部数字", "18 位。", "914403001922038216"],
        ["经营状态", "是", "—", "在产、停产、=1+1", "—", "在产"],
        ["乡镇", "否", "—", listed, "—", "—"],
        ["粗钢产能", "否", "万吨/年", "数字", "—", "12.5"],
        ["高炉容积（立方米）", "否", "立方米", "数字", "—", "450立方米"],
        ["建成日期", "否", "—", "日期，如 2026-03-05", "—", "2008-05-01"],
    ]
    assert {cell.data_type for row in book["填表说明"].iter_rows() for cell in row if cell.value} == {"s"}


def test_examples_have_the_kind_of_their_column():
    sheet = written(examples=True)["填报"]
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [
        ("演示铸造〇一", "s"), ("914403001922038216", "s"), ("在产", "s"), (None, "n"), (12.5, "n"), ("450立方米", "s"),
        (datetime(2008, 5, 1), "d"),
    ]  # fmt: skip
    assert sheet["B2"].number_format == "@"


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    columns = [column("x", "=1+1", note="=2", example="=3", unit="=4")]
    write_template(tmp_path / "t.xlsx", columns, title="=5", notes=["=6"], examples=True)
    cells = [
        cell
        for sheet in openpyxl.load_workbook(tmp_path / "t.xlsx")
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}


def test_a_unit_is_named_once():
    assert [heading(one) for one in COLUMNS[4:6]] == HEADINGS[4:6]
