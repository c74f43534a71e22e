"""Two versions of a draft side by side: lines of plain text, what was taken out and put in marked inside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from capacity_portal.lib.typesetting.official.plain import to_text
from reports.rules.content import worded_document

LONGEST = 4_000
"""Longer lines are not compared character by character."""
Part = tuple[str, str]


@dataclass(frozen=True)
class ComparedLine:
    """``left`` and ``right``: parts as (kind, text), kind "same", "del" or "ins"; ``is_changed``: they differ."""

    left: tuple[Part, ...]
    right: tuple[Part, ...]
    is_changed: bool


def text_lines(version) -> list[str]:
    """The plain lines of a version (anything with title and content); a sentence in place of one that cannot be read."""
    try:
        return to_text(worded_document(version.title, version.content)).splitlines()
    except ValueError as unreadable:
        return [version.title, f"（这一版不能读出：{unreadable}）"]


def compared(older, newer) -> list[ComparedLine]:
    """Both versions line by line."""
    left, right = text_lines(older), text_lines(newer)
    rows: list[ComparedLine] = []
    for kind, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            rows += [
                ComparedLine((("same", line),), (("same", line),), is_changed=False) for line in left[i:j]
            ]
        else:
            rows += _changed(left[i:j], right[k:m])
    return rows


def _changed(left: list[str], right: list[str]) -> Iterator[ComparedLine]:
    for number in range(max(len(left), len(right))):
        before = left[number] if number < len(left) else ""
        after = right[number] if number < len(right) else ""
        yield ComparedLine(*_inside(before, after), is_changed=True)


def _inside(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    if not before or not after or max(len(before), len(after)) > LONGEST:
        return _part("del", before), _part("ins", after)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.quick_ratio() < 0.3:
        return _part("del", before), _part("ins", after)
    left: list[Part] = []
    right: list[Part] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        left += _part("same" if kind == "equal" else "del", before[i:j])
        right += _part("same" if kind == "equal" else "ins", after[k:m])
    return tuple(left), tuple(right)


def _part(kind: str, text: str) -> tuple[Part, ...]:
    return ((kind, text),) if text else ()
