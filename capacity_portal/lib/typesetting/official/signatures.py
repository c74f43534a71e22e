"""Signature, date and seals (GB/T 9704-2012 7.3.5) as one slab that no page parts, with the blank rows above it."""

import struct
from dataclasses import dataclass

from capacity_portal.lib.typesetting.official.outline import Form, OfficialDocument, Picture, Signing
from capacity_portal.lib.typesetting.official.paper import CHAR, CHARACTERS, PITCH, TYPE_WIDTH
from capacity_portal.lib.typesetting.official.placed import Image, Item, Run, Slab, Text, centred, flush_right
from capacity_portal.lib.typesetting.official.plain import chinese_date, signature

SEAL = 42.0  # mm, the width for which room is left where there is no picture
STAMP = 40.0, 15.0
LOW = 0.07  # how far signature and date stand below the middle of the seal, in its widths
APART = 2.0  # mm between two seals
MOST_IN_ROW = 3


@dataclass(frozen=True, slots=True)
class Signed:
    """``blank`` rows under the text, then ``slab``."""

    blank: int
    slab: Slab


def signed(document: OfficialDocument) -> Signed | None:
    """How ``document`` is signed; None where it has neither signature nor date."""
    day = chinese_date(document.dated)
    if document.signing == Signing.STAMPED and (document.signer_title or document.signer_stamp):
        return _stamped(document, day)
    names = [signature(signatory) for signatory in document.signatories]
    if not names and not day:
        return None
    if document.signing == Signing.SEALED and document.form != Form.MINUTES and names:
        return _sealed(document, names, day)
    return _unsealed(names, day)


def height_of(picture: Picture) -> float:
    """Printed height of a PNG picture in mm, from the size in its head. Raises ValueError if it has none."""
    if picture.content[:8] != b"\x89PNG\r\n\x1a\n" or len(picture.content) < 24:
        raise ValueError("印章、签名章图片应为PNG格式；请重新上传。")
    width, height = struct.unpack(">II", picture.content[16:24])
    if not width or not height:
        raise ValueError("印章、签名章图片是空的；请重新上传。")
    return picture.width * height / width


def _line(text: str, row: float, kind: str) -> Text:
    return Text(0, row * PITCH, (Run(text),), kind=kind)


def _unsealed(names: list[str], day: str) -> Signed:
    """7.3.5.2: signature two characters from the right, date two characters further in than its first character."""
    lines = [_line(name, row, "signature") for row, name in enumerate(names)]
    date = _line(day, len(names), "date")
    edge = (CHARACTERS - 2) * CHAR
    first = max((line.width for line in lines), default=0)
    start = edge - first
    if date.width > first or not lines:
        date = flush_right(date, edge)
        start = min(start, date.x - 2 * CHAR) if lines else start
    else:
        date = Text(start + 2 * CHAR, date.y, date.runs, kind="date")
    placed = [Text(start, line.y, line.runs, kind="signature") for line in lines]
    return Signed(1, Slab((*placed, *([date] if day else [])), len(names) + bool(day)))


def _sealed(document: OfficialDocument, names: list[str], day: str) -> Signed:
    """7.3.5.1: date four characters from the right, the last signature above its middle, a seal over every signature."""
    date = flush_right(_line(day, 0, "date"), (CHARACTERS - 4) * CHAR)
    last = date.x + date.width / 2
    seals = [None if document.draft else signatory.seal for signatory in document.signatories]
    size = max([seal.width for seal in seals if seal] or [SEAL])
    lines = [_line(name, 0, "signature") for name in names]
    step = max(size + APART, max(line.width for line in lines) + CHAR)
    each = _in_row(step, last, max(size, max(line.width for line in lines)), len(lines))
    blank = _blank(size)
    height = -(-(size + APART) // PITCH)  # rows from one row of seals to the next
    items: list[Item] = []
    rows = -(-len(lines) // each)
    for place, line in enumerate(lines):
        column, row = place % each, place // each
        behind = min(each, len(lines) - row * each) - 1 - column
        centre, down = last - behind * step, row * height * PITCH
        text = _inside(centred(line, centre))
        items.append(Text(text.x, down, text.runs, kind="signature"))
        if seals[place]:
            items.insert(0, _seal(seals[place], centre, down + (PITCH + CHAR) / 2))
    bottom = int((rows - 1) * height)
    if day:
        items.append(Text(date.x, (bottom + 1) * PITCH, date.runs, kind="date"))
    return Signed(blank, Slab(tuple(items), bottom + 2))


def _blank(size: float) -> int:
    """Blank rows such that the seal begins below the text, and less than one row below it."""
    blank = 1
    while (blank + 1.5) * PITCH - (0.5 + LOW) * size - CHAR / 2 < 0:
        blank += 1
    return blank


def _in_row(step: float, last: float, widest: float, many: int) -> int:
    """How many signatures fit beside one another without leaving the type area."""
    fitting = 1
    while fitting < min(MOST_IN_ROW, many) and last - fitting * step - widest / 2 >= 0:
        fitting += 1
    return fitting


def _inside(text: Text) -> Text:
    """A long signature ends at the edge of the type area."""
    return flush_right(text, TYPE_WIDTH) if text.x + text.width > TYPE_WIDTH else text


def _seal(picture: Picture, centre: float, middle: float) -> Image:
    """The seal whose middle is a little above ``middle``, that of signature and date together."""
    height = height_of(picture)
    top = middle - LOW * picture.width - height / 2
    return Image(centre - picture.width / 2, top, picture.width, height, picture.content)


def _stamped(document: OfficialDocument, day: str) -> Signed:
    """7.3.5.3: two blank rows, stamp four characters from the right, title before it, blank row, date."""
    picture = None if document.draft else document.signer_stamp
    width, height = (picture.width, height_of(picture)) if picture else STAMP
    rows = max(int(-(-(height - CHAR) // PITCH)) + 1, 1)
    left = (CHARACTERS - 4) * CHAR - width
    middle = ((rows - 1) * PITCH + CHAR) / 2
    title = Text(0, middle - CHAR / 2, (Run(document.signer_title),), kind="signer title")
    items: list[Item] = [flush_right(title, left - 2 * CHAR)] if document.signer_title else []
    if picture:
        items.insert(0, Image(left, middle - height / 2, width, height, picture.content, "stamp"))
    if day:
        date = flush_right(_line(day, rows + 1, "date"), (CHARACTERS - 4) * CHAR)
        items.append(date)
    return Signed(2, Slab(tuple(items), rows + (2 if day else 0)))
