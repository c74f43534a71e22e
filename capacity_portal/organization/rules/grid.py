"""Which cell answers for a place: the deepest one the place lies in (网格化管理细化到乡镇和村, 常化解办〔2018〕1号 三)."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from capacity_portal.lib.territory import ancestors

Cell = TypeVar("Cell")


def cell_of(region_code: str, cells: Mapping[str, Cell]) -> Cell | None:
    """The cell that answers for ``region_code``; ``cells`` by the code of their region. None is a blind spot."""
    for code in (region_code, *ancestors(region_code)):
        if code in cells:
            return cells[code]
    return None


def uncovered(region_codes: Iterable[str], cells: Mapping[str, object]) -> list[str]:
    """The codes no cell answers for, in order, each once."""
    return sorted({code for code in region_codes if cell_of(code, cells) is None})
