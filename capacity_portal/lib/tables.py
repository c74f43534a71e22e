"""A table as it is shown: the page draws it with links, the spreadsheet and the printed document write the same cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

NOT_MEASURED = "—"


@dataclass(frozen=True)
class Cell:
    """``value`` as a spreadsheet keeps it (a number, or text), ``text`` as it is read, ``url`` of the list it counts."""

    value: object
    text: str
    url: str = ""
    kind: str = ""

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, int | Decimal)


@dataclass(frozen=True)
class Head:
    """``label`` is what stands beside the value on a phone, where the column's group is out of sight."""

    title: str
    is_number: bool = True
    label: str = ""

    @property
    def full(self) -> str:
        return self.label or self.title


@dataclass(frozen=True)
class Row:
    """``pick``: value of the tick box, "" for rows that cannot be ticked; the first cell is the row's heading."""

    cells: tuple[Cell, ...]
    pick: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """``foot``: the sums; ``note`` stands below. ``is_matrix``: stays a table on a phone and scrolls."""

    name: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    foot: Row | None = None
    note: str = ""
    is_matrix: bool = False

    @property
    def all_rows(self) -> tuple[Row, ...]:
        return self.rows + ((self.foot,) if self.foot else ())

    def drawn(self) -> list[tuple[Row, list[tuple[Head, Cell]]]]:
        return [(row, list(zip(self.heads, row.cells, strict=True))) for row in self.rows]

    def drawn_foot(self) -> list[tuple[Head, Cell]]:
        return list(zip(self.heads, self.foot.cells, strict=True)) if self.foot else []


def words(text: str, url: str = "", kind: str = "") -> Cell:
    return Cell(text, text, url, kind)


def number(value: int, url: str = "") -> Cell:
    """A whole number; nothing is listed for none, so 0 leads nowhere."""
    return Cell(value, f"{value:,}", url if value else "")


def per_cent(per_mille: int | None) -> Cell:
    """Per mille as per cent with one digit; None where there was nothing to measure."""
    if per_mille is None:
        return Cell("", NOT_MEASURED)
    return Cell(Decimal(per_mille) / 10, f"{per_mille // 10}.{per_mille % 10}%")


def heads(titles: Sequence[str], *, text: int = 1) -> tuple[Head, ...]:
    """Heads of ``titles``, the first ``text`` of them over words, the others over numbers."""
    return tuple(Head(title, is_number=place >= text) for place, title in enumerate(titles))
