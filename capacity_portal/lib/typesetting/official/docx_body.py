"""A composed document as the parts of a .docx: paragraphs that can be edited, in the order of the pages."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from capacity_portal.lib.typesetting.official import paper, tables, widths
from capacity_portal.lib.typesetting.official.composition import Composition
from capacity_portal.lib.typesetting.official.docx_foot import foot_parts
from capacity_portal.lib.typesetting.official.docx_head import START, head_parts
from capacity_portal.lib.typesetting.official.docx_parts import (
    Cell,
    Part,
    Row,
    Section,
    Words,
    of_text,
    twips,
)
from capacity_portal.lib.typesetting.official.docx_styles import CHARACTER, FANG, HEI, ROW
from capacity_portal.lib.typesetting.official.heads import head
from capacity_portal.lib.typesetting.official.outline import Block, Form, Paragraph, Table
from capacity_portal.lib.typesetting.official.outline import Section as Heading
from capacity_portal.lib.typesetting.official.placed import Slab, Text, moved
from capacity_portal.lib.typesetting.official.signatures import signed
from capacity_portal.lib.typesetting.official.titles import title_lines

HAIR = 2  # twips; a line that takes no room


class Body:
    """A document on its way to parts. ``parts`` and the last ``section`` are what the template asks for."""

    def __init__(self, composition: Composition):
        self.parts: list[Part] = []
        self._document = composition.document
        self.section = Section(
            is_draft=self._document.draft is not None,
            is_single_sided=self._document.is_single_sided,
            has_title=self._document.form == Form.LETTER,
        )
        self._opening(any(item.kind == "addressees" for item in composition.pages[0].items))
        self._blocks(self._document.blocks, 1)
        self._closing()
        for number, attachment in enumerate(self._document.attachments, 1):
            has_turned = self._turn(attachment.is_landscape)
            name = f"附件{number}" if len(self._document.attachments) > 1 else "附件"
            self._add(Part((Words(name, HEI),), left=0, begins_page=not has_turned))
            self._title(attachment.title, (), ROW)
            self._blocks(attachment.blocks, number + 1, attachment.is_landscape)
        self._colophon(composition)

    def _opening(self, has_addressees: bool) -> None:
        document, start = self._document, head(self._document)
        found, reached = head_parts(start)
        self.parts.extend(found)
        gap = max(twips(START + start.row * paper.PITCH - reached), 0)
        if document.form == Form.ORDER:
            self._add(Part(style="Normal", line=max(gap, HAIR)))
        else:
            self._title(document.title, document.issuers, gap)
        if has_addressees:
            self._add(Part((Words(f"{document.addressees.rstrip('：: ')}："),), left=0))

    def _title(self, title: str, known: tuple[str, ...], before: int) -> None:
        measure = (paper.TYPE_HEIGHT if self.section.is_turned else paper.TYPE_WIDTH) / paper.SIZE_2
        lines = "\n".join(title_lines(title, known, measure))
        self._add(Part((Words(lines),), "Title", before=before, after=ROW))

    def _blocks(self, blocks: Iterable[Block], number: int, is_turned: bool = False) -> None:
        for block in blocks:
            self._turn(is_turned or (isinstance(block, Table) and block.is_landscape))
            match block:
                case Table():
                    self._table(block)
                case Heading():
                    first, *more = block.text.split("\n")
                    words = (
                        Words(block.heading.replace("\n", "")),
                        *([Words(first.strip(), FANG)] if first.strip() else []),
                    )
                    look = {"level": block.level, "list": number, "is_with_next": not block.text.strip()}
                    self._add(Part(words, f"Heading{block.level}", **look))
                    self._paragraphs(more)
                case Paragraph():
                    self._paragraphs(block.text.split("\n"), block.is_flush)

    def _paragraphs(self, texts: Iterable[str], is_flush: bool = False) -> None:
        for text in filter(None, map(str.strip, texts)):
            self._add(Part((Words(text),), left=0 if is_flush else None))

    def _table(self, table: Table) -> None:
        if table.title:
            self._add(Part((Words(table.title),), "TableTitle"))
        edges = tables.column_edges(table, paper.TYPE_HEIGHT if self.section.is_turned else paper.TYPE_WIDTH)
        sizes = tuple(twips(right) - twips(left) for left, right in zip(edges, edges[1:], strict=False))
        heading = Row(
            _cells(tuple(column.title for column in table.columns), table, sizes, "CellHead"), is_heading=True
        )
        rows = [Row(_cells(cells, table, sizes, "Cell")) for cells in table.rows]
        self._add(Part(rows=(heading, *rows), widths=sizes))
        self._add(Part(style="Normal", line=HAIR))

    def _closing(self) -> None:
        document = self._document
        self._turn(False)
        if document.contact:
            self._add(Part((Words(document.contact),)))
        titles = [attachment.title.replace("\n", "") for attachment in document.attachments]
        entries = [f"{number}.{title}" for number, title in enumerate(titles, 1)] if titles[1:] else titles
        self._labelled("附件：", entries, ROW)
        for place, attendance in enumerate(document.attendance):
            self._labelled(f"{attendance.label}：", [attendance.names], 0 if place else ROW, HEI)
        self._signature()
        if document.note:
            self._add(Part((Words(f"（{document.note}）"),)))

    def _labelled(self, label: str, entries: list[str], before: int, font: str = "") -> None:
        for place, entry in enumerate(entries):
            mark = entry[: entry.index(".") + 1] if len(entries) > 1 else ""
            start = round((2 + len(label)) * CHARACTER)
            hang = round(widths.length(mark) * CHARACTER)
            runs = (Words(entry),) if place else (Words(label, font), Words(entry))
            hanging = hang if place else hang + len(label) * CHARACTER
            self._add(Part(runs, left=start + hang, hanging=hanging, before=0 if place else before))

    def _signature(self) -> None:
        """Every line of the signature as far in and as far down as in the PDF; none is parted from the text above."""
        sign = signed(self._document)
        texts = _placed(sign.slabs) if sign else []
        if texts and self.parts[-1].runs:
            self.parts[-1] = replace(self.parts[-1], is_with_next=True)
        reached = -float(sign.blank) if sign else 0.0
        for y, line in groupby(texts, lambda text: round(text.y / paper.PITCH, 1)):
            first, *others = line
            runs = tuple(
                words for text in (first, *others) for words in of_text(text, has_tab=text is not first)
            )
            look = {"left": twips(first.x), "tabs": tuple(twips(text.x) for text in others), "align": "left"}
            self._add(
                Part(runs, "Normal", before=max(round((y - reached) * ROW), 0), **look, is_with_next=True)
            )
            reached = y + 1
        if texts:
            self.parts[-1] = replace(self.parts[-1], is_with_next=False)

    def _colophon(self, composition: Composition) -> None:
        empty = sum(not page.has_number for page in composition.pages[1:])
        if empty:
            self._end_section(replace(self.section, is_turned=False, has_numbers=False))
            self.parts.extend(Part(style="Normal", line=HAIR, begins_page=page > 0) for page in range(empty))
        is_moved = not any(item.kind == "addressees" for item in composition.pages[0].items)
        self.parts.extend(
            foot_parts(
                self._document, self._document.addressees if is_moved else "", composition.pages[-1].left
            )
        )
        if self.parts[-1].rows or self.parts[-1].frame:  # both hang on the paragraph behind them
            self._add(Part(style="Normal", line=HAIR))

    def _turn(self, is_turned: bool) -> bool:
        """Begin a section with other paper; whether that was needed."""
        if is_turned == self.section.is_turned:
            return False
        self._end_section(replace(self.section, is_turned=is_turned, has_title=False))
        return True

    def _end_section(self, following: Section) -> None:
        if self.parts[-1].rows or self.parts[-1].section:
            self._add(Part(style="Normal", line=HAIR))
        self.parts[-1] = replace(self.parts[-1], section=self.section)
        self.section = replace(following, has_title=False)

    def _add(self, part: Part) -> None:
        self.parts.append(part)


def _placed(slabs: Iterable[Slab]) -> list[Text]:
    """The texts of slabs laid one below the other, in reading order."""
    found, row = [], 0
    for slab in slabs:
        found += [moved(item, row * paper.PITCH) for item in slab.items if isinstance(item, Text)]
        row += slab.rows
    return sorted(found, key=lambda text: (round(text.y, 1), text.x))


def _cells(texts: tuple[str, ...], table: Table, sizes: tuple[int, ...], style: str) -> tuple[Cell, ...]:
    return tuple(
        Cell((Part((Words(text),), style, align="" if style == "CellHead" else column.align),), size)
        for text, column, size in zip(texts, table.columns, sizes, strict=False)
    )
