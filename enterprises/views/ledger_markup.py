"""The parts of the ledger page that repeat by the hundred, written without the template engine.

A page has 50 rows of some seven cells and two hundred options; as template nodes they cost more than everything else of the
page together (make bench, P2). Every value passes ``escape``; nothing else here is not a literal.
"""

from collections.abc import Iterable
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

_ROW = (
    '<tr><td class="pick"><label><input type="checkbox" name="selected" value="{pk}"><span class="pick-word">选择'
    '<span class="visually-hidden">{name}</span></span></label></td>'
    '<th scope="row"><a class="row-title" href="{url}">{name}</a>{code}</th>{cells}</tr>'
)
_CODE = '<span class="row-note code">{}</span>'
_CELL = '<td data-label="{label}"{css}><span{kind}>'
_END = "</span></td>"
_CHOICE = (
    '<div class="check"><input type="checkbox" name="column" value="{key}" id="column-{key}"{state}>'
    '<label for="column-{key}">{title}</label></div>'
)
_OPTION = '<option value="{}"{}>{}</option>'


def row(pk: int, url: str, name: str, code: str, cells: Iterable[str]) -> str:
    """One enterprise; ``cells`` as made by ``cell``."""
    return _ROW.format(
        pk=pk,
        url=escape(url),
        name=escape(name),
        code=_CODE.format(escape(code)) if code else "",
        cells="".join(cells),
    )


@cache
def _opening(label: str, css: str, kind: str) -> str:
    return _CELL.format(
        label=escape(label),
        css=f' class="{css}"' if css else "",
        kind=f' class="status {kind}"' if kind else "",
    )


def cell(label: str, text: str, css: str = "", kind: str = "") -> str:
    """One value under its heading; ``kind`` draws it as a status badge. ``label``, ``css`` and ``kind`` are words of ours."""
    return f"{_opening(label, css, kind)}{escape(text)}{_END}"


def column_choice(key: str, title: str, state: str) -> str:
    """A box to tick; ``state`` is an attribute of ours or nothing."""
    return _CHOICE.format(key=escape(key), title=escape(title), state=f" {state}" if state else "")


def options(choices: Iterable[tuple[str, str, bool]]) -> SafeString:
    """The options of a select: (value, label, is current)."""
    return joined(
        _OPTION.format(escape(value), " selected" if current else "", escape(label))
        for value, label, current in choices
    )


def joined(parts: Iterable[str]) -> SafeString:
    """Parts that were made here, as one."""
    return mark_safe("\n".join(parts))
