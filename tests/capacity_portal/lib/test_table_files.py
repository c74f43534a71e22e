import csv
import io

import openpyxl

from capacity_portal.lib.table_files import csv_text, xlsx_bytes
from capacity_portal.lib.tables import Row, Table, heads, number, per_cent, words

TABLE = Table(
    "t",
    "各县/覆盖",
    heads(("县", "应查", "覆盖率")),
    (Row((words("=2+3"), number(1_234), per_cent(875))), Row((words("乙"), number(0), per_cent(None)))),
    Row((words("合计"), number(1_234), per_cent(875))),
    "说明",
)
PREFACE = ("标题", "=截至")


def test_csv_has_heads_numbers_and_guarded_texts():
    text = csv_text(PREFACE, [TABLE])
    assert text.startswith("\ufeff标题")
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [
        ["标题"], ["'=截至"], [], ["各县/覆盖"], ["县", "应查", "覆盖率"],
        ["'=2+3", "1234", "87.5"], ["乙", "0", ""], ["合计", "1234", "87.5"], ["说明"],
    ]  # fmt: skip


def test_xlsx_keeps_numbers_as_numbers_and_texts_as_texts():
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(PREFACE, [TABLE])))
    sheet = book["各县 覆盖"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "标题"
    assert rows[3:7] == [
        ["县", "应查", "覆盖率"],
        ["=2+3", 1234, 87.5],
        ["乙", 0, None],
        ["合计", 1234, 87.5],
    ]
    assert sheet["A5"].data_type == "s"
    assert rows[-1][0] == "说明"
