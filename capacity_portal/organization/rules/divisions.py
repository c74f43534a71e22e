"""Published lists of divisions as the portal's regions (GB/T 2260, GB/T 10114; settled question 5).

A functional zone that ranks beside counties has the portal's own code; its published code, where it has one, lies inside a
county, so that row is left out (the zone stands for it) and the villages below it move under the zone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from capacity_portal.lib.territory import (
    Level,
    TerritoryCodeError,
    contains,
    is_zone,
    level_of,
    normalise,
    padded,
)
from capacity_portal.organization.choices import RegionKind

LEVELS = {
    "prefecture": RegionKind.PREFECTURE,
    "county": RegionKind.COUNTY,
    "zone": RegionKind.ZONE,
    "town": RegionKind.TOWN,
    "village": RegionKind.VILLAGE,
}
_RANKS = {
    RegionKind.PREFECTURE: Level.PREFECTURE,
    RegionKind.COUNTY: Level.COUNTY,
    RegionKind.ZONE: Level.COUNTY,
    RegionKind.TOWN: Level.TOWN,
    RegionKind.VILLAGE: Level.VILLAGE,
}
STATISTICS_ONLY = "stat-only"


class DivisionsError(ValueError):
    """A row that cannot be read; the message names it."""


@dataclass(frozen=True)
class RegionSpec:
    """One region as it is to be stored; ``national_code`` is empty where none is published."""

    code: str
    name: str
    kind: RegionKind
    national_code: str
    is_statistics_only: bool


def regions_of(
    prefecture: str, rows: Iterable[Mapping[str, str]], zones: Iterable[Mapping[str, str]] = ()
) -> list[RegionSpec]:
    """The regions of ``prefecture`` in ``rows`` and ``zones`` (columns level, code, name, kind, national_code), by code.

    Raises DivisionsError for a row of the prefecture that cannot be read.
    """
    own_zones = [zone for zone in zones if contains(prefecture, _code_of(zone))]
    stood_for = {zone["national_code"]: _code_of(zone) for zone in own_zones if zone.get("national_code")}
    specs = {}
    for row in [*rows, *own_zones]:
        code = _code_of(row)
        if contains(prefecture, code) and code not in stood_for:
            spec = _spec(row, moved(code, stood_for))
            specs[spec.code] = spec
    return [specs[code] for code in sorted(specs)]


def _code_of(row: Mapping[str, str]) -> str:
    try:
        return normalise(row["code"])
    except TerritoryCodeError as error:
        raise DivisionsError(f"“{row.get('name', '')}”：{error}") from None


def moved(code: str, stood_for: Mapping[str, str]) -> str:
    """The code below the zone for a village of the town that the zone stands for (``3608K01`` + ``000`` + ``001``)."""
    town = next((national for national in stood_for if code.startswith(national)), None)
    return f"{stood_for[town]}000{code[len(town) :]}" if town else code


def kind_of(code: str) -> RegionKind:
    """What a region with this code is, as far as the code says."""
    if is_zone(code):
        return RegionKind.ZONE
    level = level_of(code)
    return next((kind for kind, rank in _RANKS.items() if rank == level), RegionKind.PREFECTURE)


def kind_fault(code: str, kind: str) -> str:
    """Why a region with this code cannot be of this kind, as a Chinese sentence; empty when it can."""
    if kind in _RANKS and level_of(code) != _RANKS[kind]:
        return f"代码 {code} 是{level_of(code).label}，与类别不符。"
    if is_zone(code) and kind != RegionKind.ZONE:
        return "以 K 编号的代码只用于功能区。"
    return ""


def published_code(code: str) -> str:
    """The national form of a typed code as the lists print it (6, 9 or 12 digits); empty for the portal's own codes."""
    national = padded(code)
    return national[:9] if len(code) == 9 else national


def _spec(row: Mapping[str, str], code: str) -> RegionSpec:
    level, name = row["level"], row["name"].strip()
    if level not in LEVELS or level_of(code) != _RANKS[LEVELS[level]]:
        raise DivisionsError(f"“{name}”（{row['code']}）的级别“{level}”与代码不符。")
    if not name or len(name) > 60:
        raise DivisionsError(f"代码 {row['code']} 的名称应为 1 至 60 字。")
    statistics_only = row.get("kind") == STATISTICS_ONLY
    kind = RegionKind.ZONE if statistics_only else LEVELS[level]
    published = row.get("national_code") or ("" if is_zone(code) else row["code"].strip())
    return RegionSpec(code, name, kind, published, statistics_only)
