"""Which characters the bundled fonts can draw, and the placeholder for those they cannot.

WeasyPrint draws an unknown character as overlapping boxes and makes the text of the whole font unreadable to other
programs, so unknown characters are replaced before the layout (typesetting.md A1, settled.md 34).
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from capacity_portal.lib.typesetting.font_tables import advances

FONTS = Path(__file__).resolve().parents[3] / "static" / "fonts"
PLACEHOLDER = "〓"

# Characters that steer the layout and are drawn by no font: white space, joiners, direction marks, variation selectors.
_UNDRAWN = frozenset(
    chr(code)
    for start, end in (
        *((0x0000, 0x0020), (0x007F, 0x00A0), (0x00AD, 0x00AD), (0x200B, 0x200F), (0x2028, 0x202E)),
        *((0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xE0100, 0xE01EF)),
    )
    for code in range(start, end + 1)
)


@cache
def drawn_by(font_file: Path) -> frozenset[str]:
    """The characters in the cmap of one font file."""
    return frozenset(map(chr, advances(font_file)))


@cache
def drawable(fonts: Path = FONTS) -> frozenset[str]:
    """Every character that at least one bundled font (``*.otf`` in ``fonts``) draws, and those that need no glyph.

    The office's own fonts of official documents do not count: no other document has them.
    """
    return _UNDRAWN.union(*(drawn_by(path) for path in sorted(fonts.glob("*.otf"))))


def missing_characters(text: str) -> tuple[str, ...]:
    """The characters of ``text`` that no bundled font draws, each once, by code point.

    >>> missing_characters("吉安市青原区")
    ()
    """
    return tuple(sorted(set(text) - drawable()))


def with_placeholders(text: str, missing: Iterable[str]) -> str:
    """``text`` with every character of ``missing`` replaced by a visible 〓."""
    return text.translate(dict.fromkeys(map(ord, missing), PLACEHOLDER))


def code_points(characters: Iterable[str]) -> str:
    """Names for people who cannot see the characters: ``U+20BB7、U+1F600``."""
    return "、".join(f"U+{ord(character):04X}" for character in characters)
