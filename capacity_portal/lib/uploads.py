"""The one way in for uploaded photos and PDF documents: judged by content, never by name or declared type.

Photos are rebuilt from their pixels, PDFs are inspected and cut after their end mark. Everything else is
refused with a sentence that says what to do instead.
"""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from capacity_portal.lib import file_kinds, pdf_inspection, picture_rebuild
from capacity_portal.lib.file_names import display_name

PHOTO, DOCUMENT = "photo", "document"
EVERYTHING = frozenset({PHOTO, DOCUMENT})
_PHOTOS = frozenset({file_kinds.JPEG, file_kinds.PNG, file_kinds.WEBP})
_TYPES = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png"), "PDF": ("application/pdf", "pdf")}


class UploadRefused(ValueError):
    """The file is not taken; the message is a Chinese sentence with advice."""


@dataclass(frozen=True)
class Upload:
    """What may be stored.

    ``sha256`` is that of ``content``, ``source_sha256`` that of the file as sent (same photo twice);
    ``width`` and ``height`` are pixels, None for documents; ``original_name`` is safe to show and ends in the
    true extension.
    """

    content: bytes
    content_type: str
    sha256: str
    source_sha256: str
    width: int | None
    height: int | None
    original_name: str


def read_upload(
    file: BinaryIO, *, most_bytes: int, kinds: Collection[str] = EVERYTHING, name: str | None = None
) -> Upload:
    """Read an uploaded file of at most ``most_bytes``.

    ``file`` has ``read`` and, unless ``name`` is given, a ``name``; ``kinds``: PHOTO, DOCUMENT or both.
    Raises UploadRefused.
    """
    named = name if name is not None else getattr(file, "name", "")
    source = _bounded(file, most_bytes)
    kind = file_kinds.kind_of(source)
    if kind in _PHOTOS and PHOTO in kinds:
        return _photo(source, named)
    if kind == file_kinds.PDF and DOCUMENT in kinds:
        return _document(source, named)
    raise UploadRefused(_advice(kind, kinds))


def _bounded(file: BinaryIO, most_bytes: int) -> bytes:
    size = getattr(file, "size", None)
    source = b"" if size is not None and size > most_bytes else file.read(most_bytes + 1)
    if len(source) > most_bytes or (size is not None and size > most_bytes):
        raise UploadRefused(f"文件超过 {_readable(most_bytes)}，请压缩或拆分后上传。")
    if not source:
        raise UploadRefused("文件是空的，请检查后重新上传。")
    return source


def _photo(source: bytes, name: str) -> Upload:
    try:
        picture = picture_rebuild.rebuilt(source)
    except picture_rebuild.PictureTooLarge:
        pixels = picture_rebuild.MOST_PIXELS // 10_000
        raise UploadRefused(f"照片超过 {pixels:,} 万像素，请缩小尺寸后上传。") from None
    except picture_rebuild.PictureDamaged:
        raise UploadRefused("照片打不开，可能没有传完或已损坏，请重新拍摄或另存为 JPG 后上传。") from None
    return _upload(picture.content, picture.format, source, name, picture.width, picture.height)


def _document(source: bytes, name: str) -> Upload:
    content = pdf_inspection.trimmed(source)
    if not content:
        raise UploadRefused("PDF 不完整，可能没有传完，请重新导出后上传。")
    if objections := pdf_inspection.objections(content):
        raise UploadRefused(f"这份 PDF {'、'.join(objections)}，不能接收。请用“打印为 PDF”重新生成后上传。")
    return _upload(content, "PDF", source, name, None, None)


def _upload(
    content: bytes, kind: str, source: bytes, name: str, width: int | None, height: int | None
) -> Upload:
    content_type, extension = _TYPES[kind]
    return Upload(
        content=content,
        content_type=content_type,
        sha256=sha256(content).hexdigest(),
        source_sha256=sha256(source).hexdigest(),
        width=width,
        height=height,
        original_name=display_name(name, extension),
    )


def _advice(kind: str, kinds: Collection[str]) -> str:
    if kind in _PHOTOS:
        return "这里只接收 PDF 文档，请把照片放进文档后另存为 PDF。"
    if kind == file_kinds.PDF:
        return "这里只接收照片，请上传 JPG、PNG 或 WEBP 图片。"
    if not kind and DOCUMENT not in kinds:
        return "无法识别这个文件，只接收 JPG、PNG、WEBP 照片。"
    return file_kinds.ADVICE.get(kind, file_kinds.UNKNOWN)


def _readable(size: int) -> str:
    return f"{size / 1_048_576:.4g} MB" if size >= 1_048_576 else f"{size / 1024:.4g} KB"
