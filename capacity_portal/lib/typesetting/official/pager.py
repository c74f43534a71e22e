"""Rows laid onto pages one after another: upright pages of 22 rows, turned ones of 15."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from capacity_portal.lib.typesetting.official import paper
from capacity_portal.lib.typesetting.official.placed import Item, Slab, moved


@dataclass
class Sheet:
    """A page being filled: ``laid`` slabs with their rows, ``above`` and ``below`` them items with their places."""

    number: int
    left: float
    is_turned: bool = False
    row: int = 0
    above: list[Item] = field(default_factory=list)
    laid: list[tuple[int, Slab]] = field(default_factory=list)
    below: list[Item] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return paper.TURNED_ROWS if self.is_turned else paper.ROWS

    @property
    def room(self) -> int:
        """Rows that are still free."""
        return self.rows - self.row

    @property
    def used(self) -> int:
        """Rows that are taken, with those into which a seal reaches."""
        return max([self.row, *(row + slab.rows + slab.tail for row, slab in self.laid if slab.tail)])

    @property
    def top(self) -> float:
        """Where its first row begins: a turned page has the left margin of an upright one above."""
        return self.left if self.is_turned else paper.TOP

    def items(self) -> tuple[Item, ...]:
        """Everything on the page, in reading order."""
        return (
            *self.above,
            *(moved(item, self.top + row * paper.PITCH) for row, slab in self.laid for item in slab.items),
            *self.below,
        )


class Pager:
    """The pages of a document in the making; ``sheet`` is the last one."""

    def __init__(self, is_single_sided: bool):
        self._is_single_sided = is_single_sided
        self.sheets: list[Sheet] = []
        self.new_page()

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    def new_page(self, is_turned: bool = False) -> None:
        number = len(self.sheets) + 1
        self.sheets.append(Sheet(number, paper.left_margin(number, self._is_single_sided), is_turned))

    def skip(self, rows: int) -> None:
        """Leave rows blank; blank rows never begin a page."""
        if self.sheet.laid or self.sheet.above:
            self.sheet.row = min(self.sheet.row + rows, self.sheet.rows)

    def next_page(self, coming: int) -> None:
        """A new page for ``coming`` rows, with the heading right above them if it would stand last on this one."""
        taken = self._headings(self.sheet.rows - coming)
        self.new_page(self.sheet.is_turned)
        for slab in taken:
            self._put(slab)

    def _headings(self, most: int) -> list[Slab]:
        """The heading rows that end the page, taken off it; none where more than ``most`` or where no text stays above."""
        laid, many = self.sheet.laid, 0
        is_next = bool(laid) and laid[-1][0] + laid[-1][1].rows == self.sheet.row
        while is_next and many < len(laid) and laid[-1 - many][1].is_heading:
            many += 1
        stay = laid[: len(laid) - many]
        if not 0 < many <= most or not any(slab.is_text or slab.rows > 1 for _, slab in stay):
            return []
        self.sheet.row, self.sheet.laid = laid[-many][0], stay
        return [slab for _, slab in laid[-many:]]

    def lay(self, slab: Slab) -> None:
        """Put ``slab`` below what is there, on a new page where it does not fit."""
        if slab.rows + slab.tail > self.sheet.room:
            self.next_page(slab.rows + slab.tail)
        self._put(slab)

    def _put(self, slab: Slab) -> None:
        self.sheet.laid.append((self.sheet.row, slab))
        self.sheet.row += slab.rows

    def lay_all(self, slabs: Iterable[Slab]) -> None:
        for slab in slabs:
            self.lay(slab)

    def lay_in_company(self, blank: int, slab: Slab, company: int = 2) -> bool:
        """Put ``blank`` rows and ``slab`` below the text, taking lines of it along where a new page is needed (7.3.5.5).

        False if there is no text that could come along without leaving its page empty of text.
        """
        if blank + slab.rows + slab.tail <= self.sheet.room:
            self.skip(blank)
            self.lay(slab)
            return True
        room = self.sheet.rows - blank - slab.rows - slab.tail
        taken = self._taken(min(company, room))
        taken = [*self._headings(room - len(taken)), *taken]
        self.new_page(self.sheet.is_turned)
        self.lay_all(taken)
        self.skip(blank)
        self.lay(slab)
        return bool(taken)

    def _taken(self, many: int) -> list[Slab]:
        """At most ``many`` of the last rows of text, taken off the page; one row of text stays."""
        laid, taken = self.sheet.laid, []
        while len(taken) < many and len(laid) > 1 and laid[-1][1].is_text and laid[-2][1].is_text:
            self.sheet.row, slab = laid.pop()
            taken.insert(0, slab)
        return taken
