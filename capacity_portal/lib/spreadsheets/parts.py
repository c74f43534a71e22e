"""The parts of an .xlsx: what kind of document the zip is, and which part is which sheet."""

import posixpath
import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from capacity_portal.lib.spreadsheets.archive import Archive
from capacity_portal.lib.spreadsheets.book import MEGABYTE, FileRefused
from capacity_portal.lib.spreadsheets.signatures import ONLY, OPEN_AND_SAVE
from capacity_portal.lib.spreadsheets.workbooks_97 import DAMAGED, MACROS

TYPES = "[Content_Types].xml"
DECLARED = f"文件内部含有 DOCTYPE 或 ENTITY 声明，可能是恶意文件，不能接收，{OPEN_AND_SAVE}"
NOT_UTF_8 = f"文件内部的文字编码不是 UTF-8，不能读取，{OPEN_AND_SAVE}"
_MOST = 8 * MEGABYTE  # of a part that is read as a whole
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_OTHERS = (
    (re.compile(r"xl/workbook\.bin$"), f"这是 Excel 二进制工作簿（.xlsb），不能读取，{OPEN_AND_SAVE}"),
    (
        re.compile(r"word/"),
        "这是 Word 文档，不是表格，请把表格复制到 Excel 或 WPS 表格，另存为 .xlsx 再上传。",
    ),
    (re.compile(r"ppt/"), f"这是演示文稿，不是表格，{ONLY}"),
    (re.compile(r"OFD\.xml$"), "这是 OFD 版式文档，不能作为表格读取，请上传生成它的 .xlsx 表格。"),
    (
        re.compile(r"Index/Document\.iwa$|Index\.zip$"),
        "这是苹果 Numbers 表格，请在 Numbers 中选“导出为 Excel”后上传。",
    ),
    (re.compile(r"META-INF/manifest\.xml$"), f"这是 OpenDocument 文件（.ods 等），不能读取，{OPEN_AND_SAVE}"),
)


def check_kind(archive: Archive) -> str:
    """Return the path of the workbook part. Raises FileRefused for macros and for anything that is no .xlsx."""
    paths = {path.lower(): path for path in archive.entries}
    if any(re.search(r"(?:^|/)(?:vbaproject[^/]*\.bin|macrosheets/)", path) for path in paths):
        raise FileRefused(MACROS)
    types = whole(archive, TYPES) if TYPES in archive.entries else b""
    if b"macroenabled" in types.lower():
        raise FileRefused(MACROS)
    main = re.search(rb"\.(?:sheet|template)\.main\+xml", types)
    if not main:
        raise FileRefused(_other(archive))
    named = [one.get("PartName", "").strip("/") for one in _parsed(types) if b"main+xml" in _type(one)] + [
        "xl/workbook.xml"
    ]
    found = next((paths[path.lower()] for path in named if path.lower() in paths), None)
    if found is None:
        raise FileRefused(DAMAGED)
    return found


def sheet_paths(archive: Archive, workbook: str) -> dict[str, str]:
    """Return the names of the sheets by the path of their part. Raises FileRefused."""
    folder, file = posixpath.split(workbook)
    relations = f"{folder}/_rels/{file}.rels".lstrip("/")
    if relations not in archive.entries:
        raise FileRefused(DAMAGED)
    targets = {one.get("Id"): one.get("Target", "") for one in _parsed(whole(archive, relations))}
    sheets = {}
    for one in _parsed(whole(archive, workbook)).iter():
        if one.tag.rpartition("}")[2] == "sheet":
            target = targets.get(one.get(_RELATION) or one.get(_STRICT_RELATION), "")
            sheets[posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")] = one.get("name", "")
    return sheets


def check_xml(piece: bytes) -> None:
    """Raises FileRefused for a piece that declares a document type or an entity."""
    if b"!" in piece and _DECLARATION.search(piece):
        raise FileRefused(DECLARED)


def is_xml(path: str, piece: bytes) -> bool:
    """True for a part that begins as XML or is named so. Raises FileRefused for XML that is not in UTF-8."""
    if not path.lower().endswith((".xml", ".rels", ".vml")) and not piece.lstrip(
        b"\xef\xbb\xbf\r\n\t "
    ).startswith(b"<"):
        return False
    if piece.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in piece[:64]:
        raise FileRefused(NOT_UTF_8)
    return True


def whole(archive: Archive, path: str) -> bytes:
    """Return a small XML part. Raises FileRefused."""
    content = b""
    for piece in archive.pieces(path):
        content += piece
        if len(content) > _MOST:
            raise FileRefused(DAMAGED)
    is_xml(path, content)
    check_xml(content)
    return content


def _other(archive: Archive) -> str:
    for pattern, advice in _OTHERS:
        if any(pattern.match(path) for path in archive.entries):
            return advice
    return f"这是压缩包，请解压后上传里面的表格，{ONLY}"


def _type(one: Element) -> bytes:
    return one.get("ContentType", "").encode("utf-8", "replace")


def _parsed(content: bytes) -> Element:
    try:
        return fromstring(content, forbid_dtd=True)
    except (ParseError, ValueError, LookupError):
        raise FileRefused(DAMAGED) from None
