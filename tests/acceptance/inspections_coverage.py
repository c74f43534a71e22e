"""Lines of the matrix: the pages of a month, their lists, batches and files."""

from tests.acceptance.lines import AREA, COUNTY, EDIT, OFFICE, VIEW, Builder, Case, Line, always, of, page
from tests.acceptance.world import Area

_MONTH = {"month": 202603}
_HERE = always(**_MONTH)
_NO_FILE = Case(always(**_MONTH, key="nothing"), get=404)
_AREAS = VIEW - {"grid_officer"}


def _here(**records: str) -> Builder:
    """The month, and records of the area."""
    return lambda area: _MONTH | of(**records)(area)


def _batch(action: str, roles: frozenset[str], **values: str) -> Case:
    """Ticked rows that are not the officer's are not in the list; the page is his own."""

    def ticked(area: Area) -> dict:
        return {"action": action, "selected": area["duty"]}

    def chosen(area: Area) -> dict:
        return ticked(area) | {"asked": "1"} | values

    return Case(_HERE, query=ticked, typed=chosen, missing=200, posted_missing=200, roles=roles)


def _county(area: Area) -> dict:
    return {"action": "remind", "county": area["county"]}


def _county_file(area: Area) -> dict:
    return {"what": "county", "county": area["county"], "format": "csv"}


LINES: dict[str, Line] = {
    "inspections:home": page(VIEW, Case(get=302)),
    "inspections:rounds": page(_AREAS),
    "inspections:round": page(_AREAS, Case(_HERE)),
    "inspections:round-county": page(_AREAS, Case(_here(code="county")), about=AREA),
    "inspections:round-cell": page(
        VIEW,
        Case(_here(pk="cell")),
        Case(_here(pk="neighbour_cell"), roles=_AREAS),
        about=AREA,
    ),
    "inspections:round-uncovered": page(
        VIEW,
        Case(_HERE),
        Case(_HERE, query=always(standing="covered", key="1")),
        Case(_HERE, query=always(standing="force")),
    ),
    "inspections:round-verify": page(OFFICE, Case(_HERE)),
    "inspections:duty-batch": page(
        VIEW,
        _batch("remind", COUNTY),
        _batch("explain", EDIT, reason="大雪封路"),
        _batch("excuse", OFFICE, note="同意不计"),
        about=AREA,
    ),
    "inspections:duty-batch-result": page(VIEW, _NO_FILE),
    "inspections:county-batch": page(
        COUNTY, Case(_HERE, query=_county, typed=_county, missing=200, posted_missing=200), about=AREA
    ),
    "inspections:coverage-export": page(
        COUNTY,
        Case(_HERE, query=_county_file, typed=_county_file),
        Case(_HERE, typed=always(what="round", format="csv"), missing=200, posted_missing=302, roles=OFFICE),
        about=AREA,
    ),
    "inspections:coverage-file": page(COUNTY, _NO_FILE),
}
