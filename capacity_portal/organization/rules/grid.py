"""Which cell answers for a place, who may answer for a cell, and how deep a grid is laid.

The deepest cell a place lies in answers for it (网格化管理细化到乡镇和村, 常化解办〔2018〕1号 三).
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Protocol, TypeVar

from capacity_portal.lib.territory import Level, ancestors, contains, level_of, parent_code
from capacity_portal.organization.roles import ROLES, Permission

DEPTH_THRESHOLD = "grid-depth"
DEFAULT_DEPTH = Level.TOWN
DEPTHS = (Level.TOWN, Level.VILLAGE)
LONGEST_BACK = 31
"""Days a post that follows somebody may be dated back."""

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


def day_fault(
    from_on: date, today: date, *, founded: date, former: tuple[str, date] | None, taken_until: date | None
) -> str:
    """What keeps a post from beginning on ``from_on``, a sentence; "" for nothing.

    ``former``: name and first day of whoever holds it now; ``taken_until``: the last day of all who held it before. On the
    day one leaves another may begin. Whoever follows somebody begins no more than LONGEST_BACK days ago; the first one may
    have begun any day since the cell was founded.
    """
    if from_on < founded:
        return f"任职日期 {from_on} 早于网格的设立日期 {founded}，请核对。"
    if from_on > today:
        return f"任职日期 {from_on} 晚于今天，请填写今天或以前的日期。"
    if former is not None and from_on < former[1]:
        return f"任职日期 {from_on} 早于现任{former[0]}的任职日期 {former[1]}，请核对。"
    if taken_until is not None and from_on < taken_until:
        return f"任职日期 {from_on} 在前任的任期之内（前任 {taken_until} 离任），请填写 {taken_until} 或以后的日期。"
    earliest = today - timedelta(days=LONGEST_BACK)
    if (former or taken_until) and from_on < earliest:
        return f"任职日期 {from_on} 距今超过 {LONGEST_BACK} 天，接任的任职日期最早可填 {earliest}。"
    return ""
