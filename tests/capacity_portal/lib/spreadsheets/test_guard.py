"""What is not taken, each with its sentence, and what must be taken although it looks strange."""

import io
import struct
import zipfile
import zlib
from dataclasses import replace

import pytest

from capacity_portal.lib.spreadsheets import guard, reading
from capacity_portal.lib.spreadsheets.book import COUNTY_LIMITS, CSV, XLS, XLSX, FileRefused, Limits
from tests.capacity_portal.lib.spreadsheets.files import (
    compound,
    old_stream,
    old_workbook,
    parts,
    quoted_overlap,
    raw_zip,
    record,
    sheet,
    types,
    workbook,
    zipped,
)

CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
SAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
ONLY = "这里只接收 .xlsx、.xls 和 .csv 表格。"
SMALLER = "请删除图片、多余的工作表和空白行列后另存为 .xlsx 再上传。"
ENCRYPTED = "文件已加密，无法读取，请取消密码后另存为 .xlsx 再上传。"
MACROS = "文件带有宏，不能接收，请另存为不含宏的 .xlsx 再上传。"
DAMAGED = f"表格文件已损坏或没有传完，无法打开，{SAVE}"
OVERLAP = f"文件内部的部件互相重叠，可能是恶意文件，不能接收。{SMALLER}"
UNSAFE = f"文件内部有不安全的路径，可能是恶意文件，不能接收。{SMALLER}"
DECLARED = f"文件内部含有 DOCTYPE 或 ENTITY 声明，可能是恶意文件，不能接收，{SAVE}"
NOT_UTF_8 = f"文件内部的文字编码不是 UTF-8，不能读取，{SAVE}"
RATIO = f"文件解压后超过原大小的 200 倍，可能是恶意文件，不能接收。{SMALLER}"
WORD = "这是 Word 文档，不是表格，请把表格复制到 Excel 或 WPS 表格，另存为 .xlsx 再上传。"
WEB = f"这是网页格式的表格（扩展名可能写成了 .xls），不是真正的工作簿，{SAVE}"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><sst>&b;</sst>'
)
MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def looked_at(content: bytes, name: str, limits: Limits = COUNTY_LIMITS) -> str:
    """The container, after all that the portal and then its child ask before they read; text is read here."""
    if guard.glance(content, limits) == CSV:
        return reading.read(content, name, limits).container
    return guard.examine(content, name, limits).container


def refusal(content: bytes, name: str = "台账.xlsx", limits: Limits = COUNTY_LIMITS) -> str:
    with pytest.raises(FileRefused) as caught:
        looked_at(content, name, limits)
    return str(caught.value)


def with_flag() -> bytes:
    return raw_zip([("[Content_Types].xml", b"x", {"flags": 1})])


def with_chart_macro() -> bytes:
    return workbook(CELL, extra={"xl/macrosheets/sheet1.xml": "<x/>"})


@pytest.mark.parametrize(
    ("content", "container"),
    [
        (workbook(CELL), XLSX),
        (workbook(CELL, prefix=""), XLSX),
        (zipped(parts(sheet(CELL)), zipfile.ZIP_STORED), XLSX),
        (zipped({name.replace("/", "\\"): part for name, part in parts(sheet(CELL)).items()}), XLSX),
        (workbook(CELL, extra={"[Content_Types].xml": types(1, "application/x.template.main+xml")}), XLSX),
        (workbook(CELL, extra={"xl/externalLinks/externalLink1.xml": "<x/>", "xl/embeddings/o.bin": b"\0\1"}), XLSX),
        (workbook(CELL, extra={"xl/embeddings/other.xlsx": workbook(CELL)}), XLSX),
        (old_workbook([(0, 0, "名称")]), XLS),
        (compound({"Workbook": old_stream([])}, small=True), XLS),
        ("名称,产能\n甲,1\n".encode(), CSV),
        (b"BM,MZ\n1,2\n", CSV),
        (b"MZ-1,2\n", CSV),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["台账.xlsx", "台账.csv", "台账", "\ud800\0/../x" * 500, "a.docx"])
def test_a_table_is_known_by_its_content(content, container, name):
    assert looked_at(content, name) == container


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.xlsx", "文件是空的，请检查后重新上传。"),
        (b"a" * 10_485_761, "a.csv", "文件有 10.1 MB，超过上限 10 MB，请删除图片和多余的工作表，或拆分成几个文件后上传。"),
        (old_workbook([]), "台账.ET", "这是 WPS 表格文件（.et），不能直接读取，请用 WPS 打开后另存为 .xlsx 再上传。"),
        (compound({"EncryptionInfo": b"1", "EncryptedPackage": b"2"}), "a.xlsx", ENCRYPTED),
        (compound({"Workbook": old_stream([], before=record(0x2F, b"12"))}), "a.xls", ENCRYPTED),
        (with_flag(), "a.xlsx", ENCRYPTED),
        (workbook(CELL, extra={"xl/vbaProject.bin": b"1"}), "a.xlsx", MACROS),
        (workbook(CELL, extra={"[Content_Types].xml": types(1, MACRO_TYPE)}), "a.xlsx", MACROS),
        (with_chart_macro(), "a.xlsx", MACROS),
        (old_workbook([], _VBA_PROJECT_CUR=b"1"), "a.xls", MACROS),
        (compound({"WordDocument": b"1"}), "a.xls", WORD),
        (compound({"PowerPoint Document": b"1"}), "a.xls", f"这是演示文稿，不是表格，{ONLY}"),
        (compound({"__properties_version1.0": b"1"}), "a.xls", f"这是 Outlook 邮件，不是表格，请先取出附件里的表格，{ONLY}"),
        (compound({"Other": b"1"}), "a.xls", f"这是 Office 文档，但里面没有表格，{ONLY}"),
        (zipped({"[Content_Types].xml": types(0, "application/vnd.ms-excel.sheet.binary.main"), "xl/workbook.bin": b"1"}), "a.xlsx",
         f"这是 Excel 二进制工作簿（.xlsb），不能读取，{SAVE}"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": "<x/>"}), "a.xlsx",
         f"这是 OpenDocument 文件（.ods 等），不能读取，{SAVE}"),
        (zipped({"Index/Document.iwa": b"1"}), "a.xlsx", "这是苹果 Numbers 表格，请在 Numbers 中选“导出为 Excel”后上传。"),
        (zipped({"OFD.xml": "<x/>"}), "a.xlsx", "这是 OFD 版式文档，不能作为表格读取，请上传生成它的 .xlsx 表格。"),
        (zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}), "a.xlsx", WORD),
        (zipped({"ppt/presentation.xml": "<x/>"}), "a.xlsx", f"这是演示文稿，不是表格，{ONLY}"),
        (zipped({"台账.xlsx": workbook(CELL)}), "a.xlsx", f"这是压缩包，请解压后上传里面的表格，{ONLY}"),
        (b"Rar!\x1a\x07", "a.xlsx", f"这是压缩包，请解压后上传里面的表格，{ONLY}"),
        (b"%PDF-1.7\n", "a.xlsx", "这是 PDF 文档，不能作为表格读取，请上传生成它的 .xlsx 表格。"),
        (b"\xff\xd8\xff\xe0", "a.xlsx", "这是图片，不能作为表格读取，请把内容填入 .xlsx 表格后上传。"),
        (b"\x00\x00\x00\x18ftypmp42", "a.csv", f"这是音视频文件，不是表格，{ONLY}"),
        (b"<svg xmlns='x'/>", "a.csv", f"这是 XML 或矢量图文件，不是表格，{ONLY}"),
        (b"\x7fELF\x02\x01\x01\x00", "a.csv", f"这是程序文件，不能接收，{ONLY}"),
        (b"{\\rtf1 x}", "a.xls", "这是 RTF 文档，不是表格，请把表格复制到 Excel 或 WPS 表格，另存为 .xlsx 再上传。"),
        (b"\xef\xbb\xbf\n<HTML><table>", "a.xls", WEB),
        (b"<table border=1>", "a.xls", WEB),
        (b"MIME-Version: 1.0\nX-Document-Type: Workbook", "a.xls", f"这是网页格式（MHTML）的表格，不是真正的工作簿，{SAVE}"),
        (b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "a.xls",
         f"这是“XML 表格 2003”文件，{SAVE}"),
        (b"\t\x04\x06\x00\x00\x00\x10\x00", "a.xls", f"这是 Excel 95 以前的旧表格，{SAVE}"),
        (bytes(range(1, 32)) * 40, "a.csv", f"无法识别这个文件，它不是表格，{ONLY}"),
        (b"name\n\xff\xfe\xff\xff\x80\xff", "a.csv", f"文件的文字编码不是 UTF-8、UTF-16 或 GBK/GB18030，无法读取，{SAVE}"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_named(content, name, sentence):
    assert refusal(content, name) == sentence


def bad_crc() -> bytes:
    content = bytearray(zipped(parts(sheet(CELL)), zipfile.ZIP_STORED))
    content[content.index(b"<v>1</v>") + 3] ^= 1
    return bytes(content)


def with_bad_stream() -> bytes:
    content = bytearray(raw_zip([("[Content_Types].xml", b"x" * 1000, {})]))
    content[30 + len("[Content_Types].xml")] = 0xFF  # no such kind of block
    return bytes(content)


def cut_stream() -> bytes:
    return raw_zip([("[Content_Types].xml", b"x" * 1000, {"packed": 3})])


@pytest.mark.parametrize(
    "content",
    [
        workbook(CELL)[:-30],
        workbook(CELL)[:60],
        b"PK\x03\x04",
        bad_crc(),
        raw_zip([("[Content_Types].xml", b"x" * 1000, {})]).replace(b"Types].xml", b"Types].xml\xff\xff", 1)[:-2],
        with_bad_stream(),
        cut_stream(),
        raw_zip([("[Content_Types].xml", b"x" * 1000, {"size": 10, "crc": zlib.crc32(b"x" * 10)})]),
        raw_zip([("[Content_Types].xml", b"x", {"offset": 7})]),
        raw_zip([("[Content_Types].xml", b"x", {"packed": 70_000})]),
        workbook(CELL, extra={"xl/workbook.xml": "<workbook"}),
        workbook(CELL, extra={"[Content_Types].xml": types(1) + "</x>"}),
        zipped({key: part for key, part in parts(sheet(CELL)).items() if "rels" not in key}),
        zipped({key: part for key, part in parts(sheet(CELL)).items() if key != "xl/workbook.xml"}),
        workbook(CELL, extra={"xl/workbook.xml": b"<a>" + b" " * 8_400_000 + b"</a>"}),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        old_workbook([])[:700],
        old_workbook([]).replace(struct.pack("<HH", 9, 6), struct.pack("<HH", 31, 6), 1),
    ],
    ids=lambda content: f"{len(content)} bytes",  # the content has a moment in it: other processes would name it otherwise
)  # fmt: skip
def test_damaged_files(content):
    assert refusal(content) == DAMAGED


def test_any_cut_of_an_old_workbook_is_refused_or_read():
    whole = old_workbook([(0, 0, "名称")])
    for length in range(8, len(whole), 97):
        try:
            assert looked_at(whole[:length], "a.xls") == XLS
        except FileRefused:
            continue


def test_streams_without_a_root_or_in_a_ring():
    small = bytearray(compound({"Workbook": old_stream([])}, small=True))
    small[small.index("Root Entry".encode("utf-16-le")) + 66] = 1
    assert refusal(bytes(small), "a.xls") == DAMAGED
    ring = bytearray(old_workbook([]))
    ring[-512:-508] = struct.pack("<I", 0)  # the first sector follows itself
    assert looked_at(bytes(ring), "a.xls") == XLS


def test_a_stream_that_ends_within_its_first_record():
    assert looked_at(compound({"Workbook": b"\x09\x08\x00"}, small=True), "a.xls") == XLS


def test_parts_of_every_length_around_a_piece():
    for more in range(-2, 300, 17):
        content = workbook(CELL, extra={"xl/media/a.txt": b"a" * (1_048_576 + more)})
        assert looked_at(content, "a.xlsx") == XLSX


def test_a_workbook_may_use_the_further_allocation_table():
    content = bytearray(old_workbook([(0, 0, "甲")]))
    (place,) = struct.unpack_from("<I", content, 76)
    more = struct.pack("<127II", place, *[0xFFFFFFFF] * 126, 0xFFFFFFFE)
    content[76:80] = struct.pack("<I", 0xFFFFFFFF)
    content[68:76] = struct.pack("<II", len(content) // 512 - 1, 1)
    assert looked_at(bytes(content) + more, "a.xls") == XLS


# --- the archive ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "path", ["../../evil.xml", "xl/../../evil.xml", "..\\evil.xml", "/abs.xml", "C:/evil.xml", "a\0b.xml"]
)
def test_unsafe_paths(path):
    assert refusal(raw_zip([(path, b"x", {})])) == UNSAFE


def test_two_parts_of_one_name():
    assert (
        refusal(raw_zip([("a.xml", b"x", {}), ("a.xml", b"y", {})]))
        == f"文件内部有同名部件，可能被改动过。{SMALLER}"
    )


def test_unknown_packing():
    content = raw_zip([("[Content_Types].xml", b"x", {"method": 12})])
    assert refusal(content) == f"文件内部的压缩方式不能读取。{SMALLER}"


def test_entries_are_counted():
    many = {f"xl/media/{number}.txt": "x" for number in range(200)}
    sentence = f"文件内部有 206 个部件，超过上限 200 个。{SMALLER}"
    assert refusal(workbook(CELL, extra=many)) == sentence
    assert refusal(b"PK\x03\x04" + b"PK\x01\x02" * 2001) == sentence.replace("206", "2,001")


def test_quoted_overlap_is_refused():
    bomb = quoted_overlap(100, b"a" * 1_000_000)
    listed = zipfile.ZipFile(io.BytesIO(bomb))
    # negative control: with the headers alone it is a sound archive that unpacks to 100 MB from 20 KB
    assert (len(bomb) < 20_000, sum(one.file_size for one in listed.infolist()) > 100_000_000) == (True, True)
    assert refusal(bomb) == OVERLAP


def test_entries_that_share_their_bytes_are_refused():
    shared = raw_zip([("a.xml", b"<a/>", {}), ("b.xml", b"<a/>", {"offset": 0})])
    assert refusal(shared) == OVERLAP


def test_what_is_unpacked_is_counted_for_real():
    content = b"<a>" + b"0" * 20_000_000
    lying = {"size": 10, "crc": zlib.crc32(content[:10])}
    entries = [(name, part.encode(), {}) for name, part in parts(sheet(CELL)).items()]
    bomb = raw_zip([*entries, ("xl/media/a.xml", content, lying)])
    # negative control: the library believes the header
    assert zipfile.ZipFile(io.BytesIO(bomb)).read("xl/media/a.xml") == content[:10]
    assert refusal(bomb) == RATIO
    limits = replace(COUNTY_LIMITS, most_unpacked=1_048_576)
    assert refusal(bomb, limits=limits) == f"文件解压后超过上限 1 MB。{SMALLER}"


def test_small_files_may_be_packed_as_well_as_they_like():
    assert looked_at(workbook(CELL, extra={"xl/media/a.txt": b"0" * 9_000_000}), "a") == XLSX


def test_random_bytes_behind_the_mark_of_a_zip():
    for cut in range(4, 400, 7):
        broken = bytearray(workbook(CELL))
        broken[-cut] ^= 0xFF
        try:
            assert looked_at(bytes(broken), "a.xlsx") == XLSX
        except FileRefused:
            continue


# --- XML --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "extra",
    [
        {"xl/sharedStrings.xml": LAUGHS},
        {"xl/sharedStrings.xml": '<!ENTITY a SYSTEM "file:///etc/passwd"><sst/>'},
        {"xl/workbook.xml": LAUGHS},
        {"[Content_Types].xml": LAUGHS + types(1)},
        {"xl/worksheets/sheet1.xml": LAUGHS},
        {"xl/strings.bin": LAUGHS},
        {"xl/sharedStrings.xml": b"<a>" + b" " * (1_048_576 - 8) + b"<!DOCTYPE x>"},
    ],
)
def test_declared_documents_and_entities(extra):
    assert refusal(workbook(CELL, extra=extra)) == DECLARED


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_xml_that_would_hide_its_declaration(codec):
    assert refusal(workbook(CELL, extra={"xl/sharedStrings.xml": LAUGHS.encode(codec)})) == NOT_UTF_8


def test_an_exclamation_mark_is_no_declaration():
    formula = '<row r="1"><c r="A1"><f>表2!A1</f><v>1</v></c></row><!-- c -->'
    assert looked_at(workbook(formula), "a.xlsx") == XLSX
