"""A document laid out on pages: what stands where, how many pages there are and which carry a number.

Pure Python, no layout engine: the grid is fixed, so rows, pages and their parity are known before anything is drawn.
"""

from dataclasses import dataclass, replace

from capacity_portal.lib.typesetting.official import colophon, paper, tables
from capacity_portal.lib.typesetting.official.flowing import block_rows, labelled_rows, rows_of
from capacity_portal.lib.typesetting.official.heads import Head, head
from capacity_portal.lib.typesetting.official.outline import (
    Attachment,
    Block,
    Form,
    OfficialDocument,
    Problem,
    Table,
)
from capacity_portal.lib.typesetting.official.pager import Pager, Sheet
from capacity_portal.lib.typesetting.official.paper import (
    CHAR,
    CHARACTERS,
    SIZE_2,
    TURNED_CHARACTERS,
    TYPE_WIDTH,
)
from capacity_portal.lib.typesetting.official.placed import Item, Run, Slab, Text, centred
from capacity_portal.lib.typesetting.official.printable import cleaned, missing_in
from capacity_portal.lib.typesetting.official.signatures import signed
from capacity_portal.lib.typesetting.official.titles import title_lines
from capacity_portal.lib.typesetting.official.widths import BIAO, HEI


@dataclass(frozen=True, slots=True)
class Page:
    """``items`` in reading order; ``left`` from the paper's edge to the type area (from the upper edge if turned).

    ``is_turned``: a landscape page. ``upright`` items stand where they would if it were not (its page number).
    """

    number: int
    left: float
    items: tuple[Item, ...]
    upright: tuple[Item, ...] = ()
    is_turned: bool = False
    rows: int = 0

    @property
    def has_number(self) -> bool:
        return any(item.kind == "page number" for item in self.upright)


@dataclass(frozen=True, slots=True)
class Composition:
    """All pages of ``document`` (its texts made printable). ``missing``: characters that became 〓."""

    document: OfficialDocument
    pages: tuple[Page, ...]
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def rows(self) -> int:
        """Rows used on all pages."""
        return sum(page.rows for page in self.pages)


def compose(document: OfficialDocument) -> Composition:
    """Lay out ``document``. Raises ValueError for a seal that is not a PNG picture or a heading of no level."""
    printable = cleaned(document)
    return _Composer(printable).composed(missing_in(document))


class _Composer:
    """One document on its way to pages."""

    def __init__(self, document: OfficialDocument):
        self._document = document
        self._pager = Pager(document.is_single_sided)
        self._problems: list[Problem] = []
        self._moved = ""

    def composed(self, missing: tuple[str, ...]) -> Composition:
        self._opening(head(self._document))
        self._blocks(self._document.blocks)
        self._closing()
        for number, attachment in enumerate(self._document.attachments, 1):
            self._attachment(number, attachment)
        foot = colophon.colophon(self._document, self._moved)
        unnumbered = self._colophon(foot) if foot else set()
        pages = tuple(self._page(sheet, sheet.number not in unnumbered) for sheet in self._pager.sheets)
        return Composition(self._document, pages, missing, tuple(self._problems))

    def _opening(self, start: Head) -> None:
        """Head, title and addressees; these go to the 版记 where no row of text would fit under them (7.3.2)."""
        sheet, document = self._pager.sheet, self._document
        sheet.above.extend(start.items)
        sheet.row = start.row
        if document.form != Form.ORDER:
            self._pager.lay_all(title_slabs(document.title, document.issuers))
            self._pager.skip(1)
        addressees = document.addressees.rstrip("：: \n").replace("\n", "")
        rows = rows_of([Run(f"{addressees}：")], first=0, kind="addressees") if addressees else []
        if document.has_addressees_at_end or len(rows) >= sheet.room:
            self._moved, rows = addressees, []
        if sheet.room < 1:
            sentence = "标题和版头占满了首页，首页排不下正文；请精简标题或减少联合行文机关。"
            self._problems.append(Problem("标题", sentence))
        self._pager.lay_all(replace(row, is_text=False) for row in rows)

    def _blocks(self, blocks: tuple[Block, ...], is_turned: bool = False) -> None:
        measure = TURNED_CHARACTERS if is_turned else CHARACTERS
        for part in block_rows(blocks, measure):
            if isinstance(part, Table):
                tables.lay(self._pager, part, is_turned)
            else:
                if self._pager.sheet.is_turned != is_turned:
                    self._pager.new_page(is_turned)
                self._pager.lay(part)

    def _closing(self) -> None:
        """Contact, list of attachments, attendance, signature and date, note."""
        document, pager = self._document, self._pager
        if pager.sheet.is_turned:
            pager.new_page()
        if document.contact:
            pager.lay_all(rows_of([Run(document.contact)], kind="contact"))
        titles = [attachment.title.replace("\n", "") for attachment in document.attachments]
        if titles:
            pager.skip(1)
            entries = (
                [f"{number}.{title}" for number, title in enumerate(titles, 1)] if titles[1:] else titles
            )
            pager.lay_all(labelled_rows("附件：", entries, kind="attachment list"))
        for place, attendance in enumerate(document.attendance):
            pager.skip(0 if place else 1)
            pager.lay_all(labelled_rows(f"{attendance.label}：", [attendance.names], HEI, "attendance"))
        self._signature()

    def _signature(self) -> None:
        document, pager = self._document, self._pager
        note = rows_of([Run(f"（{document.note}）")], kind="note") if document.note else []
        sign = signed(document)
        if sign and not pager.lay_in_company(sign.blank, sign.slabs[0]):
            sentence = "署名和日期单独落在一页上；请增减正文或调整标题行数，使该页至少有一行正文。"
            self._problems.append(Problem("署名", sentence))
        pager.lay_all([*(sign.slabs[1:] if sign else ()), *note])

    def _attachment(self, number: int, attachment: Attachment) -> None:
        """On a page of its own: 附件1 at the upper left, title in the third row (7.3.7)."""
        pager, is_turned = self._pager, attachment.is_landscape
        pager.new_page(is_turned)
        name = f"附件{number}" if len(self._document.attachments) > 1 else "附件"
        label = f"{name} {attachment.title}".replace("\n", "").strip()
        mark = Text(0, 0, (Run(name, HEI),), kind="attachment mark", level=1, label=label)
        pager.lay(Slab((mark,)))
        pager.sheet.row += 1
        width = paper.TYPE_HEIGHT if is_turned else TYPE_WIDTH
        pager.lay_all(title_slabs(attachment.title, (), width, "attachment title"))
        pager.skip(1)
        self._blocks(attachment.blocks, is_turned)

    def _colophon(self, foot: colophon.Colophon) -> set[int]:
        """Put the 版记 on the last page, an even one where both sides are printed; the pages without number."""
        pager = self._pager
        both_sides = not self._document.is_single_sided and self._document.form != Form.LETTER
        written = len(pager.sheets)
        fits = not pager.sheet.is_turned and pager.sheet.used <= foot.rows
        if not fits or (both_sides and written % 2):
            pager.new_page()
            if both_sides and len(pager.sheets) % 2:
                pager.new_page()
        pager.sheet.below.extend(foot.items)
        return set(range(written + 1, len(pager.sheets) + 1))

    def _page(self, sheet: Sheet, has_number: bool) -> Page:
        document = self._document
        upright: list[Item] = []
        if has_number and not (document.form == Form.LETTER and sheet.number == 1):
            upright.append(colophon.page_number(sheet.number, document.is_single_sided))
        if sheet is self._pager.sheets[-1]:
            upright.extend(colophon.proof(document, sheet.number))
        return Page(sheet.number, sheet.left, sheet.items(), tuple(upright), sheet.is_turned, sheet.row)


def title_slabs(
    title: str, known: tuple[str, ...], width: float = TYPE_WIDTH, kind: str = "title"
) -> list[Slab]:
    """A title, one row a line, in the middle of ``width`` mm."""
    inset = (CHAR - SIZE_2) / 2
    lines = title_lines(title, known, width / SIZE_2)
    return [
        Slab((centred(Text(0, inset, (Run(line, BIAO),), SIZE_2, kind=kind), width / 2),)) for line in lines
    ]
