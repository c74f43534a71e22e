"""Which counties and cells stand in the figures of a month: all of them, those without anything too."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from capacity_portal.organization.models import GridCell, Region
from inspections.models import Round
from inspections.queries.cell_facts import place_facts
from inspections.queries.figure_rows import Place
from inspections.queries.territory import NOWHERE, county_names

NO_CELL = "没有网格"


def counties_with(round_: Round, places: Iterable[Place]) -> dict[str, str]:
    """Counties in force in the month by code, then those that have duties all the same, "" last."""
    names = county_names(round_.period)
    others = sorted({county for county, _ in places} - {*names})
    known = dict(Region.objects.filter(code__in=others).values_list("code", "name"))
    more = {code: known.get(code, code) for code in others if code}
    return names | more | ({"": NOWHERE} if "" in others else {})


def cells_by_county(places: Iterable[Place], people: Mapping[int, str]) -> dict[str, list[dict]]:
    """Number, name, region, ``responsible`` (of ``people``), ``department`` and ``risks`` of current cells and of those that have duties, by county and code; id None last."""
    places = list(places)
    columns = ("id", "name", "region_code", "county_code", "supervising_department__name", "risk_marks")
    cells = {row["id"]: row for row in GridCell.objects.current().order_by("region_code").values(*columns)}
    gone = {cell for _, cell in places if cell is not None} - {*cells}
    cells |= {row["id"]: row for row in GridCell.objects.filter(pk__in=gone).values(*columns)}
    found: dict[str, dict] = defaultdict(dict)
    for row in cells.values():
        found[row["county_code"]][row["id"]] = row
    for county, cell in places:
        found[county].setdefault(cell, cells.get(cell))
    return {county: [_line(row, people) for row in _ordered(rows)] for county, rows in found.items()}


def _ordered(rows: dict) -> list[dict | None]:
    known = sorted((row for row in rows.values() if row), key=lambda row: (row["region_code"], row["id"]))
    return known + ([None] if None in rows else [])


def _line(row: dict | None, people: Mapping[int, str]) -> dict:
    if row is None:
        return {"id": None, "name": NO_CELL, "region_code": "", "responsible": "", **place_facts("", [])}
    kept = {name: row[name] for name in ("id", "name", "region_code")}
    facts = place_facts(row["supervising_department__name"], row["risk_marks"])
    return {**kept, "responsible": people.get(row["id"], ""), **facts}
