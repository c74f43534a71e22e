"""Whether an OLE file is an .xls workbook that may be read, and what it is when it is not."""

from struct import error, unpack_from

from capacity_portal.lib.spreadsheets.book import FileRefused
from capacity_portal.lib.spreadsheets.compound import Compound, Damaged
from capacity_portal.lib.spreadsheets.signatures import ONLY, OPEN_AND_SAVE

ENCRYPTED = "文件已加密，无法读取，请取消密码后另存为 .xlsx 再上传。"
MACROS = "文件带有宏，不能接收，请另存为不含宏的 .xlsx 再上传。"
DAMAGED = f"表格文件已损坏或没有传完，无法打开，{OPEN_AND_SAVE}"
WPS = "这是 WPS 表格文件（.et），不能直接读取，请用 WPS 打开后另存为 .xlsx 再上传。"
_WPS_ENDINGS = (".et", ".ett")
_OTHERS = (
    ("WordDocument", "这是 Word 文档，不是表格，请把表格复制到 Excel 或 WPS 表格，另存为 .xlsx 再上传。"),
    ("PowerPoint Document", f"这是演示文稿，不是表格，{ONLY}"),
    ("__properties_version1.0", f"这是 Outlook 邮件，不是表格，请先取出附件里的表格，{ONLY}"),
)
_FILE_PASS, _END = 0x2F, 0x0A
_FIRST_RECORDS = 4096


def check(content: bytes, name: str) -> None:
    """Pass an .xls workbook without password and macros. Raises FileRefused for any other OLE file."""
    try:
        _check(Compound(content), name)
    except Damaged:
        raise FileRefused(DAMAGED) from None


def _check(file: Compound, name: str) -> None:
    names = file.names
    if {"EncryptedPackage", "EncryptionInfo"} & names:
        raise FileRefused(ENCRYPTED)
    book = next((stream for stream in ("Workbook", "Book") if stream in names), None)
    if book is None:
        unknown = f"这是 Office 文档，但里面没有表格，{ONLY}"
        raise FileRefused(next((advice for stream, advice in _OTHERS if stream in names), unknown))
    if name.lower().endswith(_WPS_ENDINGS):
        raise FileRefused(WPS)
    if _has_password(file.beginning(book, _FIRST_RECORDS)):
        raise FileRefused(ENCRYPTED)
    if {"_VBA_PROJECT_CUR", "_VBA_PROJECT"} & names:
        raise FileRefused(MACROS)


def _has_password(stream: bytes) -> bool:
    """True when FilePass stands among the first records of the workbook."""
    place = 0
    try:
        while place < len(stream):
            kind, length = unpack_from("<HH", stream, place)
            if kind in (_FILE_PASS, _END):
                return kind == _FILE_PASS
            place += 4 + length
    except error:
        pass
    return False
