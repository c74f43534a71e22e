"""Blocks of text as rows of the grid: paragraphs, numbered headings, addressees, the list of attachments."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from capacity_portal.lib.typesetting.official import numbering, widths
from capacity_portal.lib.typesetting.official.breaking import break_lines
from capacity_portal.lib.typesetting.official.outline import Block, Paragraph, Section, Table
from capacity_portal.lib.typesetting.official.paper import CHAR, CHARACTERS
from capacity_portal.lib.typesetting.official.placed import Run, Slab, Text
from capacity_portal.lib.typesetting.official.widths import FANG, HEI, KAI

INDENT = 2
HEADING_FONTS = {1: HEI, 2: KAI, 3: FANG, 4: FANG}


def rows_of(
    runs: Iterable[Run],
    *,
    first: float = INDENT,
    hang: float = 0,
    measure: float = CHARACTERS,
    kind: str = "body",
    bookmark: tuple[int, str] = (0, ""),
) -> list[Slab]:
    """The rows of one paragraph: its first line indented by ``first`` characters, the others by ``hang``."""
    runs = [run for run in runs if run.text]
    text = "".join(run.text for run in runs)
    advances = [em for run in runs for em in widths.widths(run.text, run.font)]
    slabs = []
    for line in break_lines(text, advances, measure=measure - hang, first=measure - first):
        x = (hang if slabs else first) * CHAR
        level, label = (0, "") if slabs else bookmark
        item = Text(
            x,
            0,
            _cut(runs, line.start, line.end),
            spacing=line.spacing * CHAR,
            kind=kind,
            level=level,
            label=label,
        )
        slabs.append(Slab((item,), is_text=True))
    return slabs


def block_rows(blocks: Iterable[Block], measure: float = CHARACTERS) -> Iterator[Slab | Table]:
    """All rows of the blocks, with the numbers of the headings; tables as they are."""
    for mark, block in numbering.numbered(blocks):
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Section):
            yield from _section(mark, block, measure)
        else:
            yield from paragraph_rows(block, measure)


def paragraph_rows(block: Paragraph, measure: float = CHARACTERS) -> Iterator[Slab]:
    """Rows of a paragraph; a line break in it begins another one."""
    for part in block.text.split("\n"):
        yield from rows_of([Run(part.strip())], first=0 if block.is_flush else INDENT, measure=measure)


def labelled_rows(label: str, entries: list[str], font: str = FANG, kind: str = "body") -> Iterator[Slab]:
    """``label`` and the entries one under another, lines aligned behind their label (附件：1.…) and number."""
    start = INDENT + widths.length(label, font)
    for number, entry in enumerate(entries):
        mark = entry[: entry.index(".") + 1] if len(entries) > 1 else ""
        hang = start + widths.length(mark)
        first = start if number else INDENT
        yield from rows_of(
            [Run("" if number else label, font), Run(entry)], first=first, hang=hang, kind=kind
        )


def _section(mark: str, block: Section, measure: float) -> Iterator[Slab]:
    heading = mark + block.heading.replace("\n", "")
    parts = [part.strip() for part in block.text.split("\n")]
    runs = [Run(heading, HEADING_FONTS[block.level]), Run(parts[0])]
    bookmark = (block.level, heading.rstrip("。"))
    for row in rows_of(runs, measure=measure, kind="section", bookmark=bookmark):
        yield row if block.text.strip() else replace(row, is_heading=True)
    for part in parts[1:]:
        yield from rows_of([Run(part)], measure=measure)


def _cut(runs: list[Run], start: int, end: int) -> tuple[Run, ...]:
    """The runs of characters ``start`` to ``end``."""
    found: list[Run] = []
    at = 0
    for run in runs:
        piece = run.text[max(start - at, 0) : max(end - at, 0)]
        if piece and found and found[-1].font == run.font:
            found[-1] = Run(found[-1].text + piece, run.font)
        elif piece:
            found.append(Run(piece, run.font))
        at += len(run.text)
    return tuple(found)
