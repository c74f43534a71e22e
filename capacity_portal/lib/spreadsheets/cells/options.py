"""One of a few labels."""

import re
from collections.abc import Callable, Mapping

from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.spreadsheets.cells.blanks import bare, is_nothing
from capacity_portal.lib.spreadsheets.cells.words import as_text
from capacity_portal.lib.spreadsheets.columns import Unclear
from capacity_portal.lib.typed_text import excerpt

_LISTED = 20
_DENIED = re.compile("[未非不否无]")


def choice(
    name: str, labels: Mapping[str, object], synonyms: Mapping[str, object] | None = None
) -> Callable[[Cell, str], object]:
    """The value of a label; width, case and blanks are forgiven. ``synonyms``: what else people write, to its value.

    What is neither is Unclear, with the label that it contains as suggestion when there is just one.
    """
    exact = {**(synonyms or {}), **labels}
    values = {bare(label): value for label, value in exact.items()}

    def read(cell: Cell, unit: str = "") -> object:
        if cell.__class__ is str and cell in exact:
            return exact[cell]
        typed = bare(as_text(cell, name))
        if typed in values:
            return values[typed]
        if is_nothing(cell):
            return None
        raise _unclear(cell, typed, name, labels)

    return read


def _unclear(cell: Cell, typed: str, name: str, labels: Mapping[str, object]) -> Unclear:
    inside = [] if _DENIED.search(typed) else [label for label in labels if bare(label) in typed]
    # 已停产 holds 停产; of 在产 and 停产在产 the longest says most, two strangers say nothing.
    longest = max(inside, key=len, default="")
    suggestion = longest if all(bare(label) in bare(longest) for label in inside) else ""
    offered = "、".join(list(labels)[:_LISTED]) + ("等" if len(labels) > _LISTED else "")
    message = f"{name}{excerpt(cell)}不在可选范围内，请从以下各项中选填：{offered}。"
    return Unclear(message, suggestion)
