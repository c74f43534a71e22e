"""The zip around an .xlsx: read entry by entry in pieces, by what is really in it, never by what its headers claim.

Own inflating on purpose: ``zipfile`` stops at the claimed length, so a lying header would hide a bomb from it that the
reader behind this guard unpacks; and below Python 3.11.8 it accepts entries that overlap (CVE-2024-0450).
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from struct import unpack_from

from capacity_portal.lib.spreadsheets.book import MEGABYTE, FileRefused, Limits
from capacity_portal.lib.spreadsheets.workbooks_97 import DAMAGED, ENCRYPTED

PIECE = MEGABYTE
_PICTURES = "请删除图片、多余的工作表和空白行列后另存为 .xlsx 再上传。"
_LOCAL, _LOCAL_SIZE = b"PK\x03\x04", 30
_HARMLESS = 10 * MEGABYTE  # what unpacks to less is no bomb, however well it was packed


class Archive:
    """The entries of a zip, by path with forward slashes. Raises FileRefused for any oddity a workbook has not."""

    def __init__(self, content: bytes, limits: Limits):
        self._content, self._limits = content, limits
        self._unpacked = 0
        self.entries = self._listed()
        self._check_places()

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield the content in pieces of at most 1 MB; all entries together count against the limits."""
        info = self.entries[path]
        start = self._start(info)
        packed = self._content[start : start + info.compress_size]
        size, check = 0, 0
        for piece in _stored(packed) if info.compress_type == zipfile.ZIP_STORED else _inflated(packed):
            size += len(piece)
            check = zlib.crc32(piece, check)
            self._count(len(piece))
            yield piece
        if size != info.file_size or check != info.CRC:
            raise FileRefused(DAMAGED)

    def _listed(self) -> dict[str, zipfile.ZipInfo]:
        most = self._limits.most_entries
        count = self._content.count(b"PK\x01\x02")
        if count > 10 * most:  # more than embedded documents explain; opening it would take minutes
            raise FileRefused(_too_many(count, most))
        try:
            listed = zipfile.ZipFile(io.BytesIO(self._content)).infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, IndexError, OverflowError):
            raise FileRefused(DAMAGED) from None
        if len(listed) > most:
            raise FileRefused(_too_many(len(listed), most))
        entries = {_safe_path(info): info for info in listed}
        if len(entries) < len(listed):
            raise FileRefused(f"文件内部有同名部件，可能被改动过。{_PICTURES}")
        return entries

    def _check_places(self) -> None:
        """Every entry has bytes of its own and is packed in one of the two ways workbooks are."""
        spans = []
        for info in self.entries.values():
            if info.flag_bits & 0x1:
                raise FileRefused(ENCRYPTED)
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise FileRefused(f"文件内部的压缩方式不能读取。{_PICTURES}")
            spans.append((info.header_offset, self._start(info) + info.compress_size))
        spans.sort()
        if any(end > start for (_, end), (start, _) in pairwise(spans)):
            raise FileRefused(f"文件内部的部件互相重叠，可能是恶意文件，不能接收。{_PICTURES}")
        if spans and spans[-1][1] > len(self._content):
            raise FileRefused(DAMAGED)

    def _start(self, info: zipfile.ZipInfo) -> int:
        header = self._content[info.header_offset : info.header_offset + _LOCAL_SIZE]
        if len(header) < _LOCAL_SIZE or not header.startswith(_LOCAL):
            raise FileRefused(DAMAGED)
        name, extra = unpack_from("<HH", header, 26)
        return info.header_offset + _LOCAL_SIZE + name + extra

    def _count(self, size: int) -> None:
        self._unpacked += size
        if self._unpacked > self._limits.most_unpacked:
            most = f"{self._limits.most_unpacked / MEGABYTE:.4g} MB"
            raise FileRefused(f"文件解压后超过上限 {most}。{_PICTURES}")
        most_here = max(_HARMLESS, self._limits.most_ratio * len(self._content))
        if self._unpacked > most_here:
            raise FileRefused(
                f"文件解压后超过原大小的 {self._limits.most_ratio} 倍，可能是恶意文件，不能接收。{_PICTURES}"
            )


def _too_many(count: int, most: int) -> str:
    return f"文件内部有 {count:,} 个部件，超过上限 {most:,} 个。{_PICTURES}"


def _safe_path(info: zipfile.ZipInfo) -> str:
    path = info.orig_filename.replace("\\", "/")
    parts = path.split("/")
    if "\0" in path or ".." in parts or path.startswith("/") or ":" in parts[0]:
        raise FileRefused(f"文件内部有不安全的路径，可能是恶意文件，不能接收。{_PICTURES}")
    return path


def _stored(packed: bytes) -> Iterator[bytes]:
    for place in range(0, len(packed), PIECE):
        yield packed[place : place + PIECE]


def _inflated(packed: bytes) -> Iterator[bytes]:
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in _stored(packed):
            waiting = piece
            while waiting and not machine.eof:
                yield machine.decompress(waiting, PIECE)
                waiting = machine.unconsumed_tail
        while not machine.eof and (rest := machine.decompress(b"", PIECE)):
            yield rest
    except zlib.error:
        raise FileRefused(DAMAGED) from None
    if not machine.eof:
        raise FileRefused(DAMAGED)
