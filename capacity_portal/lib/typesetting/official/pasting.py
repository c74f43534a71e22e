"""Pasted text into blocks: headings by their marks, tables by their tabs, everything else paragraphs. Clean the text first."""

import re
from collections.abc import Iterator
from itertools import chain, groupby

from capacity_portal.lib.numerals import parse_chinese
from capacity_portal.lib.typesetting.official.outline import Block, Column, Paragraph, Section, Table

# The marks of levels 1 to 4 (GB/T 9704 7.3.3), also with the dots and brackets people type instead.
_MARKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"([一二三四五六七八九十百]{1,5})[、．.]\s*",
        r"[（(]([一二三四五六七八九十百]{1,5})[）)][、．.]?\s*",
        r"(\d{1,3})(?:[．.](?!\d)|、)\s*",
        r"[（(](\d{1,3})[）)][、．.]?\s*",
    )
)
_SENTENCE = re.compile(r"[^。；！？]{1,60}。(?=.)")
_SPACED = re.compile(r"([^。，；：！？]{2,60}?) (?=\S)")


def outline_from_text(text: str) -> tuple[Block, ...]:
    """The blocks of ``text``, one a line; lines with tabs that follow each other are one table, its first row the heading.

    The numbers are dropped, since the outline gives them by place. ``1.提高认识。各地要……`` becomes a heading (提高认识。)
    with text; ``一、会议精神 会议认为……`` one with a paragraph below it; any other marked line is a heading as a whole.
    """
    blocks: list[Block] = []
    lines = (line.strip(" \u3000\r\n\f\v") for line in text.splitlines())
    for is_table, group in groupby(filter(None, lines), lambda line: "\t" in line):
        together = list(group)
        blocks += (
            [_table([line.split("\t") for line in together])] if is_table else chain(*map(_blocks, together))
        )
    return tuple(blocks)


def marks_from_text(text: str) -> Iterator[tuple[int, int]]:
    """(level, number) of every heading of ``text``, so that a page can say where its numbers jump."""
    for line in text.splitlines():
        if found := _mark(line.strip()):
            level, match = found
            yield level, _number(match[1])


def _blocks(line: str) -> list[Block]:
    found = _mark(line)
    if not found:
        return [Paragraph(line)]
    level, match = found
    words = line[match.end() :].strip()
    if parted := _SENTENCE.match(words):
        return [Section(level, parted[0], words[parted.end() :].strip())]
    if parted := _SPACED.match(words):
        return [Section(level, parted[1]), Paragraph(words[parted.end() :].strip())]
    return [Section(level, words)]


def _mark(line: str) -> tuple[int, re.Match] | None:
    for level, pattern in enumerate(_MARKS, 1):
        match = pattern.match(line)
        if match and match.end() < len(line) and _number(match[1]):
            return level, match
    return None


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else parse_chinese(words) or 0


def _table(rows: list[list[str]]) -> Table:
    width = max(map(len, rows))
    filled = [tuple(cell.strip() for cell in row) + ("",) * (width - len(row)) for row in rows]
    return Table(tuple(Column(title) for title in filled[0]), tuple(filled[1:]))
