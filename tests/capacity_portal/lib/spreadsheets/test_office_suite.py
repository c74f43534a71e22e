"""What we write, opened by a real office suite: nothing to repair, no formula out of data, numbers and codes of their kind."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from capacity_portal.lib import exports
from capacity_portal.lib.exports import CODE, DATE, NUMBER
from capacity_portal.lib.spreadsheets.book import CSV, Book, Sheet
from capacity_portal.lib.spreadsheets.marking import mark
from capacity_portal.lib.spreadsheets.templates import write_template
from tests.capacity_portal.lib.spreadsheets import test_annotated
from tests.capacity_portal.lib.spreadsheets.test_marked_workbook import FINDINGS, NOTES, VALUES, ledger
from tests.capacity_portal.lib.spreadsheets.test_templates import COLUMNS, HEADINGS, MANY
from tests.capacity_portal.lib.spreadsheets.workbooks import LEDGER, read, saved

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        shutil.which("soffice") is None,
        reason="needs apt-get install --no-install-recommends libreoffice-calc",
    ),
]
# Comma, double quotes, UTF-8, from line 1, all text quoted, values as shown, all sheets.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,true,false,false,-1"
CELL = re.compile(r'("(?:[^"]|"")*"|[^,\n]*)(,|\n)')
PAYLOADS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://127.0.0.1/","点")', "'=1+1", "00360802"]


def as_the_suite_sees_it(path: Path) -> dict[str, list[list[str]]]:
    """The rows of each sheet; text stands in quotes, numbers and days do not, a formula is seen by its value."""
    out = path.parent / path.stem
    command = ["soffice", f"-env:UserInstallation={(path.parent / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", FILTER, "--outdir", str(out), str(path)]
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    subprocess.run(command, check=True, capture_output=True, timeout=120, env=environment)
    return {one.stem.removeprefix(f"{path.stem}-"): rows_of(one) for one in out.iterdir()}


def rows_of(path: Path) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    for cell, end in CELL.findall(path.read_text(encoding="utf-8")):
        rows[-1].append(cell)
        if end == "\n":
            rows.append([])
    return rows[:-1]


def quoted(values: Iterable[str]) -> list[str]:
    return ['"' + value.replace('"', '""') + '"' if value else "" for value in values]


def test_a_formula_would_have_been_seen(tmp_path):
    saved(ledger(), tmp_path / "own.xlsx")
    rows = as_the_suite_sees_it(tmp_path / "own.xlsx")[LEDGER]
    assert [row[3] for row in rows[3:]] == ["40", '"演示二<甲>"']


def test_exports(tmp_path):
    columns = [exports.Column("名称"), exports.Column("代码", CODE), exports.Column("产能", NUMBER)]
    columns.append(exports.Column("日期", DATE))
    table = [(text, "914403001922038216", Decimal("-12.5"), date(2026, 3, 5)) for text in PAYLOADS]
    exports.write_xlsx(tmp_path / "a.xlsx", columns, table, title="台账")
    rows = as_the_suite_sees_it(tmp_path / "a.xlsx")
    expected = [[*quoted([text, "914403001922038216"]), "-12.5", "2026-03-05"] for text in PAYLOADS]
    assert rows == {"台账": [quoted(["名称", "代码", "产能", "日期"]), *expected]}


def test_templates(tmp_path):
    write_template(tmp_path / "t.xlsx", COLUMNS, title="台账填报表", notes=["=1+1"], examples=True)
    sheets = as_the_suite_sees_it(tmp_path / "t.xlsx")
    texts = quoted(["演示铸造〇一", "914403001922038216", "在产", ""])
    assert sheets["填报"] == [quoted(HEADINGS), [*texts, "12.5", '"450立方米"', "2008-05-01"]]
    assert [row[1] for row in sheets["字典"]] == quoted(["乡镇", *MANY])
    assert [row[0] for row in sheets["字典"]][:5] == quoted(["经营状态", "在产", "停产", "=1+1", ""])


def test_marked_workbooks(tmp_path):
    content = saved(ledger(), tmp_path / "own.xlsx", VALUES)
    mark(content, read(content), {LEDGER: 2}, FINDINGS, tmp_path / "m.xlsx")
    rows = as_the_suite_sees_it(tmp_path / "m.xlsx")[LEDGER]
    assert rows[1] == quoted(["序号", "企业名称", "产能", "合计", "错误说明"])
    assert rows[3:] == [
        ["2", '"演示二"', "20", "40", *quoted([NOTES[4]])],
        ["3", '"=1+1"', "30", *quoted(["演示二<甲>", NOTES[5]])],
    ]


def test_annotated_csv_files(tmp_path):
    book = Book(CSV, (Sheet(LEDGER, test_annotated.ROWS),))
    mark(b"", book, {LEDGER: 2}, test_annotated.FINDINGS, tmp_path / "c.xlsx")
    notes = {1: "", 2: "错误说明"} | test_annotated.NOTES
    expected = [quoted([*row, notes[number]]) for number, row in enumerate(test_annotated.ROWS, start=1)]
    assert as_the_suite_sees_it(tmp_path / "c.xlsx")[LEDGER] == expected
