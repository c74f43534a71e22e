"""How high a row must be for its wrapped text; not every office suite works this out for itself."""

from collections.abc import Iterable
from math import ceil

LINE = 15.0
_HIGHEST = 409.0


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """The height in points for ``(text, width of its column in characters)``; a hanzi is two characters wide."""
    lines = max((_lines(text, width) for text, width in cells), default=1)
    return min(LINE * lines + 1, _HIGHEST)


def _lines(text: str, width: float) -> int:
    # Wrapping leaves the end of a line empty now and then: a hanzi less a line.
    usable = max(width - 2, 2)
    return sum(max(1, ceil(breadth(line) / usable)) for line in text.split("\n"))


def breadth(text: str) -> int:
    """How many characters wide ``text`` is, a hanzi being two."""
    return sum(2 if character > "\u2000" else 1 for character in text)
