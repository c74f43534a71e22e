"""主送机关 and 抄送 as they are printed: counties, functional zones, towns, units of the city, as in the templates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

ZONE, COUNTY, TOWN, UNIT = "zone", "county", "town", "unit"
_ORDER = (COUNTY, ZONE, TOWN, UNIT)
MOST_NAMED = 12
"""So many towns or units are named; more are told as a whole."""


@dataclass(frozen=True)
class Named:
    """One addressee: its ``kind`` (ZONE, COUNTY, TOWN, UNIT) and name."""

    kind: str
    name: str


def addressees_text(chosen: Iterable[Named], totals: Mapping[str, int]) -> str:
    """The text without its colon; ``totals``: how many there are of each kind in all, so that all of them can be told as 各.

    ``各县（市、区）人民政府，井冈山经开区管委会，市发展改革委、市工业和信息化局``.
    """
    groups = {kind: [one.name for one in chosen_of] for kind, chosen_of in _grouped(chosen).items()}
    parts = [
        _PARTS[kind](names, len(names) > 1 and len(names) == totals.get(kind, 0))
        for kind, names in groups.items()
    ]
    return "，".join(parts)


def _grouped(chosen: Iterable[Named]) -> dict[str, list[Named]]:
    found = list(chosen)
    groups = {kind: [one for one in found if one.kind == kind] for kind in _ORDER}
    return {kind: rows for kind, rows in groups.items() if rows}


def _zones(names: Sequence[str], is_all: bool) -> str:
    if is_all:
        return "各功能区管委会"
    return "、".join(name if name.endswith(("管委会", "管理委员会")) else f"{name}管委会" for name in names)


def _counties(names: Sequence[str], is_all: bool) -> str:
    return "各县（市、区）人民政府" if is_all else f"{'、'.join(names)}人民政府"


def _towns(names: Sequence[str], is_all: bool) -> str:
    if is_all or len(names) > MOST_NAMED:
        return "有关乡镇人民政府、街道办事处"
    return "、".join(
        f"{name}办事处"
        if name.endswith("街道")
        else f"{name}人民政府"
        if name.endswith(("镇", "乡"))
        else name
        for name in names
    )


def _units(names: Sequence[str], is_all: bool) -> str:
    if is_all:
        return "市直各成员单位"
    return "市直有关单位" if len(names) > MOST_NAMED else "、".join(names)


_PARTS = {ZONE: _zones, COUNTY: _counties, TOWN: _towns, UNIT: _units}
