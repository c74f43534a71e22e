"""Takes out of a parsed document what could embed files or exhaust the machine, before WeasyPrint lays it out."""

import re
from xml.etree.ElementTree import Element

from capacity_portal.lib.typesetting.glyphs import code_points, missing_characters, with_placeholders

MAX_DEPTH = 100
MAX_SPAN = 100
# Elements that fetch, run or embed; documents of the portal have no use for them.
_DROPPED = frozenset({"base", "iframe", "object", "embed", "script", "frame", "frameset", "audio", "video"})
_LONG_WORD = re.compile(r"[!-~]{20}")


class TooDeep(Exception):
    """Elements are nested deeper than MAX_DEPTH; the layout, which is recursive, would end in a RecursionError."""


def sanitise(root: Element) -> None:
    """Neutralise attachments, embedded objects and absurd spans in place. Raises TooDeep."""
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise TooDeep
        if element.tag in _DROPPED:
            _drop(element)
        _disarm(element)
        waiting.extend((child, depth + 1) for child in element)


def replace_missing(body: Element) -> tuple[str, ...]:
    """Replace characters no bundled font draws by 〓, add a note at the end, and return them."""
    missing = missing_characters("".join(body.itertext()))
    if missing:
        for element in body.iter():
            element.text = element.text and with_placeholders(element.text, missing)
            element.tail = element.tail and with_placeholders(element.tail, missing)
        body.append(_note(missing))
    return missing


def mark_long_words(body: Element) -> None:
    """Give table cells that hold a word too long for a column the class ``long-words`` (print.css breaks them anywhere)."""
    for tag in ("td", "th"):
        for cell in body.iter(tag):
            if _LONG_WORD.search("".join(cell.itertext())):
                cell.set("class", f"{cell.get('class', '')} long-words".strip())


def _disarm(element: Element) -> None:
    # rel=attachment makes WeasyPrint embed the file an address points to
    relations = element.get("rel")
    if relations is not None and "attachment" in relations.lower():
        del element.attrib["rel"]
        element.attrib.pop("href", None)
    for name in ("colspan", "rowspan", "span"):
        if name in element.attrib:
            element.set(name, _bounded(element.get(name)))


def _bounded(span: str) -> str:
    digits = span.strip()
    if not (digits.isascii() and digits.isdigit()):
        return "1"
    return digits if len(digits) <= 3 and int(digits) <= MAX_SPAN else str(MAX_SPAN)


def _drop(element: Element) -> None:
    tail = element.tail
    element.clear()
    element.tag, element.tail = "span", tail


def _note(missing: tuple[str, ...]) -> Element:
    shown, more = missing[:20], "等" if len(missing) > 20 else ""
    note = Element("p", {"class": "missing-glyphs"})
    note.text = f"注：本件有 {len(missing)} 个字符字库未收录，以“〓”代替：{code_points(shown)}{more}。"
    return note
