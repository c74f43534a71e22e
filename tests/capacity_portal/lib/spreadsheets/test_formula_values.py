from datetime import date, datetime, timedelta

import openpyxl

from capacity_portal.lib.spreadsheets.book import Sheet
from capacity_portal.lib.spreadsheets.formula_values import keep_values
from tests.capacity_portal.lib.spreadsheets.workbooks import opened, read

VALUES = [
    1,
    -0.5,
    "a<b>&",
    True,
    False,
    date(2026, 3, 5),
    datetime(2026, 3, 5, 12),
    timedelta(hours=30),
    "",
    None,
]


def written(path, rows, formulas):
    workbook = openpyxl.Workbook()
    for row, formula in enumerate(formulas, start=1):
        workbook.active.cell(row, 28).value = formula
    workbook.active["AB6"].number_format = "yyyy-mm-dd"
    workbook.active["AB7"].number_format = "yyyy-mm-dd hh:mm"
    workbook.active["AB8"].number_format = "[h]:mm"
    workbook.create_sheet("乙")["A1"] = "=1+1"
    workbook.save(path)
    keep_values(path, [Sheet("甲", rows), None], workbook.epoch)
    return [row[27] for row in read(path.read_bytes()).sheets[0].rows]


def test_values_stand_behind_their_formulas(tmp_path):
    rows = [[None] * 27 + [value] for value in VALUES]
    values = written(tmp_path / "a.xlsx", rows, ["=ROW()"] * len(VALUES))
    assert values == [1, -0.5, "a<b>&", True, False, date(2026, 3, 5), *VALUES[6:8]]
    assert [cell.value for cell in opened(tmp_path / "a.xlsx").active["AB"]] == ["=ROW()"] * len(VALUES)


def test_rows_that_were_not_read_have_no_values(tmp_path):
    assert written(tmp_path / "a.xlsx", [[], [1]], ["=1", "=2", "=3"]) == []


def test_a_workbook_without_formulas_is_not_written_again(tmp_path):
    path = tmp_path / "a.xlsx"
    openpyxl.Workbook().save(path)
    before = path.read_bytes()
    keep_values(path, [Sheet("甲", [[1]])], datetime(1899, 12, 30))
    assert path.read_bytes() == before
