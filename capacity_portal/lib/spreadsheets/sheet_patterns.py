"""Patterns over the raw XML of a sheet, for the namespace prefix and the widest column allowed.

All of them run in time linear in the text: they never pass a ``<`` unasked and give nothing back once taken.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_ROOT = re.compile(rb"<([A-Za-z_][\w.-]{0,30}:)?worksheet\b")
NUMBER = re.compile(rb"\sr\s*+=\s*+[\"'](\d{1,10})[\"']")
HIDDEN = re.compile(rb"\s(?:hidden\s*+=\s*+[\"'](?:1|true)[\"']|ht\s*+=\s*+[\"']0(?:\.0*+)?[\"'])")
ERROR = re.compile(rb"\st=\"e\"")
REFERENCE = re.compile(rb"\sr=\"([A-Z]{1,3})(\d{1,7})\"")


@dataclass(frozen=True)
class Patterns:
    """``row_start`` is plain bytes; ``far``: a cell with a value beyond the widest column; ``valued``: any with a value."""

    row_start: bytes
    row: re.Pattern
    valued: re.Pattern
    far: re.Pattern
    error: re.Pattern
    merged: re.Pattern


def prefix_of(piece: bytes) -> bytes:
    """Return the namespace prefix of the sheet with its colon, mostly ``b""``."""
    found = _ROOT.search(piece[:65536])
    return (found[1] or b"") if found else b""


@lru_cache(maxsize=64)
def patterns(prefix: bytes, columns: int) -> Patterns:
    """``columns``: the number of the last column in which a value is allowed."""
    p = re.escape(prefix)
    formula = rb"(?:<%bf\b[^<>]*+(?:(?<=/)>|>[^<]*+</%bf>)\s*+)?+" % (p, p)
    rest = rb"[^<>]*+(?<!/)>\s*+" + formula
    value = rb"<%b(?:v\b[^<>]*+(?<!/)>[^<]|is\b)" % p
    return Patterns(
        row_start=b"<%brow" % prefix,
        row=re.compile(rb"<%brow(?=[\s/>])([^<>]*+)" % p),
        valued=re.compile(rb"<%bc(?=[\s/>])" % p + rest + value),
        far=re.compile(rb'r="((?:%b)\d{1,10})"' % _beyond(columns) + rest + value),
        error=re.compile(rb"<%bc(?=[\s])([^<>]*+)>\s*+" % p + formula + rb"<%bv>([^<]{1,20})<" % p),
        merged=re.compile(rb'<%bmergeCell\s[^<>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"' % p),
    )


def place(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _beyond(columns: int) -> bytes:
    """A pattern for the letters of every column after number ``columns`` (at most 701)."""
    if columns < 26:
        return rb"%b|[A-Z]{2,}" % _after(b"", columns + 1)
    first, second = divmod(columns - 1, 26)  # 27 is AA: first 1, second 0
    same = _after(b"%c" % (64 + first), second + 2)
    more = _after(b"", first + 1)
    return rb"%b|%b[A-Z]|[A-Z]{3,}" % (same, more)


def _after(before: bytes, letter: int) -> bytes:
    return rb"%b[%c-Z]" % (before, 64 + letter) if letter <= 26 else rb"(?!)"
