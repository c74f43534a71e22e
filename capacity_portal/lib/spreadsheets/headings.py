"""Where the headings of a sheet stand: below title lines, on one level or two, merged or not."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from capacity_portal.lib.spreadsheets import units
from capacity_portal.lib.spreadsheets.book import Cell, FileRefused, Merged, Sheet
from capacity_portal.lib.spreadsheets.labels import normalise_heading, readable, split_unit

_SEARCHED = 60
_WIDEST = 200
_POINTS = 3
_LONGEST_HEADING = 40
_SENTENCE = re.compile(r"[。；;]|[：:]\s*\S")
_NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?", re.ASCII)
_UNIT_SAID = re.compile(r"(?:^|[\s(（，,;；])(?:计量|数量|产能)?单位\s*[:：]\s*([^()（）\s，,;；、]{1,12})")


@dataclass(frozen=True)
class Heading:
    """One heading: ``place`` counts columns from 1; two merged levels are joined (``产能/炼钢``); ``unit`` from its brackets.

    ``is_sheet_unit``: the unit stands above the table for all of it (单位：万吨), so it only holds for quantities.
    """

    place: int
    label: str
    unit: str = ""
    is_sheet_unit: bool = False


@dataclass(frozen=True)
class HeadingBlock:
    """The rows of headings: ``first`` and ``last`` count from 1; ``labels`` by place, with "" where nothing stands."""

    first: int
    last: int
    labels: tuple[tuple[str, str], ...]
    points: int
    has_repeats: bool


def find_headings(sheet: Sheet, known: Callable[[str], bool]) -> HeadingBlock:
    """Return the rows that look most like headings. Raises FileRefused when no row does."""
    spans = _spans(sheet.merged)
    blocks = [
        block
        for first in range(1, min(len(sheet.rows), _SEARCHED) + 1)
        for depth in (1, 2)
        if (block := _block(sheet.rows, first, depth, spans, known))
    ]
    if not blocks:
        raise FileRefused(
            f"在工作表“{sheet.name}”里找不到表头。请让一行里写着各列的名称（如“企业名称”“统一社会信用代码”），"
            "名称下面是数据，然后重新上传；也可以下载模板，把数据填进模板。"
        )
    return max(blocks, key=lambda block: (block.points, not block.has_repeats, -block.last, block.first))


def named(block: HeadingBlock, sheet_unit: str) -> list[Heading]:
    """Return the headings that have a name, with the unit of the sheet where they have none of their own."""
    return [
        Heading(place, label, unit or sheet_unit, bool(sheet_unit and not unit))
        for place, (label, unit) in enumerate(block.labels, start=1)
        if label
    ]


def unit_of_sheet(rows: Iterable[list[Cell]]) -> str:
    """Return the unit that a line above the table gives for all of it (``单位：万吨``), "" when none does."""
    for row in rows:
        texts = [readable(cell) for cell in row[:_WIDEST] if cell not in (None, "")]
        for text, following in zip(texts, [*texts[1:], ""], strict=False):
            said = _UNIT_SAID.search(text if text.rstrip(":：") != "单位" else f"单位：{following}")
            if said and units.is_unit(said[1]):
                return said[1]
    return ""


def is_number(cell: Cell) -> bool:
    """Tell whether a cell is a number, also one written as text."""
    if isinstance(cell, str):
        return _NUMBER.fullmatch(cell.strip()) is not None
    return cell is not None


def _block(rows, first: int, depth: int, spans, known) -> HeadingBlock | None:
    last = first + depth - 1
    levels = [[_text(cell) for cell in row[:_WIDEST]] for row in rows[first - 1 : last]]
    if len(levels) < depth or not all(_may_be_headings(row[:_WIDEST]) for row in rows[first - 1 : last]):
        return None
    width = max(map(len, levels))
    levels = [level + [""] * (width - len(level)) for level in levels]
    if depth == 1:
        labels = [split_unit(text) for text in _filled_from_above(rows, first, levels[0], spans)]
        return _scored(first, last, labels, known)
    groups, tops = _groups(first, levels, spans)
    singles = [place for place in range(width) if levels[0][place] and not levels[1][place]]
    if not _is_row_of_units(levels[1]) and not (groups and (singles or _repeats(levels[1]))):
        return None
    uppers = _filled_from_above(rows, first, tops, spans)
    labels = [_joined(upper, lower) for upper, lower in zip(uppers, levels[1], strict=True)]
    return _scored(first, last, labels, known, groups)


def _text(cell: Cell) -> str:
    return readable(cell) if isinstance(cell, str) or is_number(cell) else ""


def _may_be_headings(row: list[Cell]) -> bool:
    filled = [cell for cell in row if cell is not None and readable(cell)]
    texts = sum(not is_number(cell) for cell in filled)
    numbers = sum(is_number(cell) and not _is_year(cell) for cell in filled)
    return texts > 0 and numbers * 3 <= texts


def _is_year(cell: Cell) -> bool:
    text = readable(cell)
    return len(text) == 4 and text.isascii() and text.isdigit() and "1949" <= text <= "2100"


def _scored(first: int, last: int, labels, known, groups=()) -> HeadingBlock | None:
    texts = [label for label, _ in labels if label]
    plausible = [text for text in texts if len(text) <= _LONGEST_HEADING and not _SENTENCE.search(text)]
    if len(plausible) * 2 <= len(texts):
        return None
    hits = sum(_is_known(label, place in groups, known) for place, (label, _) in enumerate(labels) if label)
    if not hits and len(plausible) < 2:
        return None
    points = _POINTS * hits + len(plausible) + (last > first)
    return HeadingBlock(first, last, tuple(labels), points, _repeats(plausible))


def _is_known(label: str, is_grouped: bool, known) -> bool:
    if known(label):
        return True
    upper, _, lower = label.rpartition("/")
    return bool(is_grouped and upper and (known(lower) or known(upper)))


def _repeats(labels: list[str]) -> bool:
    names = [normalise_heading(label) for label in labels if label]
    return len(set(names)) < len(names)


def _is_row_of_units(texts: list[str]) -> bool:
    filled = [text for text in texts if text]
    return bool(filled) and all(units.is_unit(text) for text in filled)


def _joined(upper: str, lower: str) -> tuple[str, str]:
    (upper, upper_unit), (lower, lower_unit) = split_unit(upper), split_unit(lower)
    if upper and lower and units.is_unit(lower):
        return upper, lower.strip("()（）[]【】")
    if not upper or not lower or upper == lower:
        return upper or lower, lower_unit or upper_unit
    return f"{upper}/{lower}", lower_unit or upper_unit


def _spans(merged: Iterable[Merged]) -> dict[tuple[int, int], Merged]:
    """The merged ranges that may belong to headings, by row and column of their first cell."""
    return {
        (span.top, span.left): span for span in merged if span.top <= _SEARCHED + 1 and span.left <= _WIDEST
    }


def _groups(row: int, levels: list[list[str]], spans) -> tuple[set[int], list[str]]:
    """The columns (from 0) that lie under an upper heading of several, and the upper level filled to the right."""
    upper, lower = list(levels[0]), levels[1]
    groups: set[int] = set()
    for place, text in enumerate(levels[0]):
        end = _end_of_group(row, place, levels, spans) if text else place
        if end > place and all(lower[place : end + 1]):
            groups |= set(range(place, end + 1))
            upper[place : end + 1] = [text] * (end + 1 - place)
    return groups, upper


def _end_of_group(row: int, place: int, levels: list[list[str]], spans) -> int:
    upper, lower = levels
    if span := spans.get((row, place + 1)):
        return min(span.right, len(upper)) - 1 if span.bottom == row else place
    end = place
    while lower[place] and end + 1 < len(upper) and lower[end + 1] and not upper[end + 1]:
        end += 1
    return end


def _filled_from_above(rows, row: int, texts: list[str], spans) -> list[str]:
    """``texts`` of a row, with what merged cells that began above (or at the left, one level up) show in it."""
    filled = list(texts)
    for (top, left), span in spans.items():
        if (
            top < row <= span.bottom
            and span.left == span.right
            and left <= len(filled)
            and not filled[left - 1]
        ):
            above = rows[top - 1] if top <= len(rows) else []
            filled[left - 1] = _text(above[left - 1]) if left <= len(above) else ""
    return filled
