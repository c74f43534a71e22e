"""What an import says of itself in figures: counts, totals beside the stated ones, rows that are no records."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from capacity_portal.imports.models import SheetImport
from capacity_portal.imports.understanding import OWN_SHEETS

MOST_LEFT_OUT = 1_000


def figures(record: SheetImport) -> list[tuple[str, str]]:
    """Counts of what is, or was, done with the rows."""
    named = (("rows", "数据行"), ("new", "新增"), ("changed", "变更"), ("unchanged", "无变化"))
    return [(label, f"{record.counts.get(name, 0):,}") for name, label in named if record.counts]


@dataclass(frozen=True)
class Total:
    """``stated`` is what the sheet says, "" when it says nothing; ``rows`` what its rows add up to."""

    product: str
    unit: str
    stated: str
    rows: str

    @property
    def agrees(self) -> bool:
        try:
            return Decimal(self.stated) == Decimal(self.rows)
        except InvalidOperation:
            return False


def totals(record: SheetImport) -> list[Total]:
    return [
        Total(*(_text(one.get(name)) for name in ("product", "unit", "stated", "rows")))
        for one in record.totals
    ]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def unread_sheets(record: SheetImport) -> list[str]:
    """Sheets of the file that may hold records and were not read."""
    return [name for name in record.sheets if name != record.sheet and name not in OWN_SHEETS]


def left_out(record: SheetImport) -> list[tuple[str, int, str]]:
    """(reason, how many, where) of the rows that are no records, in the order in which the reasons first come."""
    rows: dict[str, list[int]] = {}
    for one in record.left_out:
        rows.setdefault(one["reason"], []).append(one["row"])
    return [(reason, len(numbers), "、".join(_ranges(numbers))) for reason, numbers in rows.items()]


def _ranges(numbers: Iterable[int]) -> Iterator[str]:
    """``3``, ``5-9``."""
    first = last = None
    for number in [*sorted(numbers), None]:
        if first is not None and number != last + 1:
            yield str(first) if first == last else f"{first}-{last}"
            first = number
        first, last = (number if first is None else first), number
