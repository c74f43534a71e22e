"""Words that say that nothing stands in a cell, and words that say that nobody knows."""

from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.typed_text import squeeze

NOTHING = frozenset(
    {"-", "--", "---", "—", "——", "–", "−", "―", "/", "//", "\\", "无", "暂无", "没有", "n/a", "na", "none", "null", "nil"}
)  # fmt: skip
UNKNOWN = frozenset(
    {"unknown", "tbd", "?", "??", "不详", "未知", "不明", "不清楚", "待核", "待核实", "待查", "待定", "待确认", "待补", "待补充"}
)  # fmt: skip
# What a formula that failed leaves behind.
BROKEN = frozenset(
    {"#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!", "#getting_data", "#spill!", "#calc!"}
)


def bare(cell: str) -> str:
    """Return a text as it is compared: half width, no blanks, lower case; at most 200 characters."""
    return squeeze(cell[:200]).casefold()


def is_nothing(cell: Cell) -> bool:
    """Tell whether the cell is empty or says so (``—``, ``/``, ``无``, ``N/A``)."""
    if cell is None or cell == "":
        return True
    return isinstance(cell, str) and len(cell) <= 40 and ((short := bare(cell)) in NOTHING or not short)
