"""The one way in for evidence: photos and PDF files get a clean copy drawn anew; video and office files are taken to stay sealed.

Everything else is refused with a sentence that says what to do instead. Original names are not handed on.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import BinaryIO

from capacity_portal.lib import file_kinds, pdf_inspection
from capacity_portal.lib.evidence import drawing, kinds
from capacity_portal.lib.file_names import display_name
from capacity_portal.lib.uploads import UploadRefused

PHOTO, DOCUMENT, VIDEO, OFFICE = "photo", "document", "video", "office"
MOST_BYTES = 20 * 1024 * 1024
_PHOTOS = frozenset({file_kinds.JPEG, file_kinds.PNG, file_kinds.WEBP})
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Evidence:
    """``clean``: what may be shown, of ``content_type`` (None for VIDEO and OFFICE, whose own type it then is).

    ``sha256`` (hex) is that of ``original``, the bytes as sent; ``pages`` counts those of a PDF, else 1.
    """

    kind: str
    original: bytes = field(repr=False)
    clean: bytes | None = field(repr=False)
    content_type: str
    pages: int
    sha256: str


def read_evidence(file: BinaryIO, *, most_bytes: int = MOST_BYTES) -> Evidence:
    """Read an uploaded file of at most ``most_bytes``; it has ``read`` and may have ``name`` and ``size`` (bytes).

    Raises UploadRefused with a Chinese sentence that names the file.
    """
    try:
        return _judged(_bounded(file, most_bytes))
    except UploadRefused as refused:
        raise UploadRefused(f"“{_shown(getattr(file, 'name', ''))}”：{refused}") from None


def _bounded(file: BinaryIO, most_bytes: int) -> bytes:
    size = getattr(file, "size", None)
    content = b"" if size is not None and size > most_bytes else file.read(most_bytes + 1)
    if len(content) > most_bytes or (size is not None and size > most_bytes):
        megabytes = f"{most_bytes / 1_048_576:.4g}"
        raise UploadRefused(f"文件超过 {megabytes} MB，请压缩、截短或拆分后上传。")
    if not content:
        raise UploadRefused("文件是空的，请检查后重新上传。")
    return content


def _judged(content: bytes) -> Evidence:
    kind = file_kinds.kind_of(content)
    if kind in _PHOTOS:
        drawn = drawing.photo(content)
        return _evidence(PHOTO, content, drawn.content, drawn.content_type)
    if kind == file_kinds.PDF:
        if not pdf_inspection.trimmed(content):
            raise UploadRefused("PDF 不完整，可能没有传完，请重新导出后上传。")
        drawn = drawing.document(content)
        return _evidence(DOCUMENT, content, drawn.content, drawn.content_type, drawn.pages)
    if kind == "VIDEO":
        return _evidence(VIDEO, content, None, kinds.video_type(content))
    if office_type := kinds.office_type(content, kind):
        return _evidence(OFFICE, content, None, office_type)
    raise UploadRefused(kinds.advice(kind))


def _evidence(kind: str, original: bytes, clean: bytes | None, content_type: str, pages: int = 1) -> Evidence:
    return Evidence(kind, original, clean, content_type, pages, sha256(original).hexdigest())


def _shown(name: str) -> str:
    """The file's name in characters that do no harm, cut to a length that can be read."""
    stem, dot, ending = str(name or "")[-2_000:].rpartition(".")
    known = ending if dot and ending.isascii() and ending.isalnum() and len(ending) <= 5 else ""
    cleaned = display_name(stem if known else name, known)
    return cleaned.rstrip(".") if len(cleaned) <= _LONGEST_NAME else f"{cleaned[: _LONGEST_NAME - 1]}…"
