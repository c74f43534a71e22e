"""Published lists of divisions as the portal's regions (GB/T 2260, GB/T 10114; settled question 5).

A functional zone that ranks beside counties has the portal's own code; its published code, where it has one, lies inside a
county, so that row is left out (the zone stands for it) and the villages below it move under the zone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from capacity_portal.lib.territory import TerritoryCodeError, contains, is_zone, level_of, normalise
from capacity_portal.organization.choices import RegionKind

LEVELS = {
    "prefecture": RegionKind.PREFECTURE,
    "county": RegionKind.COUNTY,
    "zone": RegionKind.ZONE,
    "town": RegionKind.TOWN,
    "village": RegionKind.VILLAGE,
}
_RANKS = {"prefecture": 2, "county": 3, "zone": 3, "town": 4, "village": 5}
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
            spec = _spec(row, _moved(code, stood_for))
            specs[spec.code] = spec
    return [specs[code] for code in sorted(specs)]


def _code_of(row: Mapping[str, str]) -> str:
    try:
        return normalise(row["code"])
    except TerritoryCodeError as error:
        raise DivisionsError(f"“{row.get('name', '')}”：{error}") from None


def _moved(code: str, stood_for: Mapping[str, str]) -> str:
    """The code below the zone for a village of the town that the zone stands for (``3608K01`` + ``000`` + ``001``)."""
    town = next((national for national in stood_for if code.startswith(national)), None)
    return f"{stood_for[town]}000{code[len(town) :]}" if town else code


def _spec(row: Mapping[str, str], code: str) -> RegionSpec:
    level, name = row["level"], row["name"].strip()
    if level not in LEVELS or level_of(code) != _RANKS[level]:
        raise DivisionsError(f"“{name}”（{row['code']}）的级别“{level}”与代码不符。")
    if not name or len(name) > 60:
        raise DivisionsError(f"代码 {row['code']} 的名称应为 1 至 60 字。")
    statistics_only = row.get("kind") == STATISTICS_ONLY
    kind = RegionKind.ZONE if statistics_only else LEVELS[level]
    published = row.get("national_code") or ("" if is_zone(code) else row["code"].strip())
    return RegionSpec(code, name, kind, published, statistics_only)
