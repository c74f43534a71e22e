"""Numbers of the headings, given by their places: 一、（一）1.（1） (GB/T 9704-2012 clause 7.3.3)."""

from collections.abc import Iterable, Iterator

from capacity_portal.lib import numerals
from capacity_portal.lib.typesetting.official.outline import Block, Section


def numbered(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """Each block with the mark that stands before it: ``一、`` for a section, ``""`` for anything else.

    A heading of a higher level begins the lower ones anew; a level may be left out (一、 then 1.).
    Raises ValueError for a level outside 1 to 4.
    """
    counts = [0, 0, 0, 0]
    for block in blocks:
        yield _mark(counts, block.level) if isinstance(block, Section) else "", block


def _mark(counts: list[int], level: int) -> str:
    if not 1 <= level <= 4:
        raise ValueError(f"标题级别应为1至4级，现为{level}级。")
    counts[level - 1] += 1
    counts[level:] = [0] * (4 - level)
    return numerals.heading(level, counts[level - 1])
