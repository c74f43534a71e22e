"""Video and office files by their content, and what to advise where a file is not taken."""

import re
import zipfile
from io import BytesIO

from capacity_portal.lib import file_kinds
from capacity_portal.lib.uploads import UploadRefused

_VIDEOS = (
    ("video/quicktime", re.compile(rb"....ftypqt", re.DOTALL)),
    ("video/3gpp", re.compile(rb"....ftyp3g", re.DOTALL)),
    ("video/mp4", re.compile(rb"....ftyp", re.DOTALL)),
    ("video/webm", re.compile(rb"\x1a\x45\xdf\xa3.{0,60}webm", re.DOTALL)),
    ("video/x-matroska", re.compile(rb"\x1a\x45\xdf\xa3")),
    ("video/x-msvideo", re.compile(rb"RIFF....AVI ", re.DOTALL)),
    ("video/x-flv", re.compile(rb"FLV\x01")),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams inside the older office files, as they stand there: UTF-16.
_OLDER = (
    ("application/msword", "WordDocument"),
    ("application/vnd.ms-excel", "Workbook"),
    ("application/vnd.ms-powerpoint", "PowerPoint Document"),
)
_MARKUP = "application/vnd.openxmlformats-officedocument."
_PACKED = (
    ("word/document.xml", f"{_MARKUP}wordprocessingml.document"),
    ("xl/workbook.xml", f"{_MARKUP}spreadsheetml.sheet"),
    ("ppt/presentation.xml", f"{_MARKUP}presentationml.presentation"),
)
_MOST_ENTRIES = 5_000
_MACROS = "这份 Office 文档含有宏，不能接收。请另存为不含宏的文档，或另存为 PDF 后上传。"
_LOCKED = "这份 Office 文档设了打开密码，办理人员打不开。请取消密码后重新上传。"
_ADVICE = {
    "ZIP": "这是压缩包，不能接收，请解压后逐个上传。",
    "OFFICE": "这份文档打不开，可能不是 Office 文档，请另存为 PDF 后上传。",
}
_UNKNOWN = "无法识别这个文件，可以上传照片（JPG、PNG、WEBP）、PDF、视频和 Word、Excel、PPT 文档。"


def advice(kind: str) -> str:
    """What to tell somebody who sent ``kind`` (of ``file_kinds.kind_of``)."""
    return _ADVICE.get(kind) or file_kinds.ADVICE.get(kind, _UNKNOWN)


def video_type(content: bytes) -> str:
    """The media type of a video by its first bytes."""
    return next((name for name, signature in _VIDEOS if signature.match(content[:128])), "video/mpeg")


def office_type(content: bytes, kind: str) -> str:
    """The media type of an office document, "" for what is none. Raises UploadRefused for macros and passwords."""
    if kind == "OFFICE":
        return _older_type(content)
    return _packed_type(content) if content.startswith(b"PK\x03\x04") else ""


def _older_type(content: bytes) -> str:
    if not content.startswith(_COMPOUND):
        return "application/rtf"
    if _wide("EncryptedPackage") in content:
        raise UploadRefused(_LOCKED)
    if _wide("_VBA_PROJECT") in content:
        raise UploadRefused(_MACROS)
    return next((name for name, stream in _OLDER if _wide(stream) in content), "")


def _packed_type(content: bytes) -> str:
    """By the list of entries alone: nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except Exception:
        return ""
    if len(names) > _MOST_ENTRIES or any(_leads_outside(name) for name in names):
        return ""
    found = next((name for part, name in _PACKED if part in names), "")
    if found and any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UploadRefused(_MACROS)
    return found if "[Content_Types].xml" in names else ""


def _leads_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[\\/]", name)


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")
