"""Lists of thousands of rows: typeset in parts on all children, numbered as one document.

WeasyPrint needs 1.2 GB for a table of 10,000 rows; parts of ten pages need a tenth of that and use every core. No part
knows how many pages come before it, but rows of ``table.long-list`` (print.css) have a fixed height, so pages can be
counted beforehand and the seams between parts do not show. Where that count was wrong (a cell of three lines), the
parts whose numbers changed are typeset again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from capacity_portal.lib.typesetting.printing import TIMEOUT, Order, merge, typeset_all
from capacity_portal.lib.typesetting.results import RenderedPdf, RenderFailed

ROWS_FIRST_PAGE = 23  # below a heading with a title of one line
ROWS_A_PAGE = 27
PAGES_A_PART = 10
COLOPHON = 2  # rows that would fit where the colophon stands


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a list: a whole HTML document and the number of pages it is expected to fill."""

    html: str
    pages: int


def shares(rows: int) -> Iterator[tuple[int, int, int]]:
    """How to divide a list of ``rows`` rows: (first row, row after the last, pages) for each part, rows from 0.

    >>> list(shares(300))
    [(0, 266, 10), (266, 300, 2)]
    """
    heading = ROWS_A_PAGE - ROWS_FIRST_PAGE
    start, stop = 0, 0
    while stop < rows or stop == 0:
        taken = 0 if start else heading
        stop = min(start + ROWS_A_PAGE * PAGES_A_PART - taken, rows)
        taken += COLOPHON if stop == rows else 0
        yield start, stop, -(-(stop - start + taken) // ROWS_A_PAGE)
        if stop == rows:
            return
        start = stop


def render_parts(
    parts: Sequence[Part], *, stylesheets: tuple[str, ...] = ("print",), timeout: float = TIMEOUT
) -> RenderedPdf:
    """Typeset ``parts`` and put them together, pages numbered through. Raises as ``render_pdf``; the time is per part."""
    pages = [part.pages for part in parts]
    done: dict[int, tuple[tuple[int, int], RenderedPdf]] = {}
    for _ in range(3):  # page numbers do not move text, so the second round settles it
        numbers = _numbers(pages)
        stale = [
            index for index, number in enumerate(numbers) if index not in done or done[index][0] != number
        ]
        orders = [
            Order(parts[index].html, stylesheets, timeout, timeout * 10, numbers[index]) for index in stale
        ]
        for index, result in zip(stale, typeset_all(orders), strict=True):
            done[index] = numbers[index], _finished(result)
        pages = [done[index][1].pages for index in range(len(parts))]
        if numbers == _numbers(pages):
            break
    results = [done[index][1] for index in range(len(parts))]
    missing = sorted({character for result in results for character in result.missing_glyphs})
    return RenderedPdf(merge([result.content for result in results]), sum(pages), tuple(missing))


def _numbers(pages: list[int]) -> list[tuple[int, int]]:
    starts = accumulate(pages[:-1], initial=1)
    return [(start, sum(pages)) for start in starts]


def _finished(result: RenderedPdf | RenderFailed) -> RenderedPdf:
    if isinstance(result, RenderFailed):
        raise result
    return result
