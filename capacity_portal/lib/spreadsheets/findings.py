"""What was found while a table was read: each finding names sheet, row and column as the spreadsheet shows them."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """强制性 must be mended in the file, 核实性 passes with a written explanation, 待确认 waits for a person's decision."""

    ERROR = "error"
    EXPLAIN = "explain"
    CONFIRM = "confirm"


LEVEL_LABELS = {Level.ERROR: "强制性错误", Level.EXPLAIN: "需说明", Level.CONFIRM: "待确认"}


@dataclass(frozen=True)
class Finding:
    """One doubt. ``row`` is the spreadsheet's number (None: the whole file), ``place`` the column's number from 1.

    ``column`` is the heading as it stands in the file, ``value`` the cell as text, ``message`` a Chinese sentence with the
    remedy, ``code`` a stable word for the kind of finding. ``suggestion``: what the cell probably means, as text to type.
    """

    level: Level
    code: str
    message: str
    sheet: str = ""
    row: int | None = None
    place: int | None = None
    column: str = ""
    value: str = ""
    suggestion: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A row that is no record: ``reason`` in Chinese (空行, 合计行, 小计行, 说明行, 标题行)."""

    sheet: str
    row: int
    reason: str


def letters(place: int) -> str:
    """The spreadsheet's name of a column: 1 is A, 27 is AA."""
    name = ""
    while place > 0:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
