"""The issuers' mark (发文机关标志): one name or several, narrowed to fit, 文件 behind them (GB/T 9704-2012 7.2.4)."""

from collections.abc import Iterator

from capacity_portal.lib.typesetting.official.outline import Form, OfficialDocument
from capacity_portal.lib.typesetting.official.paper import PITCH, TYPE_WIDTH
from capacity_portal.lib.typesetting.official.placed import GREY, RED, Frame, Item, Run, Text, centred
from capacity_portal.lib.typesetting.official.widths import BIAO, length

# The ink of a heavy Song character reaches from 0.11 to 1.05 of its em box: what is 35 mm from the edge is ink.
INK_TOP, INK = 0.11, 0.94
MOST_SPACING = 0.35  # between the characters of a short name, in em
BESIDE = 5.0  # mm between the names and 文件
BETWEEN = 0.35  # blank between two names, in heights of a name
MOST_EXTRA = 6


def extra_rows(document: OfficialDocument) -> int:
    """Rows the mark takes more than one name does."""
    return min(len(_names(document)) - 1, MOST_EXTRA) if document.issuers else 0


def mark(document: OfficialDocument, upper: float, height: float) -> Iterator[Item]:
    """The mark with its ink between ``upper`` and ``height`` below it; a grey outline of it in a draft."""
    if document.draft:
        yield Frame(0, upper, TYPE_WIDTH, height, GREY, kind="outline")
        word = Text(0, upper + height / 2 - 4.7, (Run("草　稿", BIAO),), 8, colour=GREY, kind="outline")
        yield centred(word, TYPE_WIDTH / 2)
    elif not document.is_preprinted and document.issuers:
        names = _names(document)
        if len(names) == 1:
            yield _one(names[0] + document.mark_suffix, upper, height)
        else:
            yield from _several(names, document.mark_suffix, upper, height)


def _names(document: OfficialDocument) -> tuple[str, ...]:
    return document.issuers[:1] if document.form == Form.LETTER else document.issuers


def _one(text: str, upper: float, height: float) -> Text:
    """One line over the whole width; a short one is spaced out a little."""
    return centred(_fitted(text, upper, height, TYPE_WIDTH, spaced=MOST_SPACING), TYPE_WIDTH / 2)


def _several(names: tuple[str, ...], suffix: str, upper: float, height: float) -> Iterator[Text]:
    """Names under one another, the host first, spread to one width; the suffix at half their height at the right."""
    each = height / (len(names) + BETWEEN * (len(names) - 1))
    behind = _fitted(suffix, 0, (height - (len(names) - 1) * PITCH), TYPE_WIDTH / 3)
    room = TYPE_WIDTH - (behind.width + BESIDE if suffix else 0)
    lines = [
        _fitted(name, upper + place * each * (1 + BETWEEN), each, room) for place, name in enumerate(names)
    ]
    widest = max(line.width for line in lines)
    left = (room - widest) / 2
    for line in lines:
        spacing = (widest - line.width) / max(len(line.text) - 1, 1) / line.scale
        yield Text(left, line.y, line.runs, line.size, spacing, line.scale, RED, "mark")
    if suffix:
        y = upper + height / 2 - behind.size * (INK_TOP + INK / 2)
        yield Text(left + widest + BESIDE, y, behind.runs, behind.size, 0, behind.scale, RED, "mark suffix")


def _fitted(text: str, upper: float, height: float, room: float, spaced: float = 0) -> Text:
    """``text`` with ink of ``height``, narrowed where it would be wider than ``room``."""
    size = height / INK
    natural = max(length(text, BIAO), 1) * size
    gaps = max(len(text) - 1, 1)
    spacing = min(max(room * 0.9 - natural, 0) / gaps, spaced * size)
    scale = min(1.0, room / natural)
    return Text(0, upper - INK_TOP * size, (Run(text, BIAO),), size, spacing, scale, RED, "mark")
