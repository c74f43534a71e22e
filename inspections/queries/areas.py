"""What of a month's figures an officer sees: his prefecture with every county in it, or his county with its cells."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from capacity_portal.lib.territory import Level, contains, level_of
from capacity_portal.organization.roles import Permission
from inspections.choices import ReturnState
from inspections.models import Round
from inspections.queries.figures import shown
from inspections.queries.scope import is_bound_to_cells
from inspections.rules import stock

_OWN = {"name", "code", "return", "quality", "cells", "returns"}
_STATES = ("none", *ReturnState.values)


@dataclass(frozen=True)
class Month:
    """``whole``: the area of the officer's region; ``counties``: its counties and zones, zeros too; ``scores`` by county code, None for whom they are not for."""

    round: Round
    whole: dict
    counties: list[dict]
    scores: dict[str, int] | None


def month_of(officer, round_: Round) -> Month:
    """The figures shown of a month, cut to the officer's region: about ten queries, none per county or cell."""
    found = shown(round_)
    inside = [area for area in found["counties"] if _belongs(area, officer.region_code)]
    whole = found["prefecture"]
    if len(inside) < len(found["counties"]) or whole["code"] != officer.region_code:
        named = {"code": officer.region_code, "name": officer.region.name}
        whole = united([_nothing(whole), *inside]) | named
    return Month(round_, whole, inside, _scores(inside) if sees_scores(officer) else None)


def home_county(officer) -> str:
    """The county or zone an officer belongs to; "" for those of the prefecture."""
    code = officer.region_code
    return code if level_of(code) == Level.COUNTY else ""


def sees_areas(officer) -> bool:
    """Whether the officer sees counties at all; a grid officer sees his own list instead."""
    return not is_bound_to_cells(officer)


def sees_scores(officer) -> bool:
    """The quality test is the prefecture's to think about, not a mark the county or a member unit reads."""
    return officer.may(Permission.REVIEW_RETURNS)


def united(areas: Iterable[Mapping]) -> dict:
    """The sum of at least one area: whole numbers are added, accounts made anew from the sums, returns counted by state."""
    areas = list(areas)
    states = [area["return"] for area in areas if "return" in area]
    returns = Counter(one["state"] for one in states)
    late = sum(one["is_late"] for one in states)
    parts = [{key: value for key, value in area.items() if key not in _OWN} for area in areas]
    return _added(parts) | {"returns": {name: returns[name] for name in _STATES} | {"late": late}}


def _scores(areas: Iterable[Mapping]) -> dict[str, int]:
    return {area["code"]: area["quality"]["score"] for area in areas if area["quality"]}


def _belongs(area: Mapping, region_code: str) -> bool:
    """What lies in no county belongs to the prefecture."""
    if not area["code"]:
        return level_of(region_code) <= Level.PREFECTURE
    return contains(region_code, area["code"])


def _nothing(area: Mapping) -> dict:
    """An area of the same shape in which nothing was due and nothing happened."""
    kept = {name: value for name, value in area.items() if name not in _OWN}
    return {name: _nothing(part) if isinstance(part, Mapping) else 0 for name, part in kept.items()}


def _added(parts: list[Mapping]) -> dict:
    """The sum of parts of one shape."""
    found = {}
    for name in parts[0]:
        values = [part[name] for part in parts]
        if not isinstance(values[0], Mapping):
            found[name] = sum(values)
        elif "per_mille" in values[0]:
            found[name] = stock.together(values)
        else:
            found[name] = _added(values)
    return found
