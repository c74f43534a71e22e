"""Far cells, hidden rows, errors, merged ranges in the raw XML; formats alone never count."""

from time import process_time

import pytest

from capacity_portal.lib.spreadsheets import sheet_patterns, sheet_scan
from capacity_portal.lib.spreadsheets.book import COUNTY_LIMITS, FileRefused, Limits, Merged
from capacity_portal.lib.spreadsheets.findings import letters
from capacity_portal.lib.spreadsheets.sheet_scan import SheetScan
from tests.capacity_portal.lib.spreadsheets.files import sheet

SMALL = Limits(most_rows=5, most_columns=3)
LAST = 5 + 100


def scanned(rows: str, limits: Limits = SMALL, step: int = 1_048_576, **options) -> SheetScan:
    content, scan = sheet(rows, **options).encode(), SheetScan("表1", limits)
    for place in range(0, len(content), step):
        scan.feed(content[place : place + step])
    scan.finish()
    return scan


def refusal(rows: str, limits: Limits = SMALL, step: int = 1_048_576, **options) -> str:
    with pytest.raises(FileRefused) as caught:
        scanned(rows, limits, step, **options)
    return str(caught.value)


def columns(where: str, most: int = 3) -> str:
    return f"工作表“表1”的 {where} 还有内容，最多读取 {most} 列（到 {letters(most)} 列）。请删除多余的列，或拆分成几个文件后再上传。"


def rows_sentence(row: str, most: str = "5") -> str:
    return (
        f"工作表“表1”第 {row} 行还有内容，最多读取 {most} 行。"
        "请拆分成几个文件上传；如果下面的内容是误填的，请删除那些行后再上传。"
    )


@pytest.mark.parametrize(
    ("cell", "where"),
    [
        ('<c r="H1"><v>1</v></c>', "H1"),
        ('<c s="1" r="XFD1" t="s"><v>0</v></c>', "XFD1"),
        ('<c r="AA1" t="inlineStr"><is><t>x</t></is></c>', "AA1"),
        ('<c r="Z1"> <f>A1</f> <v>1</v></c>', "Z1"),
        ('<c r="Z1"><f t="shared" si="0"/><v>1</v></c>', "Z1"),
    ],
)
@pytest.mark.parametrize("step", [7, 1_048_576])
def test_a_value_too_far_right(cell, where, step):
    assert refusal(f'<row r="1">{cell}</row>', step=step) == columns(where)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="G1"><v>1</v></c>',
        '<c r="XFD1" s="1"/>',
        '<c r="XFD1" s="1"></c>',
        '<c r="XFD1" t="str"><f>""</f><v></v></c>',
        '<c r="XFD1" t="str"><f>""</f><v/></c>',
        '<c r="XFD1"><f>A1</f></c>',
    ],
)
def test_formats_and_empty_formulas_do_not_count(cell):
    far = cell.replace('1"', '1048576"', 1) if "G1" not in cell else ""
    rows = f'<row r="1" spans="1:16384" s="1" customFormat="1">{cell}</row><row r="1048576">{far}</row>'
    assert scanned(rows).hidden == set()


@pytest.mark.parametrize(
    ("most", "last", "first"),
    [(3, "G", "H"), (22, "Z", "AA"), (21, "Y", "Z"), (23, "AA", "AB"), (60, "BL", "BM"), (48, "AZ", "BA"), (697, "ZY", "ZZ"), (698, "ZZ", "AAA")],
)  # fmt: skip
def test_the_last_column_allowed(most, last, first):
    limits = Limits(most_columns=most)
    assert scanned(f'<row r="1"><c r="{last}1"><v>1</v></c></row>', limits).hidden == set()
    assert refusal(f'<row r="1"><c r="{first}1"><v>1</v></c></row>', limits) == columns(f"{first}1", most)


def test_names_and_numbers_of_columns():
    assert [sheet_patterns.place(text) for text in (b"A", b"Z", b"AA", b"BH", b"XFD")] == [
        1,
        26,
        27,
        60,
        16384,
    ]


@pytest.mark.parametrize(("prefix", "step"), [("", 11), ("", 1_048_576), ("x:", 250), ("x:", 1_048_576)])
def test_rows_with_values_too_far_down(prefix, step):
    p = prefix
    rows = f'<{p}row r="1"/><{p}row r="{LAST}"><{p}c r="A{LAST}"><{p}v>1</{p}v></{p}c></{p}row>'
    assert scanned(rows, step=step, prefix=prefix).hidden == set()
    more = f'{rows}<{p}row r="{LAST + 1}"><{p}c r="A{LAST + 1}"><{p}v>1</{p}v></{p}c></{p}row><{p}row r="2000" s="1"/>'
    assert refusal(more, step=step, prefix=prefix) == rows_sentence("106")


@pytest.mark.parametrize("count", [120_000, pytest.param(2_000_000, marks=pytest.mark.long)])
def test_two_million_rows(count):
    rows = "<row><c><v>1</v></c></row>" * count
    assert refusal(rows, COUNTY_LIMITS) == rows_sentence(f"{count:,}", "100,000")


def test_rows_without_numbers_follow_the_one_before():
    rows = '<row hidden="1"/><row/><row r="7"/><row hidden="true"><c><v>1</v></c></row>'
    assert scanned(rows).hidden == {1, 8}


@pytest.mark.parametrize("step", [5, 40, 1_048_576])
def test_hidden_rows(step):
    rows = (
        '<row r="1"/><row r="2" hidden="1" ht="20"><c r="A2"><v>1</v></c></row><row r="3" hidden="0"/>'
        '<row r="4" ht="0" customHeight="1"/><row r="5" ht="0.0"/><row r="6" ht="0.5"/><row r="9" spans="1:2" hidden = \'true\'/>'
    )
    assert scanned(rows, after='<rowBreaks count="1"/>', step=step).hidden == {2, 4, 5, 9}


@pytest.mark.parametrize("step", [9, 1_048_576])
def test_errors(step):
    rows = (
        '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="C1" t="e"/><c t="e"><v>#N/A</v></c><c r="D1" t="str"><v>&gt;#</v></c></row>'
    )
    assert scanned(rows, step=step).errors == {(1, 1): "#REF!", (1, 2): "#DIV/0!"}


def test_errors_are_counted(monkeypatch):
    monkeypatch.setattr(sheet_scan, "MOST_ERRORS", 2)
    cells = [f'<c r="{name}1" t="e"><v>#REF!</v></c>' for name in "ABC"]
    assert len(scanned(f'<row r="1">{cells[0]}{cells[1]}</row>').errors) == 2
    sentence = "工作表“表1”有超过 2 个错误值（如 #REF!），请改正公式后再上传。"
    assert refusal(f'<row r="1">{"".join(cells)}</row>') == sentence


def test_merged_ranges():
    after = '<mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell x="1" ref="C3:AA4"/><mergeCell ref="D4"/></mergeCells>'
    assert scanned('<row r="1"/>', after=after).merged == [Merged(1, 1, 2, 2), Merged(3, 3, 4, 27)]


@pytest.mark.parametrize(
    "rows",
    [
        "<row r=" * 100_000,
        '<c r="A1" t="e"' * 700_000,
        '<c r="ZZ1"' * 1_000_000,
        '<row r="999"><c r="A1">' + " " * 9_000_000,
        '<row r="1">' + "<c/>" * 2_400_000,
        '<row r="1">' + "x" * 10_000_000,
        '<mergeCell ' * 900_000,
        '<row r="999"/>' + '<c r="A1"><f>' * 700_000,
    ],
)  # fmt: skip
def test_hostile_xml_takes_time_in_step_with_its_length(rows):
    began = process_time()
    scanned(rows)
    assert process_time() - began < 4


def test_an_empty_part():
    scan = SheetScan("表1", SMALL)
    scan.finish()
    assert (scan.hidden, scan.errors, scan.merged) == (set(), {}, [])
