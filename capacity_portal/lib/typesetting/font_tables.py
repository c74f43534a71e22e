"""Which characters a font draws and how wide they are, read from its ``cmap`` and ``hmtx`` tables alone.

A general font library reads the names of all glyphs with them, which takes ten times as long.
"""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_UNICODE = ((0, 3), (0, 4), (3, 1), (3, 10))


@cache
def advances(font_file: Path) -> dict[int, float]:
    """Advance in em of every character (code point) of one OpenType font file."""
    data = font_file.read_bytes()
    tables = _tables(data)
    em = struct.unpack_from(">H", data, tables[b"head"][0] + 18)[0]
    many = struct.unpack_from(">H", data, tables[b"hhea"][0] + 34)[0]
    metrics = struct.unpack_from(f">{2 * many}H", data, tables[b"hmtx"][0])[::2]
    return {
        code: metrics[min(glyph, many - 1)] / em for code, glyph in _glyphs(data, tables[b"cmap"][0]) if glyph
    }


def is_embedding_forbidden(font_file: Path) -> bool:
    """Whether the font's ``OS/2`` table says "restricted licence embedding" (fsType 2) and nothing more lenient."""
    data = font_file.read_bytes()
    at = _tables(data)[b"OS/2"][0]
    return struct.unpack_from(">H", data, at + 8)[0] & 0x000E == 0x0002


def _tables(data: bytes) -> dict[bytes, tuple[int, int]]:
    """(offset, length) of every table of the font, of the first one in a collection."""
    begin = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    return {
        data[at : at + 4]: struct.unpack_from(">II", data, at + 8)
        for at in range(begin + 12, begin + 12 + 16 * struct.unpack_from(">H", data, begin + 4)[0], 16)
    }


def _glyphs(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """(code point, glyph) of every character; a format 12 subtable, which has them all, is read last."""
    subtables = [
        cmap + struct.unpack_from(">I", data, at + 4)[0]
        for at in range(cmap + 4, cmap + 4 + 8 * struct.unpack_from(">H", data, cmap + 2)[0], 8)
        if struct.unpack_from(">HH", data, at) in _UNICODE
    ]
    for table in subtables:
        if struct.unpack_from(">H", data, table)[0] == 4:
            yield from _segments(data, table)
    for table in subtables:
        if struct.unpack_from(">H", data, table)[0] == 12:
            yield from _groups(data, table)


def _segments(data: bytes, table: int) -> Iterator[tuple[int, int]]:
    many = struct.unpack_from(">H", data, table + 6)[0] // 2
    columns = (struct.unpack_from(f">{many}{kind}", data, table + at) for kind, at in _columns(many))
    for number, (last, first, delta, offset) in enumerate(zip(*columns, strict=True)):
        place = table + 16 + 6 * many + 2 * number + offset
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", data, place + 2 * (code - first))[0] if offset else code
            yield code, (glyph + delta) % 0x10000 if glyph or not offset else 0


def _columns(many: int) -> tuple[tuple[str, int], ...]:
    return ("H", 14), ("H", 16 + 2 * many), ("h", 16 + 4 * many), ("H", 16 + 6 * many)


def _groups(data: bytes, table: int) -> Iterator[tuple[int, int]]:
    for at in range(table + 16, table + 16 + 12 * struct.unpack_from(">I", data, table + 12)[0], 12):
        first, last, glyph = struct.unpack_from(">III", data, at)
        yield from zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True)
