"""Pasted text made fit for a document: what Word, web pages and converters leave behind is mended, and every change is listed.

Only what proves itself is mended. Left alone on purpose: words (发捍 for 发挥), years, numbers, and 〔20111号, whose year and number
cannot be told apart (settled.md 36). Empty lines and white space at the ends of lines go without mention.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from capacity_portal.lib.typesetting.official import clean_lines, clean_marks, clean_words

PASSES = 10  # one mend may uncover another; two passes are common, four have not been seen
RULES = (*clean_words.RULES, *clean_marks.RULES)


@dataclass(frozen=True)
class Change:
    """``place`` (第3行, by the lines of what was pasted), the words before and after, and why."""

    place: str
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class Cleaned:
    """The text that may be used, and what was changed to get it, in the order it was done."""

    text: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class _Line:
    place: str
    text: str
    ends_page: bool = False


def clean(text: str) -> Cleaned:
    """Mend ``text``. Total: any ``str`` goes in. ``clean(clean(text).text)`` changes nothing more."""
    changes: list[Change] = []
    lines = [_Line(f"第{number}行", line) for number, line in enumerate(text.splitlines(), 1)]
    for _ in range(PASSES):
        known = [line.text for line in lines]
        for step in (_without_litter, _mended, _joined):
            lines = step(lines, changes)
        if [line.text for line in lines] == known:
            break
    return Cleaned("\n".join(line.text for line in lines), tuple(changes))


def _without_litter(lines: list[_Line], changes: list[Change]) -> list[_Line]:
    kept: list[_Line] = []
    for line in lines:
        bare = line.text.strip()
        if why := clean_lines.litter(bare):
            changes.append(Change(line.place, bare, "", why))
            if kept and why == clean_lines.PAGE_NUMBER:
                kept[-1] = replace(kept[-1], ends_page=True)
        elif bare:
            kept.append(_without_page_number(line, changes))
    return kept


def _without_page_number(line: _Line, changes: list[Change]) -> _Line:
    text = clean_lines.without_page_number(line.text)
    if text == line.text:
        return line
    changes.append(Change(line.place, line.text[len(text) :].strip(), "", clean_lines.PAGE_NUMBER))
    return replace(line, text=text, ends_page=True)


def _mended(lines: list[_Line], changes: list[Change]) -> list[_Line]:
    mended = []
    for line in lines:
        text = line.text
        for pattern, replacement, why in RULES:
            text = pattern.sub(_noting(replacement, why, line.place, changes), text)
        mended += [replace(line, text=clean_lines.trimmed(text))] if text.strip() else []
    return mended


def _noting(replacement: Callable, why: str, place: str, changes: list[Change]) -> Callable:
    def mend(match: re.Match) -> str:
        before, after = match[0], replacement(match)
        if before != after:
            changes.append(Change(place, before, after, why))
        return after

    return mend


def _joined(lines: list[_Line], changes: list[Change]) -> list[_Line]:
    """Paragraphs that a turn of the page or of the line has torn are put together again."""
    joined: list[_Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if before and clean_lines.is_torn(before.text, line.text, before.ends_page):
            ends = f"{before.text[-8:]}⏎{line.text[:8]}"
            changes.append(Change(line.place, ends, ends.replace("⏎", ""), "一段文字被换页或换行断开"))
            joined[-1] = replace(line, place=before.place, text=before.text + line.text)
        else:
            joined.append(line)
    return joined
