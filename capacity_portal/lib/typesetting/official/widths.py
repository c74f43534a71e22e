"""How wide the characters of a text are in the fonts of an official document, from the fonts' own tables."""

from functools import cache

from capacity_portal.lib.typesetting import office_fonts
from capacity_portal.lib.typesetting.font_tables import advances
from capacity_portal.lib.typesetting.glyphs import FONTS

FANG, BIAO, HEI, KAI, SONG = "fang", "biao", "hei", "kai", "song"
FILES = {
    FANG: "FandolFang-Regular.otf",
    BIAO: "FandolSong-Bold.otf",
    HEI: "FandolHei-Regular.otf",
    KAI: "FandolKai-Regular.otf",
    SONG: "PortalSupplement-Regular.otf",
}


def widths(text: str, font: str = FANG) -> list[float]:
    """Advance of each character in em: in ``font``, in the supplement where that lacks it, 1 where both do."""
    own, other = _advances(font), _advances(SONG)
    return [own.get(code) or other.get(code, 1.0) for code in map(ord, text)]


def length(text: str, font: str = FANG) -> float:
    """Length of a text in em."""
    return sum(widths(text, font))


@cache
def _advances(font: str) -> dict[int, float]:
    """Of the bundled font, and of the office's own one where that draws a character (office_fonts.py)."""
    return advances(FONTS / FILES[font]) | office_fonts.advances_of(font)
