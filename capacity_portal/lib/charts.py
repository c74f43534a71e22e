"""Small charts as SVG text for the page itself: classes only, nothing that a strict policy would refuse.

A value is told by words, by the shade of its class and by a pattern, so that it reads without colours and in print.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, GAP = 84, 66, 4
"""Size of a tile and the gap between two, in units of the picture."""
LEVELS = 5
_NAMES = ((5, "tile-name"), (7, "tile-name long"))
_STROKES = {0: (), 1: ("M0 0L8 8", "M8 0L0 8"), 2: ("M0 8L8 0",), 3: ("M2 2h1v1h-1z", "M6 6h1v1h-1z"), 4: ()}


@dataclass(frozen=True)
class Tile:
    """One region. ``value`` and ``note`` are drawn as they stand; ``level`` 0 (worst) to 4 (all done), None: nothing to measure."""

    code: str
    name: str
    value: str
    note: str
    level: int | None
    url: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.name}：{self.value}，{self.note}"


def level_of(part: int, whole: int) -> int | None:
    """The shade of a share: 0 below a half, 1 below 80 %, 2 below 95 %, 3 below all, 4 all; None of nothing."""
    if whole <= 0:
        return None
    if part >= whole:
        return LEVELS - 1
    return sum(part * 100 >= whole * bound for bound in (50, 80, 95))


def places_of(
    codes: Sequence[str], known: Mapping[str, tuple[int, int]], columns: int = 5
) -> dict[str, tuple[int, int]]:
    """(row, column) from 0 of every code: those known, the others in rows below them, in the order given.

    A place that is taken already, or lies outside 0 to 20, counts as unknown.
    """
    found: dict[str, tuple[int, int]] = {}
    for code in codes:
        place = known.get(code)
        if place and place not in found.values() and all(0 <= part <= 20 for part in place):
            found[code] = place
    first = max((row for row, _ in found.values()), default=-1) + 1
    rest = [code for code in codes if code not in found]
    return found | {code: (first + n // columns, n % columns) for n, code in enumerate(rest)}


def tile_map(
    tiles: Sequence[Tile],
    places: Mapping[str, tuple[int, int]],
    *,
    title: str,
    desc: str,
    name: str = "tiles",
) -> str:
    """An ``<svg>`` with one tile a region at its place; ``name`` keeps its ids apart from another map's on the page.

    Every text is escaped. Raises KeyError for a tile without a place.
    """
    across = 1 + max((places[tile.code][1] for tile in tiles), default=0)
    down = 1 + max((places[tile.code][0] for tile in tiles), default=0)
    width, height = across * (WIDTH + GAP) - GAP, down * (HEIGHT + GAP) - GAP
    seen = f"-1 -1 {width + 2} {height + 2}"  # half of each border lies outside its tile
    parts = [
        f'<svg class="tile-map" viewBox="{seen}" role="group" aria-labelledby="{name}-title {name}-desc">',
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(desc)}</desc>',
        f"<defs>{''.join(_patterns(name))}</defs>",
        *(_drawn(tile, places[tile.code], name) for tile in tiles),
        "</svg>",
    ]
    return "".join(parts)


def _patterns(name: str) -> Iterable[str]:
    for level, strokes in _STROKES.items():
        lines = "".join(f'<path class="tile-stroke" d="{stroke}"/>' for stroke in strokes)
        if lines:
            about = 'width="8" height="8" patternUnits="userSpaceOnUse"'
            yield f'<pattern id="{name}-{level}" {about}>{lines}</pattern>'


def _drawn(tile: Tile, place: tuple[int, int], name: str) -> str:
    left, top = place[1] * (WIDTH + GAP), place[0] * (HEIGHT + GAP)
    shade = "none" if tile.level is None else f"level-{tile.level}"
    box = f'x="{left}" y="{top}" width="{WIDTH}" height="{HEIGHT}" rx="3"'
    shapes = [f'<rect class="tile-ground {shade}" {box}/>']
    if _STROKES.get(tile.level):
        shapes.append(f'<rect fill="url(#{name}-{tile.level})" {box}/>')
    middle = left + WIDTH // 2
    label, kind = _short(tile.name)
    lines = [(label, kind, 19), (tile.value, "tile-value", 40), (tile.note, "tile-note", 57)]
    shapes += [
        f'<text class="{kind}" x="{middle}" y="{top + drop}">{escape(text)}</text>'
        for text, kind, drop in lines
    ]
    inside = f"<title>{escape(tile.sentence)}</title>{''.join(shapes)}"
    if not tile.url:
        return f'<g class="tile">{inside}</g>'
    return f'<a class="tile" href="{escape(tile.url)}" aria-label="{escape(tile.sentence)}">{inside}</a>'


def _short(name: str) -> tuple[str, str]:
    """The name as it fits on a tile, and the class of its size."""
    for longest, kind in _NAMES:
        if len(name) <= longest:
            return name, kind
    return f"{name[:6]}…", "tile-name long"
