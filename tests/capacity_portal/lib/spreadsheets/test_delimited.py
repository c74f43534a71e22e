"""Text files of rows in every encoding and with every delimiter."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_portal.lib.exports import DATE, NUMBER, Column, csv_lines
from capacity_portal.lib.spreadsheets import delimited
from capacity_portal.lib.spreadsheets.book import COUNTY_LIMITS, CSV, Book, FileRefused, Sheet
from capacity_portal.lib.spreadsheets.encodings import decoded
from capacity_portal.lib.typed_text import storable

SAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
UNDECODABLE = f"文件的文字编码不是 UTF-8、UTF-16 或 GBK/GB18030，无法读取，{SAVE}"
BOMS = {"utf-8-sig": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE", "gb18030": "GB18030"}  # fmt: skip
HEADING = ["企业名称", "产能"]


def written(rows, codec="utf-8", delimiter=",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return BOMS.get(codec, b"") + out.getvalue().encode(codec)


def rows_of(content: bytes | str, limits=COUNTY_LIMITS):
    return delimited.rows_of(content if isinstance(content, bytes) else content.encode(), limits)


def refusal(content, limits=COUNTY_LIMITS) -> str:
    with pytest.raises(FileRefused) as caught:
        rows_of(content, limits)
    return str(caught.value)


cells = st.text(st.characters(codec="utf-8"), max_size=8).map(storable)
wide_rows = st.integers(1, 4).flatmap(
    lambda more: st.lists(st.lists(cells, min_size=1 + more, max_size=1 + more), max_size=5)
)


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("codec", list(NAMES))
@settings(max_examples=20)
@given(rows=wide_rows)
def test_any_table_comes_back(codec, delimiter, rows):
    table = [(HEADING * 3)[: len(rows[0]) if rows else 2], *rows]
    assert rows_of(written(table, codec, delimiter)) == (table, NAMES[codec], delimiter)


@given(st.lists(st.tuples(cells, cells, st.integers(-(10**12), 10**12)), max_size=5))
@settings(max_examples=50)
def test_what_was_exported_is_read_as_it_was(rows):
    columns = [Column("=名称"), Column("'=代码"), Column("产能", NUMBER)]
    content = "".join(csv_lines(columns, rows)).encode()
    read = delimited.read(content, "导出.csv", COUNTY_LIMITS).sheets[0].rows
    assert read == [["=名称", "'=代码", "产能"]] + [
        [a or None, b or None, str(number)] for a, b, number in rows
    ]


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "''=1", "-5", "'quoted", "+86", "\t=1", "＝1", "'"])
def test_the_apostrophe_before_formulas_goes_and_no_other(text):
    content = "".join(csv_lines([Column("甲"), Column("乙", DATE)], [(text, "x")])).encode()
    assert delimited.read(content, "a.csv", COUNTY_LIMITS).sheets[0].rows[1] == [text, "x"]


PUBLISHED_SLIP = {
    "Contact Phone Number": "2095257564"
}  # the suite's own .json names another telephone than its .csv


def test_csv_spectrum(shared_suites):
    folder = shared_suites / "csv-spectrum"
    files = sorted((folder / "csvs").glob("*.csv"))
    assert len(files) == 12
    for file in files:
        content = file.read_bytes()
        if file.stem.endswith("_crlf"):  # a checkout may have turned the line ends
            content = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        rows, _, _ = rows_of(content)
        read = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
        expected = json.loads((folder / "json" / f"{file.stem}.json").read_text(encoding="utf-8"))
        if file.stem == "location_coordinates":
            expected = [expected | PUBLISHED_SLIP]
        assert (file.name, read) == (file.name, expected)


@pytest.mark.parametrize(
    ("content", "rows", "delimiter"),
    [
        ("", [], ","),
        ("\ufeff", [], ","),
        ("甲", [["甲"]], ","),
        ("甲,乙\r\r\n1,2\r\n", [["甲", "乙"], [], ["1", "2"]], ","),
        ("甲,乙\r1,2\r", [["甲", "乙"], ["1", "2"]], ","),
        ("2016 年台账\n\n甲\t乙\n1,5\t2\n", [["2016 年台账"], [], ["甲", "乙"], ["1,5", "2"]], "\t"),
        ("甲;乙\n1,5;2,5\n", [["甲", "乙"], ["1,5", "2,5"]], ";"),
        ("sep=;\n甲,1;乙\n", [["甲,1", "乙"]], ";"),
        ('SEP="\r\n甲,乙', [["甲", "乙"]], ","),
        ("sep=|\r\n甲|乙", [["甲", "乙"]], "|"),
        ("甲，乙\n1，2\n", [["甲", "乙"], ["1", "2"]], "，"),
        ("说明：甲，乙\n某公司\n", [["说明：甲，乙"], ["某公司"]], ","),
        ("甲，乙\n", [["甲，乙"]], ","),
        ('甲,"乙\n""丙"""\n', [["甲", '乙\n"丙"']], ","),
        ('甲,3" 管\n', [["甲", '3" 管']], ","),
        ("甲\0,乙\0\n", [["甲", "乙"]], ","),
        ("甲,乙\n" * 40_000, [["甲", "乙"]] * 40_000, ","),
        ("甲," + "长" * 70_000 + "\n", [["甲", "长" * 70_000]], ","),
    ],
)  # fmt: skip
def test_rows_and_delimiters(content, rows, delimiter):
    assert rows_of(content)[::2] == (rows, delimiter)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("a,b\n1,2\n".encode("utf-16-le"), "UTF-16 LE"),
        ("a,b\n1,2\n".encode("utf-16-be"), "UTF-16 BE"),
        ("企业,产能\n甲,1\n".encode("utf-16-le"), "UTF-16 LE"),
        ("通".encode("gbk"), "GB18030"),
        ("联通,移动\n".encode("gbk"), "GB18030"),
        ("café,m²\n".encode(), "UTF-8"),
        ("ɐ,企业".encode(), "UTF-8"),
        (b"a,b\n1,2\0\n", "UTF-8"),
        ("㐀𠀀,镕\n".encode("gb18030"), "GB18030"),
    ],
)
def test_encodings_without_a_mark(content, encoding):
    text = content.decode(encoding.replace(" ", "-")).replace("\0", "")
    assert decoded(content) == (text, encoding)


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbf\xff", b"\xff\xfe\x00\xd8", b"\xfe\xffa", b"a,\xff\xff", b"\x80\x80\x80"]
)
def test_undecodable(content):
    assert refusal(content) == UNDECODABLE


def test_limits():
    limits = replace(COUNTY_LIMITS, most_rows=5, most_columns=3)
    assert len(rows_of("甲,乙\n" * 105, limits)[0]) == 105
    assert refusal("甲,乙\n" * 106, limits) == "文件约有 106 行，最多读取 5 行，请拆分成几个文件后上传。"
    assert refusal("甲,乙\r" * 200, limits) == "文件约有 200 行，最多读取 5 行，请拆分成几个文件后上传。"
    assert rows_of("1,2,3,4,5,6,7,,,\n", limits)[0] == [["1", "2", "3", "4", "5", "6", "7", "", "", ""]]
    sentence = "文件第 2 行有 8 列，最多读取 3 列，请删除多余的列，或拆分成几个文件后上传。"
    assert refusal("1\n1,2,3,4,5,6,7,8\n", limits) == sentence


@pytest.mark.parametrize(
    ("content", "line"),
    [('甲,乙\n1,"2\n3,4\n5,6\n', 2), ('"甲,乙\n', 1), ('甲\n"' + "长" * 200_000, 2), ("甲,乙\n1," + "长" * 200_000, 2)],
)  # fmt: skip
def test_quotation_marks_without_an_end(content, line):
    assert refusal(content) == (
        f"文件第 {line} 行起的双引号没有成对，后面的内容无法分行，请补上引号，或用 Excel 或 WPS 另存为 .xlsx 再上传。"
    )


@pytest.mark.parametrize(
    ("name", "title"),
    [("C:\\a\\台账.csv", "台账"), ("../x/表.2016.csv", "表.2016"), ("", "CSV"), (".csv", "CSV"), ("长" * 50 + ".csv", "长" * 31), ("表\x00\ud800.csv", "表")],
)  # fmt: skip
def test_the_book_of_a_text_file(name, title):
    assert delimited.read("甲;乙\n\n1;\n;\n\n".encode("gbk"), name, COUNTY_LIMITS) == Book(
        CSV, (Sheet(title, [["甲", "乙"], [], ["1"]]),), encoding="GB18030", delimiter=";"
    )
