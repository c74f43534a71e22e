"""Workbooks read through the child; a child that dies is a refusal and nothing more."""

import io
import marshal
import resource
import subprocess
import sys
import threading
import zipfile
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from capacity_portal.lib.spreadsheets import child, guard, messages, reading
from capacity_portal.lib.spreadsheets.book import (
    COUNTY_LIMITS,
    XLS,
    XLSX,
    Book,
    FileRefused,
    Limits,
    Merged,
    Sheet,
)
from capacity_portal.lib.spreadsheets.cells_on_the_way import packed, unpacked
from tests.capacity_portal.lib.spreadsheets.files import (
    MAIN,
    compound,
    old_stream,
    old_workbook,
    parts,
    sheet,
    workbook,
    zipped,
)

CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR = CELL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
BEYOND = (
    "文件无法在限额内读取（{} 秒、内存 {} MB），可能已损坏或内容过多。"
    "请删除多余的工作表、空白行列和图片后另存为 .xlsx，或拆分成几个文件再上传。"
)
DAMAGED = "表格文件已损坏或没有传完，无法打开，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"


def served(content: bytes, name: str = "a.xlsx", limits: Limits = COUNTY_LIMITS) -> list:
    """The answers of the child to one request, given in this process."""
    requests, answers = io.BytesIO(), io.BytesIO()
    messages.send(requests, (name, tuple(vars(limits).values()), content))
    requests.seek(0)
    child.serve(requests, answers, limit=lambda limits: None)
    answers.seek(0)
    found = []
    while answers.tell() < len(answers.getvalue()):
        found.append(messages.receive(answers, 10**9)[0])
    return found


def read(content: bytes, name: str = "a.xlsx", limits: Limits = COUNTY_LIMITS) -> Book:
    """As ``reading.read`` puts it together, but without starting a process."""
    stream = io.BytesIO()
    for message in served(content, name, limits):
        messages.send(stream, message)
    stream.seek(0)
    return reading._put_together(type("Process", (), {"stdout": stream}), limits)


def rows(content: bytes, **changes) -> list:
    return read(content, limits=replace(COUNTY_LIMITS, **changes)).sheets[0].rows


def refusal(
    content: bytes, name: str = "a.xlsx", limits: Limits = COUNTY_LIMITS, through=reading.read
) -> str:
    with pytest.raises(FileRefused) as caught:
        through(content, name, limits)
    return str(caught.value)


def test_a_workbook_through_a_real_child():
    content = workbook(
        '<row r="2" hidden="1"><c r="B2" t="inlineStr"><is><t>企业</t></is></c><c r="C2" t="e"><v>#REF!</v></c></row>'
        '<row r="4"><c r="B4"><v>1</v></c><c r="C4" s="1"><v>45000</v></c><c r="E4" s="1"/></row><row r="9" hidden="1" s="1"/>',
        CELL,
        "",
        states=("visible", "hidden", "veryHidden"),
        after='<mergeCells><mergeCell ref="B2:C2"/><mergeCell ref="A4:XFD1048576"/><mergeCell ref="A5:B5"/></mergeCells>',
    )
    first = Sheet(
        "表1",
        [[], [None, "企业", "#REF!"], [], [None, 1, date(2023, 3, 15)]],
        frozenset({2}),
        (Merged(2, 2, 2, 3), Merged(4, 1, 4, 64)),
    )
    assert reading.read(content, "台账.xlsx") == Book(
        XLSX, (first, Sheet("表2", [[1]], is_hidden=True), Sheet("表3", [], is_hidden=True))
    )


def test_a_text_file_needs_no_child(monkeypatch):
    monkeypatch.setattr(reading, "COMMAND", ["/nowhere"])
    assert reading.read(b"a,b\n", "a.csv").sheets[0].rows == [["a", "b"]]


def test_from_several_threads_at_once():
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(reading.read(workbook(CELL), "\ud800\0")))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Book(XLSX, (Sheet("表1", [[1]]),))] * 3


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<c><v>1</v></c>", 1), ("<c><v>1.5</v></c>", 1.5), ("<c><v>-0</v></c>", 0), ("<c><v>1e300</v></c>", 1e300),
        ("<c><v>123456789012345678</v></c>", 123456789012345680), ("<c><v>1e999</v></c>", "inf"), ("<c><v>NaN</v></c>", "nan"),
        ('<c t="b"><v>1</v></c>', True), ('<c t="b"><v>0</v></c>', False), ('<c t="str"><v>01</v></c>', "01"),
        ('<c t="inlineStr"><is><t xml:space="preserve"> 甲 </t></is></c>', " 甲 "),
        ('<c s="1"><v>45000</v></c>', date(2023, 3, 15)), ('<c s="2"><v>45000</v></c>', date(2023, 3, 15)),
        ('<c s="2"><v>45000.25</v></c>', datetime(2023, 3, 15, 6)), ('<c s="3"><v>0.5</v></c>', time(12)),
        ('<c s="4"><v>1.5</v></c>', timedelta(days=1, hours=12)), ('<c s="5"><v>911</v></c>', 911),
        ('<c t="d"><v>2024-01-02T00:00:00</v></c>', date(2024, 1, 2)), ('<c s="1"><v>99999999</v></c>', 99999999),
        ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A"),
    ],
)  # fmt: skip
def test_values(cell, value):
    found = rows(workbook(f'<row r="1">{cell}</row>'))
    assert [[(type(one), one) for one in row] for row in found] == [[(type(value), value)]]


def test_a_column_of_mixed_values_and_gaps():
    cells = ['<c r="B1" t="str"><v>产能</v></c>', '<c r="B2"><v>2</v></c>', '<c r="B3" s="1"><v>45000</v></c>', '<c r="B9" t="str"><v></v></c>', '<c r="D12" t="e"><v>#REF!</v></c>']  # fmt: skip
    lines = "".join(
        f'<row r="{number}">{one}</row>' for number, one in zip([1, 2, 3, 9, 12], cells, strict=True)
    )
    expected = (
        [[None, "产能"], [None, 2], [None, date(2023, 3, 15)]] + [[]] * 8 + [[None, None, None, "#REF!"]]
    )
    assert rows(workbook(lines)) == expected


@pytest.mark.parametrize(
    ("dimension", "count"), [("A1:B2", 50_000), ("A1:A1", 2_001), ("A1", 2_000), ("A1:XFD1048576", 1_999)]
)
def test_a_wrong_dimension_hides_nothing(dimension, count):
    lines = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="C{n}"><v>1</v></c></row>' for n in range(1, count + 1)
    )
    found = rows(workbook(lines, dimension=dimension))
    assert (len(found), found[0], found[-1]) == (count, [1, None, 1], [count, None, 1])


def test_formats_out_to_the_last_cell():
    """What offices send: every column of the first rows and every row to the end formatted."""
    styled = "".join(f'<c r="{openpyxl.utils.get_column_letter(n)}1" s="1"/>' for n in range(2, 16_385))
    lines = "".join(f'<row r="{n}" spans="1:16384" s="1" customFormat="1"/>' for n in range(2, 1_048_577, 30))
    content = workbook(
        f'<row r="1" s="1"><c r="A1"><v>1</v></c>{styled}</row>{lines}<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    )
    assert rows(content) == [[1]]


def test_the_official_example(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "台账"
    book.active.append(["企业", date(2016, 1, 1), 3.5, None, "=1+1"])
    book.active.row_dimensions[1].hidden = True
    book.create_chartsheet("图")
    book.save(tmp_path / "a.xlsx")
    content = (tmp_path / "a.xlsx").read_bytes()
    assert read(content) == Book(XLSX, (Sheet("台账", [["企业", date(2016, 1, 1), 3.5]], frozenset({1})),))


def test_excel_97():
    cells = [(1, 1, "名称"), (2, 1, 3.0), (2, 2, 1.5)]
    expected = Book(XLS, (Sheet("旧表", [[], [None, "名称"], [None, 3, 1.5]], merged=(Merged(1, 1, 2, 2),)),))
    assert read(old_workbook(cells), "a.xls") == expected
    assert read(compound({"Workbook": old_stream(cells)}, small=True), "a.xls") == expected


def test_limits_of_what_was_read():
    limits = Limits(most_rows=5, most_columns=3)
    wide = "工作表“旧表”的 H3 还有内容，最多读取 3 列（到 C 列）。请删除多余的列，或拆分成几个文件后再上传。"
    long = "工作表“旧表”第 106 行还有内容，最多读取 5 行。请拆分成几个文件上传；如果下面的内容是误填的，请删除那些行后再上传。"
    assert refusal(old_workbook([(2, 7, "x")]), "a.xls", limits, read) == wide
    assert refusal(old_workbook([(105, 0, "x")]), "a.xls", limits, read) == long
    assert len(read(old_workbook([(104, 6, "x")]), "a.xls", limits).sheets[0].rows) == 105
    many = workbook(*[CELL.replace("1", "100")] * 3)
    sentence = "各工作表合计超过 10 行，请拆分成几个文件，或删除多余的工作表后再上传。"
    assert refusal(many, limits=limits, through=read) == sentence


def test_answers_are_bounded():
    """One long text that thousands of cells share: little to unpack, much to hold."""
    cells = "".join(
        f'<row r="{number}"><c r="A{number}" t="s"><v>0</v></c></row>' for number in range(1, 501)
    )
    content = zipped(with_strings(f"<si><t>{'长' * 30_000}</t></si>", cells))
    assert len(rows(content)) == 500
    limits = replace(COUNTY_LIMITS, most_unpacked=2 * 1_048_576)
    assert refusal(content, limits=limits) == BEYOND.format(120, "2,048")
    with pytest.raises(messages.Broken):
        reading._lengthen([], 100_101, COUNTY_LIMITS)


def with_strings(strings: str, lines: str) -> dict:
    found = parts(sheet(lines))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="rIdT" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    found["xl/_rels/workbook.xml.rels"] = found["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>", relation
    )
    found["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    return found


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (compound({"Workbook": b"\x09\x08\x10\x00" + b"\xff" * 5000}), "a.xls"),
        (workbook("<row r='1'><c r='A1'><v>1</c></row>"), "a.xlsx"),
    ],
)
def test_damage_that_only_the_reader_sees(content, name):
    assert refusal(content, name, through=read) == DAMAGED


def test_a_refusal_comes_from_the_child():
    sentence = "工作表“表1”的 XFD1048576 还有内容，最多读取 60 列（到 BH 列）。请删除多余的列，或拆分成几个文件后再上传。"
    assert refusal(workbook(FAR)) == sentence
    assert refusal(workbook(FAR), through=read) == sentence


WITHOUT_SCAN = (
    "from capacity_portal.lib.spreadsheets import child, guard; "
    "guard.examine = lambda content, name, limits: guard.Examined('xlsx'); child.main()"
)


def test_without_the_guard_a_far_cell_kills_the_child(monkeypatch, caplog):
    """The control of both walls: nothing but the scan keeps the reader alive, and the child's death is no more than a refusal."""
    monkeypatch.setattr(reading, "COMMAND", [sys.executable, "-c", WITHOUT_SCAN])
    assert reading.read(workbook(CELL), "a.xlsx").sheets[0].rows == [[1]]
    assert refusal(workbook(FAR)) == BEYOND.format(120, "2,048")
    assert [record.getMessage() for record in caplog.records] == [
        "spreadsheet child lost: Broken('no message')"
    ]


@pytest.mark.parametrize(
    ("program", "changes"),
    [
        ("import time; time.sleep(60)", {"seconds": 1}),
        ("while True: pass", {"seconds": 1}),
        ("from capacity_portal.lib.spreadsheets import child, guard; guard.examine = lambda *_: bytearray(2**30); child.main()", {"memory": 2**29}),
        ("print('x' * 100)", {}),
        ("import struct,sys; sys.stdout.buffer.write(struct.pack('<Q', 2**60))", {}),
        ("import struct,sys; sys.stdout.buffer.write(struct.pack('<Q', 9) + b'abc')", {}),
        ("import struct,sys; sys.stdout.buffer.write(struct.pack('<Q', 3) + b'abc')", {}),
        ("import sys; from capacity_portal.lib.spreadsheets import messages as m; m.send(sys.stdout.buffer, ('rows', 2**40, [], []))", {}),
        ("import sys; from capacity_portal.lib.spreadsheets import messages as m; m.send(sys.stdout.buffer, 5)", {}),
        ("raise SystemExit(3)", {}),
    ],
)  # fmt: skip
def test_a_child_that_fails_is_a_refusal(program, changes, monkeypatch):
    limits = replace(COUNTY_LIMITS, **changes)
    monkeypatch.setattr(reading, "COMMAND", [sys.executable, "-c", program])
    sentence = BEYOND.format(limits.seconds, f"{limits.memory // 2**20:,}")
    assert refusal(workbook(CELL), limits=limits) == sentence


def test_a_child_that_ends_before_it_has_read_the_request(monkeypatch):
    monkeypatch.setattr(reading, "COMMAND", [sys.executable, "-c", "raise SystemExit(3)"])
    content = zipped(parts(sheet(CELL)) | {"xl/media/a.bin": bytes(2_000_000)}, zipfile.ZIP_STORED)
    assert refusal(content) == BEYOND.format(120, "2,048")


@pytest.mark.parametrize("request_bytes", [b"", b"\x05\0\0\0\0\0\0\0a"])
def test_a_child_whose_portal_is_gone_ends(request_bytes):
    ended = subprocess.run(reading.COMMAND, cwd=reading.PROJECT, input=request_bytes, capture_output=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, b"", b"")


def test_the_child_finds_nothing_of_the_portals_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    monkeypatch.delenv("TMPDIR", raising=False)
    assert set(reading._environment()) <= {
        "PATH",
        "HOME",
        "LD_LIBRARY_PATH",
        "LANG",
        "PYTHONDONTWRITEBYTECODE",
    }


def test_the_child_confines_itself(monkeypatch):
    called = {}
    monkeypatch.setattr(resource, "setrlimit", lambda kind, value: called.update({kind: value}))
    child.confine(Limits(memory=5, seconds=7))
    assert called == {
        resource.RLIMIT_AS: (5, 5),
        resource.RLIMIT_CPU: (7, 8),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_FSIZE: (0, 0),
    }


def test_the_child_knows_no_settings():
    program = (
        "import sys, capacity_portal.lib.spreadsheets.child as c; c.guard; "
        "raise SystemExit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=reading.PROJECT).returncode == 0


def test_packed_rows_carry_no_objects():
    block = [[date(2020, 1, 2), 1.0, "", "a"], ["x", float("inf"), "", ""]]
    assert packed(block, 1) == (
        [[None, True, 1, None, "a"], [None, "x", "inf"]],
        [(0, 1, ("date", 737426))],
    )
    assert packed([[], []], 0) == ([[], []], [])
    assert unpacked(*marshal.loads(marshal.dumps(packed(block, 1), 2)))[0] == [
        None,
        date(2020, 1, 2),
        1,
        None,
        "a",
    ]
    with pytest.raises(KeyError):
        unpacked([[True]], [(0, 0, ("eval", "1"))])


def test_the_guard_and_the_reading_agree():
    assert (
        guard.examine(workbook(CELL), "a.xlsx", COUNTY_LIMITS).container
        == reading.read(workbook(CELL), "a.xlsx").container
    )


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("长" * 200, ""),
        ("附件 1", ""),
        ("长" * 201, f"工作表名称“{'长' * 30}…”共 201 个字，最多 200 个字，请改短后重新上传。"),
        ("附\x7f件", "工作表名称“附件”里有无法保存的字符，请改名后重新上传。"),
    ],
)
def test_names_of_sheets_that_cannot_be_kept(name, sentence):
    made = parts(sheet(CELL))
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace("表1", name)
    if sentence:
        assert refusal(zipped(made), through=read) == sentence
    else:
        assert [one.name for one in read(zipped(made)).sheets] == [name]
