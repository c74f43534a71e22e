import csv
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from capacity_portal.lib import exports
from capacity_portal.lib.exports import BOM, CODE, DATE, NUMBER, TEXT, Column, TooManyRows

COLUMNS = (
    Column("企业名称"),
    Column("统一社会信用代码", CODE),
    Column("产能（万吨）", NUMBER),
    Column("核实日期", DATE),
)
ROWS = [
    ("演示铸造〇一", "914403001922038216", Decimal("146.100000000000"), date(2026, 11, 5)),
    ('甲,“乙”\n"丙"', "00360802", -12.5, None),
    ("", "", 0, datetime(2026, 11, 4, 17, 0, tzinfo=UTC)),
]
PAYLOADS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    '=HYPERLINK("http://127.0.0.1/","点")',
    "=cmd|' /C notepad'!'A1'",
    "\x00=1+1",
    "-",
]


def as_csv(columns, rows):
    text = "".join(exports.csv_lines(columns, rows))
    assert text.startswith(BOM)
    return list(csv.reader(StringIO(text.removeprefix(BOM), newline="")))


def as_cells(columns, rows, **options):
    out = BytesIO()
    count = exports.write_xlsx(out, columns, rows, **options)
    sheet = openpyxl.load_workbook(out).active
    assert count == len(rows)
    return sheet


def as_rows(columns, rows):
    return [list(row) for row in as_cells(columns, rows).iter_rows(values_only=True)]


def test_csv():
    assert as_csv(COLUMNS, ROWS) == [
        ["企业名称", "统一社会信用代码", "产能（万吨）", "核实日期"],
        ["演示铸造〇一", "914403001922038216", "146.1", "2026-11-05"],
        ['甲,“乙”\n"丙"', "00360802", "-12.5", ""],
        ["", "", "0", "2026-11-05"],
    ]


def test_xlsx():
    assert as_rows(COLUMNS, ROWS) == [
        ["企业名称", "统一社会信用代码", "产能（万吨）", "核实日期"],
        ["演示铸造〇一", "914403001922038216", 146.1, datetime(2026, 11, 5)],
        ['甲,“乙”\n"丙"', "00360802", -12.5, None],
        [None, None, 0, datetime(2026, 11, 5)],
    ]


def test_xlsx_types_and_formats():
    sheet = as_cells(COLUMNS, ROWS, title="企业/台账")
    assert sheet.title == "企业 台账"
    assert sheet.freeze_panes == "A2"
    assert [(cell.data_type, cell.number_format) for cell in sheet[2]] == [
        ("s", "General"),
        ("s", "@"),
        ("n", "General"),
        ("d", "yyyy-mm-dd"),
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("kind", [TEXT, CODE, NUMBER, DATE])
def test_text_never_becomes_a_formula(payload, kind):
    columns = (Column("=HYPERLINK(1)", kind), Column("尾"))
    clean = payload.replace("\x00", "").replace("\r", "\n")
    assert as_csv(columns, [(payload, "x")]) == [["'=HYPERLINK(1)", "尾"], [f"'{clean}", "x"]]
    sheet = as_cells(columns, [(payload, "x")])
    assert [cell.data_type for row in sheet.iter_rows() for cell in row] == ["s"] * 4
    assert sheet["A2"].value == clean


def test_a_formula_would_have_been_seen():
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    out = BytesIO()
    book.save(out)
    assert openpyxl.load_workbook(out).active["A1"].data_type == "f"


@pytest.mark.parametrize("text", ["甲=乙", "a-b", "1+1", "", "'quoted", "https://x.test"])
def test_harmless_text_is_untouched(text):
    assert as_csv((Column("甲"), Column("乙")), [(text, "x")])[1] == [text, "x"]
    assert as_rows((Column("甲"), Column("乙")), [(text, "x")])[1] == [text or None, "x"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-5, "-5"), (Decimal("-0.00"), "0"), (Decimal("1E+3"), "1000"), (0.1, "0.1"), (1e-7, "0.0000001"),
        (10**12, "1000000000000"),
        (1200, "1200"), (True, "True"), (10**18, "1000000000000000000"), ("缺", "缺"), (None, ""),
        (float("nan"), "nan"),
        (Decimal("Infinity"), "Infinity"),
    ],
)  # fmt: skip
def test_numbers_are_untouched(value, written):
    assert as_csv((Column("数", NUMBER), Column("尾")), [(value, "x")])[1] == [written, "x"]


def test_long_digits_are_not_rounded():
    columns = (Column("数", NUMBER), Column("尾"))
    assert as_rows(columns, [(123456789012345678, "x")])[1] == ["123456789012345678", "x"]
    assert as_rows(columns, [(Decimal("NaN"), "x")])[1] == ["NaN", "x"]


def test_cells_are_cut_at_the_format_limit():
    assert len(as_rows((Column("甲"),), [("长" * 40_000,)])[1][0]) == 32_767
    assert len(as_csv((Column("甲"),), [("长" * 40_000,)])[1][0]) == 32_767


def test_text_that_xml_cannot_hold():
    assert as_rows((Column("甲"),), [("a\x00\x0b\ud800\ufffe\uffffb",)])[1] == ["ab"]


def test_no_rows():
    assert as_csv(COLUMNS[:1], []) == [["企业名称"]]
    assert as_rows(COLUMNS[:1], []) == [["企业名称"]]


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    assert exports.write_xlsx(BytesIO(), COLUMNS[:1], [("甲",)] * 2) == 2
    with pytest.raises(TooManyRows) as refusal:
        exports.write_xlsx(BytesIO(), COLUMNS[:1], [("甲",)] * 3)
    assert str(refusal.value) == "一张工作表最多 2 行，请缩小范围后分次导出，或改用 CSV。"


def test_rows_match_their_columns():
    with pytest.raises(ValueError, match="zip"):
        as_csv(COLUMNS, [("甲",)])
    with pytest.raises(ValueError, match="no such kind"):
        Column("甲", "formula")


@pytest.mark.parametrize(
    ("title", "shown"), [("a[b]:c", "a b  c"), ("", "导出"), ("长" * 40, "长" * 31), ("'x'", "x")]
)
def test_sheet_titles(title, shown):
    assert as_cells(COLUMNS[:1], [], title=title).title == shown


def test_file_on_disk(tmp_path):
    exports.write_xlsx(tmp_path / "a.xlsx", COLUMNS, ROWS)
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active.max_row == 4


def peak(work):
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def many(count):
    return ((f"演示铸造{number}", f"{number:018d}", number, date(2026, 11, 5)) for number in range(count))


@pytest.mark.no_cover
def test_memory_does_not_grow_with_length(tmp_path):
    def as_file(count):
        return lambda: exports.write_xlsx(tmp_path / "a.xlsx", COLUMNS, many(count))

    def as_stream(count):
        return lambda: [None for _ in exports.csv_lines(COLUMNS, many(count))]

    as_file(1)()
    assert peak(as_file(6_000)) < 1.25 * peak(as_file(2_000))
    assert peak(as_stream(30_000)) < 1.25 * peak(as_stream(10_000))


def test_csv_comes_in_pieces():
    pieces = list(exports.csv_lines(COLUMNS, many(10_000)))
    assert len(pieces) > 5
    assert max(map(len, pieces)) < 70_000


def test_numbers_that_spreadsheets_would_round_are_text():
    columns = (Column("数", NUMBER), Column("尾"))
    rows = [
        (Decimal("123456789012.3456789"), "x"),
        (0.1 + 0.2, "x"),
        (Decimal("1E-400"), "x"),
        (-(10**5_000), "x"),
    ]
    written = ["123456789012.3456789", "0.3", "1E-400", "过长的数字"]
    assert [line[0] for line in as_csv(columns, rows)[1:]] == written
    assert [line[0] for line in as_rows(columns, rows)[1:]] == [written[0], 0.3, *written[2:]]


def test_days_before_the_calendar_of_spreadsheets_are_text():
    days = [date(1, 1, 1), date(1900, 2, 28), date(1900, 3, 1)]
    cells = as_rows((Column("日", DATE),), [(day,) for day in days])[1:]
    assert cells == [["0001-01-01"], ["1900-02-28"], [datetime(1900, 3, 1)]]


# The rule that the exporter promises about every text a cell can be asked to hold.
ANY_TEXT = st.text(st.characters(codec=None)) | st.text("'=+-@＝ \t\r\nx1")


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT)
def test_a_guard_is_taken_off_again(text):
    assert exports.unguarded(exports.guarded(text)) == text


def test_guards_are_unambiguous():
    texts = ["=x", "'=x", "''=x", "-5", "'-5", "x", "'x", "'", ""]
    guarded = ["'=x", "''=x", "'''=x", "'-5", "''-5", "x", "'x", "'", ""]
    assert [exports.guarded(text) for text in texts] == guarded
    assert [exports.unguarded(text) for text in guarded] == texts
    assert exports.unguarded("=x") == "=x"


KINDS = (TEXT, NUMBER, DATE, CODE)
CELLS = {
    TEXT: ANY_TEXT.map(exports.cell_text),
    CODE: st.text("0123456789X") | ANY_TEXT.map(exports.cell_text),
    NUMBER: st.none()
    | st.integers(-(10**20), 10**20)
    | st.decimals(-(10**16), 10**16, places=4)
    | st.floats(-1e14, 1e14).map(lambda number: float(f"{number:.15g}")),
    DATE: st.none() | st.dates(),
}
TABLES = st.lists(st.tuples(*(CELLS[kind] for kind in KINDS)), max_size=6)
FOUR = tuple(Column(f"列{kind}", kind) for kind in KINDS)


def number_read(cell):
    if cell is None or cell == "":
        return None
    return Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)


def date_read(cell):
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else date.fromisoformat(cell) if cell else None


def as_meant(rows):
    """The cells as an importer of this table takes them; a row without any value is none."""
    meant = [(text, number_read(number), date_read(day), code) for text, number, day, code in rows]
    return [row for row in meant if any(value not in (None, "") for value in row)]


@pytest.mark.parametrize("encoding", exports.ENCODINGS)
@settings(max_examples=60, deadline=None)
@given(rows=TABLES)
def test_any_table_comes_back_from_csv(encoding, rows):
    content = b"".join(exports.encode(exports.csv_lines(FOUR, rows), encoding))
    text = content.decode("utf-8-sig" if encoding == exports.UTF8 else encoding)
    lines = list(csv.reader(StringIO(text, newline="")))
    assert lines[0] == [column.title for column in FOUR]
    assert as_meant([map(exports.unguarded, line) for line in lines[1:]]) == as_meant(rows)


@settings(max_examples=60, deadline=None)
@given(rows=TABLES)
def test_any_table_comes_back_from_xlsx(rows):
    out = BytesIO()
    exports.write_xlsx(out, FOUR, rows)
    out.seek(0)
    sheet = CalamineWorkbook.from_filelike(out).get_sheet_by_index(0)
    lines = sheet.to_python(skip_empty_area=False)
    assert lines[0] == [column.title for column in FOUR]
    assert as_meant(lines[1:]) == as_meant(rows)


def test_encodings():
    pieces = list(exports.csv_lines((Column("甲𠮷"),), [("①",)]))
    assert b"".join(exports.encode(pieces)) == "\ufeff甲𠮷\r\n①\r\n".encode()
    assert b"".join(exports.encode(pieces, "gb18030")) == "甲𠮷\r\n①\r\n".encode("gb18030")
    with pytest.raises(ValueError, match="no such encoding: 'latin-1'"):
        exports.encode(pieces, "latin-1")


def test_other_control_characters_are_the_only_thing_lost():
    assert (
        exports.cell_text("a\x00\x0b\ud800b\r\nc\rd" + "长" * 40_000) == ("ab\nc\nd" + "长" * 40_000)[:32_767]
    )


def test_published_injection_payloads(shared_suites):
    payloads = (shared_suites / "csv-injection-payloads.txt").read_text(encoding="utf-8").splitlines()
    cells = [
        cell
        for row in as_cells((Column("甲"),), [(payload,) for payload in payloads]).iter_rows()
        for cell in row
    ]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    written = [
        line[0] for line in as_csv((Column("甲"), Column("乙")), [(payload, "x") for payload in payloads])[1:]
    ]
    assert [text for text in written if text[:1] in tuple("=+-@\t\r")] == []


def test_equal_rows_made_at_the_same_moment_are_equal_bytes():
    def made(moment):
        out = BytesIO()
        exports.write_xlsx(out, COLUMNS, ROWS, made_at=moment)
        return out.getvalue()

    early, late = datetime(2026, 3, 2, 9, 0, tzinfo=UTC), datetime(2026, 3, 2, 9, 1, tzinfo=UTC)
    assert made(early) == made(early)
    assert made(early) != made(late)
