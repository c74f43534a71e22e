"""The directory of an OLE file (.xls, .doc, .et, encrypted workbooks): which streams it has and how one begins.

Format: [MS-CFB]. Nothing is trusted: chains are cut at the number of sectors the file has.
"""

from dataclasses import dataclass
from struct import Struct, error, iter_unpack, unpack_from

_ENTRY = Struct("<64sHBB12x20x16xIQ")
_STREAM, _ROOT = 2, 5
_LAST = 0xFFFFFFFA  # above are marks: end of chain, free, FAT sector
_HEADER_FATS = 109


class Damaged(ValueError):
    """The file is no readable OLE file."""


@dataclass(frozen=True)
class Entry:
    """``kind``: 1 storage, 2 stream, 5 root; ``start``: first sector; ``size`` in bytes."""

    name: str
    kind: int
    start: int
    size: int


class Compound:
    """Raises Damaged when the directory cannot be read."""

    def __init__(self, content: bytes):
        self._content = content
        try:
            self._open()
        except (error, IndexError, OverflowError) as reason:
            raise Damaged from reason

    @property
    def names(self) -> set[str]:
        return {entry.name for entry in self.entries}

    def beginning(self, name: str, most: int) -> bytes:
        """Return at most ``most`` bytes of the stream; ``b""`` when there is no such stream."""
        entry = next((one for one in self.entries if one.name == name and one.kind == _STREAM), None)
        if entry is None:
            return b""
        most = min(most, entry.size)
        try:
            if entry.size >= self._cutoff:
                return self._chain(entry.start, most)
            return self._small(entry.start, most)
        except (error, IndexError) as reason:
            raise Damaged from reason

    def _open(self) -> None:
        shift, self._small_shift = unpack_from("<HH", self._content, 30)
        if shift not in (9, 12) or self._small_shift != 6:
            raise Damaged
        self._size = 1 << shift
        directory, self._cutoff, self._small_fat_start = unpack_from("<I4xII", self._content, 48)
        self._fat = self._allocation()
        table = self._chain(directory, len(self._content))
        rows = iter_unpack(_ENTRY.format, table[: len(table) // 128 * 128])
        self.entries = [
            Entry(name[: max(0, length - 2)].decode("utf-16-le", "replace"), kind, start, size & 0xFFFFFFFF)
            for name, length, kind, _, start, size in rows
            if kind
        ]

    def _allocation(self) -> list[int]:
        places = list(unpack_from(f"<{_HEADER_FATS}I", self._content, 76))
        following, _ = unpack_from("<II", self._content, 68)
        for _ in range(len(self._content) // self._size):
            if following >= _LAST:
                break
            more = unpack_from(f"<{self._size // 4}I", self._sector(following))
            places += more[:-1]
            following = more[-1]
        used = [place for place in places if place < _LAST][: len(self._content) // self._size]
        return [number for place in used for (number,) in iter_unpack("<I", self._sector(place))]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._content[start : start + self._size]
        if not sector:
            raise IndexError(number)
        return sector.ljust(self._size, b"\0")

    def _chain(self, start: int, most: int) -> bytes:
        pieces, sector = [], start
        while sector < _LAST and len(pieces) * self._size < min(most, len(self._content)):
            pieces.append(self._sector(sector))
            sector = self._fat[sector]
        return b"".join(pieces)[:most]

    def _small(self, start: int, most: int) -> bytes:
        root = next((entry for entry in self.entries if entry.kind == _ROOT), None)
        if root is None:
            raise IndexError
        held = self._chain(root.start, root.size)
        table = [
            number for (number,) in iter_unpack("<I", self._chain(self._small_fat_start, len(self._content)))
        ]
        pieces, size = [], 1 << self._small_shift
        while start < _LAST and len(pieces) * size < most:
            pieces.append(held[start * size : (start + 1) * size])
            start = table[start]
        return b"".join(pieces)[:most]
