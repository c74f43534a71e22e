"""版记 at the foot of the last page, page numbers, and what proves a printed copy (GB/T 9704-2012 7.4 and 7.5)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from capacity_portal.lib.typesetting.official import paper, widths
from capacity_portal.lib.typesetting.official.breaking import break_lines
from capacity_portal.lib.typesetting.official.outline import Form, OfficialDocument
from capacity_portal.lib.typesetting.official.paper import BOTTOM, PITCH, SIZE_4, TYPE_WIDTH
from capacity_portal.lib.typesetting.official.placed import Code, Item, Rule, Run, Text, flush_right
from capacity_portal.lib.typesetting.official.plain import chinese_date
from capacity_portal.lib.typesetting.official.widths import SONG

THICK, THIN = 0.35, 0.25
LINE = 1.6 * SIZE_4  # one line of the colophon
DASH = 0.6125  # where the dash of a page number stands in its em box, from above
CODE, LETTER_CODE = 14.0, 10.5  # sizes of the QR code; a letter has a line at its foot
CODE_TOP, SMALL = 263.8, 2.8


@dataclass(frozen=True, slots=True)
class Colophon:
    """Items with their places, and the rows of the page that stay free above it."""

    items: tuple[Item, ...]
    rows: int


def colophon(document: OfficialDocument, addressees: str) -> Colophon | None:
    """The 版记; ``addressees`` are the 主送机关 where they were moved here. None if there is nothing in it."""
    names = [*_named("主送：", addressees), *_named("抄送：", document.copies_to)]
    if document.form == Form.LETTER:
        return _bare(names)
    printed = _printed(document)
    if not names and not printed:
        return None
    height = LINE * (len(names) + bool(printed))
    top = BOTTOM - height
    between = (
        [Rule(0, BOTTOM - LINE - THIN / 2, TYPE_WIDTH, THIN, kind="thin line")] if names and printed else []
    )
    items = [
        Rule(0, top - THICK / 2, TYPE_WIDTH, THICK, kind="first line"),
        *_at(names, top),
        *between,
        *(_at([printed], BOTTOM - LINE) if printed else []),
        Rule(0, BOTTOM - THICK / 2, TYPE_WIDTH, THICK, kind="last line"),
    ]
    return Colophon(tuple(items), _rows_above(top))


def page_number(number: int, is_single_sided: bool) -> Text:
    """— 1 — with its dashes 7 mm under the type area, one character from the outer edge (7.5)."""
    y = BOTTOM + paper.NUMBER_DEPTH - DASH * SIZE_4
    text = Text(SIZE_4, y, (Run(f"— {number} —", SONG),), SIZE_4, kind="page number")
    return flush_right(text, TYPE_WIDTH - SIZE_4) if is_single_sided or number % 2 else text


def proof(document: OfficialDocument, number: int) -> Iterator[Item]:
    """Code and QR in the foot of the last page, on the side where the page number is not."""
    if document.draft or not (document.verify_code or document.verify_url):
        return
    is_left = bool(document.is_single_sided or number % 2)
    size = LETTER_CODE if document.form == Form.LETTER and number == 1 else CODE
    lines = [f"核验码：{document.verify_code}"] if document.verify_code else []
    beside = 0.0
    if document.verify_url:
        yield Code(0 if is_left else TYPE_WIDTH - size, CODE_TOP, size, document.verify_url)
        lines, beside = ["扫码核验本件真伪", *lines], size + 1.5
    first = CODE_TOP + (size - 4.2 * (len(lines) - 1) - SMALL) / 2
    for line, words in enumerate(lines):
        text = Text(beside, first + line * 4.2, (Run(words),), SMALL, kind="verification")
        yield text if is_left else flush_right(text, TYPE_WIDTH - beside)


def _named(label: str, names: str) -> list[tuple[Text, ...]]:
    """One line a row: 抄送： and the names, a character from both edges, further lines aligned behind the colon."""
    if not names:
        return []
    text = " ".join(names.split()).rstrip("。.") + "。"
    start = 1 + widths.length(label)
    measure = TYPE_WIDTH / SIZE_4 - start - 1
    lines = break_lines(text, widths.widths(text), measure=measure)
    found = []
    for line in lines:
        runs = (Run(text[line.start : line.end]),)
        behind = Text(start * SIZE_4, 0, runs, SIZE_4, line.spacing * SIZE_4, kind="copies")
        found.append((behind,))
    found[0] = (Text(SIZE_4, 0, (Run(label),), SIZE_4, kind="copies label"), *found[0])
    return found


def _printed(document: OfficialDocument) -> tuple[Text, ...]:
    """印发机关 one character from the left, narrowed if it is long; the date with 印发 one character from the right."""
    day = chinese_date(document.printed_on)
    date = flush_right(Text(0, 0, (Run(f"{day}印发"),), SIZE_4, kind="printed on"), TYPE_WIDTH - SIZE_4)
    office = Text(SIZE_4, 0, (Run(document.printed_by),), SIZE_4, kind="printed by")
    room = (date.x - SIZE_4 if day else TYPE_WIDTH - SIZE_4) - SIZE_4
    if office.width > room:
        office = replace(office, scale=room / office.width)
    return (*([office] if document.printed_by else []), *([date] if day else []))


def _at(lines: list[tuple[Text, ...]], top: float, inset: float = (LINE - SIZE_4) / 2) -> Iterator[Text]:
    for number, line in enumerate(lines):
        for text in line:
            y = top + number * LINE + inset
            yield replace(text, y=y)


def _bare(names: list[tuple[Text, ...]]) -> Colophon | None:
    """A letter's: no lines, no 印发; the last row ends where the type area does (10.1)."""
    if not names:
        return None
    top = BOTTOM - SIZE_4 - LINE * (len(names) - 1)
    return Colophon(tuple(_at(names, top, 0)), _rows_above(top))


def _rows_above(top: float) -> int:
    return int((top - paper.TOP - paper.CHAR) // PITCH) + 1
