"""Signature, date and seals (GB/T 9704-2012 7.3.5) as one slab that no page parts, with the blank rows above it."""

import struct
from dataclasses import dataclass, replace

from capacity_portal.lib.typesetting.official.outline import Form, OfficialDocument, Picture, Signing
from capacity_portal.lib.typesetting.official.paper import CHAR, CHARACTERS, PITCH, TYPE_WIDTH
from capacity_portal.lib.typesetting.official.placed import (
    Image,
    Item,
    Run,
    Slab,
    Text,
    centred,
    flush_right,
    moved,
)
from capacity_portal.lib.typesetting.official.plain import chinese_date, signature

SEAL = 42.0  # mm, the width for which room is left where there is no picture
STAMP = 40.0, 15.0
LOW = 0.07  # how far signature and date stand below the middle of the seal, in its widths
APART = 2.0  # mm between two seals
MOST_IN_ROW = 3


MOST_ROWS = 16  # of one slab: some text goes with it onto a page


@dataclass(frozen=True, slots=True)
class Signed:
    """``blank`` rows under the text, then ``slabs``; the first one is never without text above it on its page."""

    blank: int
    slabs: tuple[Slab, ...]


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


def _line(text: str, kind: str) -> Text:
    return Text(0, 0, (Run(text),), kind=kind)


def _unsealed(names: list[str], day: str) -> Signed:
    """7.3.5.2: signature two characters from the right, date two characters further in than its first character."""
    lines = [_line(name, "signature") for name in names]
    date = _line(day, "date")
    edge = (CHARACTERS - 2) * CHAR
    widest = max((line.width for line in lines), default=0)
    start = edge - widest
    if date.width > widest:
        date = flush_right(date, edge)
        start = date.x - 2 * CHAR
    else:
        date = replace(date, x=start + 2 * CHAR)
    bands = [Slab((replace(line, x=start),)) for line in lines]
    return Signed(1, _together([*bands, *([Slab((date,))] if day else [])]))


def _sealed(document: OfficialDocument, names: list[str], day: str) -> Signed:
    """7.3.5.1: date four characters from the right, the last signature above its middle, a seal over every signature."""
    seals = [signatory.seal for signatory in document.signatories]
    size = max([seal.width for seal in seals if seal] or [SEAL])
    lines = [_line(name, "signature") for name in names]
    date = flush_right(_line(day, "date"), (CHARACTERS - 4) * CHAR)
    last, widest = date.x + date.width / 2, max(line.width for line in lines)
    step = max(size + APART, widest + CHAR)
    each = _in_row(step, last, max(size, widest), len(lines))
    height = int(-(-(size + APART) // PITCH))  # rows from one row of seals to the next
    drawn = [None if document.draft else seal for seal in seals]
    bands = []
    for start in range(0, len(lines), each):
        row = list(zip(lines[start : start + each], drawn[start : start + each], strict=True))
        bands.append(Slab(_seal_row(row, last, step), height))
    below = [replace(date, y=PITCH)] if day else []
    bands[-1] = Slab((*bands[-1].items, *below), 2, tail=_tail(size))
    return Signed(_blank(size), _together(bands, _blank(size)))


def _seal_row(row: list[tuple[Text, Picture | None]], last: float, step: float) -> tuple[Item, ...]:
    """Signatures beside one another, the right one's middle at ``last``, with their seals."""
    items: list[Item] = []
    for place, (line, seal) in enumerate(reversed(row)):
        centre = last - place * step
        items.insert(0, _inside(centred(line, centre)))
        if seal:
            items.append(_seal(seal, centre, (PITCH + CHAR) / 2))
    return tuple(items)


def _together(bands: list[Slab], blank: int = 0) -> tuple[Slab, ...]:
    """Slabs under one another as one slab, or as several, with ``blank`` rows above, where that is too high for a page."""
    slabs = [bands[0]]
    for band in bands[1:]:
        fits = slabs[-1].rows + band.rows <= MOST_ROWS
        above = slabs.pop() if fits else Slab((), blank)
        items = tuple(moved(item, above.rows * PITCH) for item in band.items)
        slabs.append(Slab((*above.items, *items), above.rows + band.rows, tail=band.tail))
    return tuple(slabs)


def _tail(size: float) -> int:
    """Rows under signature and date into which their seal reaches."""
    return max(int(-(-((0.5 - LOW) * size - (PITCH + CHAR) / 2) // PITCH)), 0)


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
    picture, edge = document.signer_stamp, (CHARACTERS - 4) * CHAR
    width, height = (picture.width, height_of(picture)) if picture else STAMP
    rows = max(int(-(-(height - CHAR) // PITCH)) + 1, 1)
    title = Text(0, (height - CHAR) / 2, (Run(document.signer_title),), kind="signer title")
    items: list[Item] = [flush_right(title, edge - width - 2 * CHAR)] if document.signer_title else []
    if picture and not document.draft:
        items.append(Image(edge - width, 0, width, height, picture.content, "stamp"))
    if day:
        items.append(flush_right(replace(_line(day, "date"), y=(rows + 1) * PITCH), edge))
    return Signed(2, (Slab(tuple(items), rows + (2 if day else 0)),))
