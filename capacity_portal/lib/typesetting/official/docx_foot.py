"""The 版记 of a .docx: every line and rule in a frame of its own, at its place on the paper, whatever stands above it."""

from dataclasses import replace

from capacity_portal.lib.typesetting.official import paper
from capacity_portal.lib.typesetting.official.colophon import LINE, colophon
from capacity_portal.lib.typesetting.official.docx_parts import Frame, Part, Words, twips
from capacity_portal.lib.typesetting.official.outline import OfficialDocument
from capacity_portal.lib.typesetting.official.placed import Item, Rule, Text

_CHARACTER = 280  # of 14 pt
_HAIR = 20  # twips; the paragraph a rule hangs on
_INSET = (LINE - paper.SIZE_4) / 2


def foot_parts(document: OfficialDocument, addressees: str, left: float) -> list[Part]:
    """The paragraphs, none where there is nothing in them; ``addressees`` where they were moved here.

    ``left``: mm from the edge of the paper to the type area.
    """
    foot = colophon(document, addressees)
    items = list(foot.items) if foot else []
    parts = [(item.y - _HAIR / 20 * 25.4 / 72, _rule(item)) for item in items if isinstance(item, Rule)]
    labels = [item for item in items if item.kind == "copies label"]
    for label, names in zip(labels, filter(None, (addressees, document.copies_to)), strict=False):
        parts.append((label.y - _INSET, _names(label.text, names)))
    printed = [item for item in items if item.kind.startswith("printed")]
    parts += [(printed[0].y - _INSET, _printed(printed))] if printed else []
    return [
        replace(part, frame=Frame(twips(left), twips(top), twips(paper.TYPE_WIDTH)))
        for top, part in sorted(parts, key=lambda each: each[0])
    ]


def _rule(item: Rule) -> Part:
    return Part(style="Normal", line=_HAIR, left=0, border=round(item.thickness / 25.4 * 72 * 8))


def _names(label: str, names: str) -> Part:
    words = (Words(label + names.rstrip("。.：: ") + "。"),)
    return Part(words, "Colophon", left=4 * _CHARACTER, right=_CHARACTER, hanging=3 * _CHARACTER)


def _printed(texts: list[Item]) -> Part:
    """印发机关 at the left; the date begins where it does in the PDF."""
    runs = tuple(
        Words(text.text, has_tab=text.kind == "printed on") for text in texts if isinstance(text, Text)
    )
    tabs = tuple(twips(text.x) for text in texts if text.kind == "printed on")
    return Part(runs, "Colophon", left=_CHARACTER, tabs=tabs)
