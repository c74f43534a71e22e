"""Which cell answers for a place, who may answer for a cell, and how deep a grid is laid.

The deepest cell a place lies in answers for it (网格化管理细化到乡镇和村, 常化解办〔2018〕1号 三).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol, TypeVar

from capacity_portal.lib.territory import Level, ancestors, contains, level_of, parent_code
from capacity_portal.organization.roles import ROLES, Permission

DEPTH_THRESHOLD = "grid-depth"
DEFAULT_DEPTH = Level.TOWN
DEPTHS = (Level.TOWN, Level.VILLAGE)

Cell = TypeVar("Cell")


class Person(Protocol):
    """What of an account decides whether it may answer for a cell."""

    name: str
    role: str
    region_code: str
    is_active: bool
    expires_on: date | None


def cell_of(region_code: str, cells: Mapping[str, Cell]) -> Cell | None:
    """The cell that answers for ``region_code``; ``cells`` by the code of their region. None is a blind spot."""
    for code in (region_code, *ancestors(region_code)):
        if code in cells:
            return cells[code]
    return None


def uncovered(region_codes: Iterable[str], cells: Mapping[str, object]) -> list[str]:
    """The codes no cell answers for, in order, each once."""
    return sorted({code for code in region_codes if cell_of(code, cells) is None})


def leaves(codes: Iterable[str], depth: Level) -> list[str]:
    """Of the units in a county those that a grid of this depth has cells for, in order of code.

    The units at the depth, and higher ones with no units below them (a town without villages). The county itself is not
    among ``codes``.
    """
    known = set(codes)
    parents = {parent_code(code) for code in known}
    return sorted(
        code for code in known if level_of(code) == depth or (level_of(code) < depth and code not in parents)
    )


def holder_fault(person: Person, cell_code: str, on: date) -> str:
    """Why the person cannot answer for the cell on that day, without a full stop; "" when he can."""
    role = ROLES.get(person.role)
    if not person.is_active:
        return f"{person.name}的账户已停用"
    if person.expires_on is not None and person.expires_on < on:
        return f"{person.name}的账户已于 {person.expires_on} 到期"
    if role is None or Permission.RECORD_VISITS not in role.permissions:
        return f"{person.name}的角色是{role.label if role else '未知'}，不能登记排查"
    if not contains(person.region_code, cell_code):
        return f"{person.name}的账户地区不包含这个网格"
    return ""
