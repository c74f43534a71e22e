"""Medium and line frequency furnaces (中（工）频炉) by region: every region is listed, zeros too, and the totals are the sum of the rows.

::

    {"rows": [{"code", "name", "users", "number", "kg", "unsized"}, ...], "total": {"users", "number", "kg", "unsized"}}

``users``: enterprises with at least one; ``number`` of furnaces; ``kg``: their sizes (filed in t) times number, in whole
kilograms, exact; ``unsized``: furnaces whose size is not on file or not in t, not in ``kg``. Dismantled ones and merged files
are left out. Source: the ledger's equipment as it is now.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, DecimalField, F, Q, Sum

from capacity_portal.lib.territory import Level, ancestors, level_of, next_prefix
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Region
from enterprises.choices import EquipmentState
from enterprises.models import Equipment

COUNTED = ("users", "number", "kg", "unsized")
NOTHING = dict.fromkeys(COUNTED, 0)
_SIZED = Q(size__isnull=False, size_unit="t")
_TONNES = DecimalField(max_digits=20, decimal_places=3)
_BELOW = {
    Level.PREFECTURE: (RegionKind.COUNTY, RegionKind.ZONE),
    Level.COUNTY: (RegionKind.TOWN, RegionKind.ZONE),
    Level.TOWN: (RegionKind.VILLAGE,),
}


def furnaces_below(region_code: str, on: date) -> dict:
    """The table of the units directly below a region that are in force ``on`` a day; four queries at most."""
    return table(places_below(region_code, on), region_code, counted(region_code))


def places_below(region_code: str, on: date) -> dict[str, str]:
    """Names by code of the counties of a prefecture, the towns of a county, the villages of a town, in order of code."""
    level = level_of(region_code)
    found = Region.objects.within(region_code).current(on).filter(kind__in=_BELOW.get(level, ()))
    rows = found.exclude(code=region_code).order_by("code").values_list("code", "name")
    return {code: name for code, name in rows if level_of(code) == level + 1}


def counted(region_code: str) -> dict[str, dict[str, int]]:
    """The figures of the enterprises filed at each region code inside ``region_code``; one query."""
    standing = Equipment.objects.filter(is_withdrawn=False, kind__is_induction_furnace=True)
    here = standing.filter(region_code__gte=region_code, region_code__lt=next_prefix(region_code))
    groups = here.exclude(state=EquipmentState.DISMANTLED).filter(enterprise__merged_into=None)
    rows = groups.order_by().values("region_code").annotate(
        users=Count("enterprise", distinct=True),
        number=Sum("count"),
        tonnes=Sum(F("size") * F("count"), filter=_SIZED, output_field=_TONNES),
        unsized=Sum("count", filter=~_SIZED),
    )  # fmt: skip
    return {row.pop("region_code"): _figures(row) for row in rows}


def table(places: Mapping[str, str], region_code: str, figures: Mapping[str, Mapping[str, int]]) -> dict:
    """Rows for every place, then one for what lies in none of them, only where there is any; and the total."""
    sums = {code: dict(NOTHING) for code in places}
    elsewhere = dict(NOTHING)
    for code, found in figures.items():
        place = next((above for above in (code, *ancestors(code)) if above in sums), None)
        _add(elsewhere if place is None else sums[place], found)
    rows = [{"code": code, "name": name, **sums[code]} for code, name in places.items()]
    if any(elsewhere.values()):
        rows.append({"code": region_code, "name": "未落到下一级地区", **elsewhere})
    return {"rows": rows, "total": sum_of(rows)}


def sum_of(rows: Iterable[Mapping]) -> dict[str, int]:
    """The total of rows, by figure."""
    total = dict(NOTHING)
    for row in rows:
        _add(total, row)
    return total


def _figures(row: Mapping) -> dict[str, int]:
    kg = round((row["tonnes"] or 0) * 1000)
    return {"users": row["users"], "number": row["number"], "kg": int(kg), "unsized": row["unsized"] or 0}


def _add(total: dict[str, int], row: Mapping) -> None:
    for name in COUNTED:
        total[name] += row[name]
