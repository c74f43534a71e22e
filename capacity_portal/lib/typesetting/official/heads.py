"""The head of page 1 (版头, GB/T 9704-2012 7.2 and 10): marks at the left, the issuers' mark, number, signers, red lines.

Heights of the marks are free by the standard; they are chosen such that two blank rows end exactly above the number.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from capacity_portal.lib.typesetting.official import marks, paper
from capacity_portal.lib.typesetting.official.outline import Form, OfficialDocument
from capacity_portal.lib.typesetting.official.paper import CHAR, CHARACTERS, LEADING, PITCH, TYPE_WIDTH
from capacity_portal.lib.typesetting.official.placed import (
    GREY,
    RED,
    Item,
    Rule,
    Run,
    Text,
    centred,
    flush_right,
)
from capacity_portal.lib.typesetting.official.widths import FANG, HEI, KAI, length

LINE = 0.5  # red line of the ordinary head
THICK, THIN, BETWEEN = 1.0, 0.4, 0.6  # the letter's double lines
LETTER_WIDTH, LETTER_FOOT = 170.0, 20.0
UNDER = 4.0  # from the number, or the letter's mark, to the line under it
_BLANK = 2 * PITCH + LEADING / 2


@dataclass(frozen=True, slots=True)
class Head:
    """Items with their places on page 1, and the first row (from 0) that is free for the title."""

    items: tuple[Item, ...]
    row: int


def head(document: OfficialDocument) -> Head:
    """The head of ``document``, by its form.

    Without issuers there is none (a report that goes with a letter): the title stands in the third row.
    """
    if not document.issuers:
        return Head(tuple(_stack(document, 0)), 2)
    return {Form.LETTER: _letter, Form.ORDER: _order}.get(document.form, _ordinary)(document)


def _ordinary(document: OfficialDocument) -> Head:
    """Mark 35 mm below the upper edge of the type area, number under it, red line 4 mm under that."""
    signers = _signer_lines(document)
    extra = marks.extra_rows(document)
    first = paper.row_top(8 + extra) - LEADING / 2 - UNDER - CHAR
    down = PITCH * max(len(signers) - 1, 0)
    number_top = first + down
    upper = paper.TOP + 35
    items = [
        *_stack(document, 0),
        *marks.mark(document, upper, first - _BLANK - upper),
        *_signers(signers, first),
        *_number(document, number_top),
        *_red(document, [Rule(0, number_top + CHAR + UNDER - LINE, TYPE_WIDTH, LINE, RED, "red line")]),
    ]
    return Head(tuple(items), 10 + extra + max(len(signers) - 1, 0))


def _letter(document: OfficialDocument) -> Head:
    """10.1: mark 30 mm from the edge of the paper, double lines of 170 mm, number at the right."""
    number_row, upper = 2, 30.0
    under = paper.row_top(number_row) - LEADING
    line = under - THICK - BETWEEN - THIN
    stack = list(_stack(document, number_row))
    x = (paper.WIDTH - LETTER_WIDTH) / 2 - paper.BINDING
    foot = paper.HEIGHT - LETTER_FOOT
    lines = [
        Rule(x, line, LETTER_WIDTH, THICK, RED, "upper double line"),
        Rule(x, under - THIN, LETTER_WIDTH, THIN, RED, "upper double line"),
        Rule(x, foot - THICK - BETWEEN - THIN, LETTER_WIDTH, THIN, RED, "lower double line"),
        Rule(x, foot - THICK, LETTER_WIDTH, THICK, RED, "lower double line"),
    ]
    items = [
        *marks.mark(document, upper, line - UNDER - upper),
        *_red(document, lines),
        *stack,
        *(flush_right(text, TYPE_WIDTH) for text in _number(document, paper.row_top(number_row))),
    ]
    return Head(tuple(items), number_row + max(len(stack), 1) + 2)


def _order(document: OfficialDocument) -> Head:
    """10.2: mark 20 mm below the upper edge of the type area, two blank rows, number, two blank rows."""
    number_row, upper = 6, paper.TOP + 20
    top = paper.row_top(number_row)
    items = [
        *_stack(document, 0),
        *marks.mark(document, upper, top - _BLANK - upper),
        *_number(document, top),
    ]
    return Head(tuple(items), number_row + 3)


def _stack(document: OfficialDocument, row: int) -> Iterator[Text]:
    """份号, 密级, 紧急程度 under one another at the left; a 密级 stands in the second row (7.2.1 to 7.2.3)."""
    serial = "" if document.draft else document.serial
    entries = [(serial, FANG, "serial")] if serial or document.secrecy else []
    entries += [(document.secrecy, HEI, "secrecy")] if document.secrecy else []
    entries += [(document.urgency, HEI, "urgency")] if document.urgency else []
    for place, (text, font, kind) in enumerate(entries):
        if text:
            yield Text(0, paper.row_top(row + place), (Run(text, font),), kind=kind)


def _number(document: OfficialDocument, top: float) -> list[Text]:
    """文号, in the middle; at the left, one character in, where there are signers."""
    if document.draft or not document.number:
        return []
    text = Text(CHAR, top, (Run(document.number),), kind="number")
    return [text if _has_signers(document) else centred(text, TYPE_WIDTH / 2)]


def _has_signers(document: OfficialDocument) -> bool:
    return bool(document.signers) and document.form == Form.ORDINARY


def _signer_lines(document: OfficialDocument) -> list[list[str]]:
    """Names two a line (7.2.6); one a line where the number needs the room."""
    if not _has_signers(document):
        return []
    names = [_spread(name, max(map(len, document.signers))) for name in document.signers]
    room = CHARACTERS - 1 - length("签发人：") - (length(document.number) + 2)
    each = 2 if len(names) > 1 and length(names[0], KAI) * 2 + 1 <= room else 1
    return [names[start : start + each] for start in range(0, len(names), each)]


def _spread(name: str, characters: int) -> str:
    """A name of two characters as wide as one of three."""
    return f"{name[0]}　{name[1]}" if len(name) == 2 and characters == 3 else name


def _signers(lines: list[list[str]], top: float) -> Iterator[Text]:
    """签发人 with the names, one character from the right edge, lines aligned under the first name."""
    if not lines:
        return
    widest = max(length("　".join(line), KAI) for line in lines)
    x = (CHARACTERS - 1 - widest) * CHAR
    yield Text(
        x - length("签发人：") * CHAR, top, (Run("签发人："), Run("　".join(lines[0]), KAI)), kind="signers"
    )
    for place, line in enumerate(lines[1:], 1):
        yield Text(x, top + place * PITCH, (Run("　".join(line), KAI),), kind="signers")


def _red(document: OfficialDocument, lines: list[Rule]) -> list[Rule]:
    """The lines, none where the paper has them already, grey ones in a draft."""
    if document.draft:
        return [Rule(line.x, line.y, line.width, line.thickness, GREY, line.kind) for line in lines]
    return [] if document.is_preprinted else lines
