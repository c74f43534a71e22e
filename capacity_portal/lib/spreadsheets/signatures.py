"""What a file is by its first bytes, as far as spreadsheets are concerned, and what to advise when it is none."""

import re

from capacity_portal.lib import file_kinds

OPEN_AND_SAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
ONLY = "这里只接收 .xlsx、.xls 和 .csv 表格。"

ZIP, OLE, TEXT = "ZIP", "OLE", "TEXT"

_ZIP = re.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)")
_OLE = re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_START = rb"(?:\xef\xbb\xbf)?\s*+"
_FOREIGN = (
    (
        re.compile(_START + rb"MIME-Version:", re.IGNORECASE),
        f"这是网页格式（MHTML）的表格，不是真正的工作簿，{OPEN_AND_SAVE}",
    ),
    (
        re.compile(_START + rb"<\?xml.{0,2000}?urn:schemas-microsoft-com:office:spreadsheet", re.DOTALL),
        f"这是“XML 表格 2003”文件，{OPEN_AND_SAVE}",
    ),
    (
        re.compile(_START + rb"<(?:html|head|meta|style|body|table|div|script|!doctype html)\b", re.IGNORECASE),
        f"这是网页格式的表格（扩展名可能写成了 .xls），不是真正的工作簿，{OPEN_AND_SAVE}",
    ),
    (re.compile(rb"\t[\x00\x02\x04]\x06\x00|\t\x08\x08\x00\x00\x05"), f"这是 Excel 95 以前的旧表格，{OPEN_AND_SAVE}"),
    (re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ"), f"这是压缩包，请解压后上传里面的表格，{ONLY}"),
    (re.compile(rb"\{\\rtf"), "这是 RTF 文档，不是表格，请把表格复制到 Excel 或 WPS 表格，另存为 .xlsx 再上传。"),
    (re.compile(rb"%PDF-"), "这是 PDF 文档，不能作为表格读取，请上传生成它的 .xlsx 表格。"),
)  # fmt: skip
_PICTURES = {"JPEG", "PNG", "WEBP", "HEIC", "GIF", "TIFF", "BMP", "EPS"}
_OTHERS = {
    "VIDEO": f"这是音视频文件，不是表格，{ONLY}",
    "SVG": f"这是 XML 或矢量图文件，不是表格，{ONLY}",
    "PROGRAM": f"这是程序文件，不能接收，{ONLY}",
}


def signature(content: bytes) -> str:
    """Return ZIP, OLE or TEXT (which includes what nobody knows)."""
    return ZIP if _ZIP.match(content) else OLE if _OLE.match(content) else TEXT


def foreign(content: bytes) -> str:
    """Return the Chinese sentence for a file that is recognised as something else; ``""`` when it may be a .csv."""
    head = content[:4096]
    named = next((advice for pattern, advice in _FOREIGN if pattern.match(head)), "")
    if named:
        return named
    kind = file_kinds.kind_of(content)
    if kind in _PICTURES:
        return "这是图片，不能作为表格读取，请把内容填入 .xlsx 表格后上传。"
    if kind in ("PROGRAM", "BMP") and _is_readable(head):  # a list may begin with the letters BM or MZ
        return ""
    return _OTHERS.get(kind, "")


def _is_readable(head: bytes) -> bool:
    return not re.search(rb"[\x00-\x08\x0e-\x1f]", head)
