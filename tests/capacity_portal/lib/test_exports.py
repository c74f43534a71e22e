import csv
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    clean = payload.replace("\x00", "")
    assert as_csv(columns, [(payload, "x")]) == [["'=HYPERLINK(1)", "尾"], [f"'{clean}", "x"]]
    sheet = as_cells(columns, [(payload, "x")])
    assert [cell.data_type for row in sheet.iter_rows() for cell in row] == ["s"] * 4
    assert sheet["A2"].value == clean.replace("\r", "\n")


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


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(st.characters(codec=None)), st.decimals(-(10**9), 10**9, places=4)), max_size=5
    )
)
def test_any_text_and_number_comes_back(rows):
    columns = (Column("甲"), Column("数", NUMBER))
    for (text, number), line, cells in zip(
        rows, as_csv(columns, rows)[1:], as_rows(columns, rows)[1:], strict=True
    ):
        clean = exports.storable(text)
        assert line[0] in (clean, f"'{clean}")
        assert Decimal(line[1]) == number
        assert (cells[0] or "") == clean.replace("\r\n", "\n").replace("\r", "\n")
        assert cells[1] == float(number)


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
