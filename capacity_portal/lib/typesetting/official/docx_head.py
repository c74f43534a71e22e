"""The head of a .docx: the same items as in the PDF, one below the other, each paragraph as far down as its item stands."""

from collections.abc import Iterable, Iterator

from capacity_portal.lib.typesetting.official import paper
from capacity_portal.lib.typesetting.official.docx_parts import COLOURS, Cell, Part, Row, of_text, twips
from capacity_portal.lib.typesetting.official.heads import Head
from capacity_portal.lib.typesetting.official.paper import CHAR, LEADING, PITCH, TYPE_WIDTH
from capacity_portal.lib.typesetting.official.placed import Item, Rule, Text

START = (
    paper.TOP - LEADING / 2
)  # mm; where the first line of a page begins, half a leading above its characters
_SPARE = 300  # twips; room beside what would just fit
_HAIR = 20  # twips; the paragraph a red line hangs on


def head_parts(start: Head) -> tuple[list[Part], float]:
    """The paragraphs of the head, and how far (mm) they reach below the upper edge of the paper."""
    parts: list[Part] = []
    reached = START
    for line in _lines(start.items):
        found, reached = _rule(line[0], reached) if isinstance(line[0], Rule) else _texts(line, reached)
        parts.extend(found)
    return parts, reached


def _lines(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Items side by side, from above; names of several issuers with what stands behind them are one."""
    items = [item for item in items if isinstance(item, Text | Rule) and item.y < paper.BOTTOM]
    names = [item for item in items if item.kind.startswith("mark")]
    single = [item for item in items if item not in names]
    rows: dict[float, list[Item]] = {}
    for item in sorted(single, key=lambda item: (item.y, item.x)):
        rows.setdefault(round(item.y, 1), []).append(item)
    if names:
        rows.setdefault(round(min(item.y for item in names), 1), []).extend(names)
    return (rows[y] for y in sorted(rows))


def _rule(rule: Rule, reached: float) -> tuple[list[Part], float]:
    hair = _HAIR / 20 * 25.4 / 72
    part = Part(
        style="Normal",
        before=max(twips(rule.y - hair - reached), 0),
        line=_HAIR,
        left=twips(rule.x),
        right=twips(TYPE_WIDTH - rule.x - rule.width),
        border=round(rule.thickness / 25.4 * 72 * 8),
        border_colour=COLOURS[rule.colour] or "auto",
    )
    return [part], max(rule.y + rule.thickness, reached)


def _texts(texts: list[Text], reached: float) -> tuple[list[Part], float]:
    if any(text.kind == "mark suffix" for text in texts) or len({text.y for text in texts}) > 1:
        return _names(texts, reached)
    high = PITCH if texts[0].size <= CHAR else texts[0].size * 1.25
    top = texts[0].y - (high - texts[0].size) / 2
    is_central = len(texts) == 1 and abs(texts[0].x + texts[0].width / 2 - TYPE_WIDTH / 2) < 1
    part = Part(
        runs=tuple(words for place, text in enumerate(texts) for words in of_text(text, has_tab=place > 0)),
        style="Mark" if texts[0].kind == "mark" else "Normal",
        before=max(twips(top - reached), 0),
        line=twips(high),
        left=-_SPARE if is_central else twips(texts[0].x),
        right=-_SPARE,
        tabs=tuple(twips(text.x) for text in texts[1:]),
        align="center" if is_central else "left",
    )
    return [part], max(top, reached) + high


def _names(texts: list[Text], reached: float) -> tuple[list[Part], float]:
    """Several names under one another at the left, 文件 in the middle of their height at the right."""
    names = [text for text in texts if text.kind != "mark suffix"]
    behind = [text for text in texts if text.kind == "mark suffix"]
    each = names[1].y - names[0].y if len(names) > 1 else names[0].size * 1.25
    edge = twips(behind[0].x) if behind else twips(TYPE_WIDTH)
    lines = tuple(Part(tuple(of_text(name)), "Mark", line=twips(each)) for name in names)
    right = tuple(Part(tuple(of_text(text)), "Mark", line=twips(text.size * 1.25)) for text in behind)
    cells = [Cell(lines, edge), *([Cell(right, twips(TYPE_WIDTH) - edge + _SPARE)] if behind else [])]
    gap = Part(style="Normal", line=max(twips(names[0].y - reached), 1))
    table = Part(
        rows=(Row(tuple(cells)),), widths=tuple(cell.width for cell in cells), inset=0, side=0, is_ruled=False
    )
    return [gap, table], names[0].y + each * len(names)
