import logging
from io import BytesIO
from zipfile import ZipFile

import pytest

from capacity_portal.lib.spreadsheets import marking
from capacity_portal.lib.spreadsheets.book import CSV, XLS, XLSX, Book, Merged, Sheet
from capacity_portal.lib.spreadsheets.marking import mark
from tests.capacity_portal.lib.spreadsheets.test_marked_workbook import (
    FINDINGS,
    NOTES,
    RED,
    fills,
    ledger,
    notes,
)
from tests.capacity_portal.lib.spreadsheets.workbooks import LEDGER, error, opened, read, saved

REMARK = "这是根据您的文件新做的工作簿：原工作簿不便直接标记，公式只保留了结果，格式没有保留。"


@pytest.fixture
def content(tmp_path):
    return saved(ledger(), tmp_path / "own.xlsx")


def marked(content, book, target, **options):
    mark(content, book, {LEDGER: 2}, FINDINGS, target, **options)
    return opened(target)


def last_line(workbook):
    return workbook["导入说明"]["A" + str(workbook["导入说明"].max_row)].value


def test_an_xlsx_comes_back_itself(content, tmp_path):
    workbook = marked(content, read(content), tmp_path / "out.xlsx")
    assert workbook[LEDGER]["D3"].value == "=A3*2"
    assert notes(workbook[LEDGER]) == {2: "错误说明"} | NOTES


@pytest.mark.parametrize("container", [CSV, XLS])
def test_other_files_come_back_as_a_workbook(content, container, tmp_path):
    workbook = marked(b"", read(content, container), tmp_path / "out.xlsx")
    assert (workbook.sheetnames, workbook[LEDGER]["D3"].value) == (["导入说明", LEDGER, "字典"], None)
    assert notes(workbook[LEDGER]) == {2: "错误说明"} | NOTES
    assert last_line(workbook) != REMARK


def test_above_so_many_rows_only_the_faulty_ones_come_back(content, tmp_path):
    workbook = marked(content, read(content), tmp_path / "out.xlsx", most_rows=5)
    assert [cell.value for cell in workbook[LEDGER]["A"]] == [None, "原行号", 3, 4, 5]
    assert marked(content, read(content), tmp_path / "all.xlsx", most_rows=6)[LEDGER]["A3"].value == 1


def test_a_workbook_that_openpyxl_cannot_take_is_made_anew(content, tmp_path, caplog):
    broken = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(broken, "w") as out:
        for name in archive.namelist():
            styles = b"<styleSheet>" if name == "xl/styles.xml" else archive.read(name)
            out.writestr(name, styles)
    with caplog.at_level(logging.WARNING):
        workbook = marked(broken.getvalue(), read(content), tmp_path / "out.xlsx")
    assert [record.message for record in caplog.records] == ["a workbook could not be marked in place"]
    assert (notes(workbook[LEDGER]), last_line(workbook)) == ({2: "错误说明"} | NOTES, REMARK)


@pytest.mark.parametrize(("name", "most"), [("MOST_XML", 1_000), ("MOST_MERGED", 3)])
def test_a_workbook_too_heavy_for_openpyxl_is_made_anew(content, tmp_path, monkeypatch, name, most):
    monkeypatch.setattr(marking, name, most)
    assert last_line(marked(content, read(content), tmp_path / "out.xlsx")) == REMARK


def test_weight():
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("xl/media/image1.png", b"\0" * 50_000_000, 8)
        archive.writestr("xl/workbook.xml", "<x/>")
    assert marking.is_light(out.getvalue(), Book(XLSX, ()))
    assert not marking.is_light(b"no archive", Book(XLSX, ()))
    sheet = Sheet(LEDGER, [], merged=(Merged(1, 1, 1_048_576, 16_384),))
    assert not marking.is_light(out.getvalue(), Book(XLSX, (sheet,)))


def test_formula_strings_stay_text(shared_suites, tmp_path):
    content = (shared_suites.parent / "import" / "formula_strings.xlsx").read_bytes()
    book = read(content)
    name = book.sheets[0].name
    mark(content, book, {name: 1}, [error(2, 1, sheet=name)], tmp_path / "out.xlsx")
    sheet = opened(tmp_path / "out.xlsx")[name]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert fills(sheet)["A2"] == RED
    assert read((tmp_path / "out.xlsx").read_bytes()).sheets[1].rows[2:] == [
        [*row, None] for row in book.sheets[0].rows[2:]
    ]
