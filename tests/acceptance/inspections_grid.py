"""Lines of the matrix: inspections, grid."""

from uuid import uuid4

from tests.acceptance.lines import AREA, COUNTY, EDIT, VIEW, Case, Line, always, of, page
from tests.acceptance.world import Area

_SEES_COUNTIES = VIEW - {"grid_officer"}
_TODAY = "2026-03-03"
_END = always(on=_TODAY, note="写明原因")


def _row(area: Area) -> dict:
    """A filled row of the keyboard grid."""
    values = {
        "client_id": str(uuid4()),
        "visited_on": "2026-03-02",
        "outcome": "refused",
        "reason": "门卫拒绝",
    }
    return {f"d{area['duty']}-{name}": value for name, value in values.items()}


LINES: dict[str, Line] = {
    "inspections:grid": page(VIEW),
    "inspections:grid-county": page(_SEES_COUNTIES, Case(of(code="county")), about=AREA),
    "inspections:grid-gaps": page(
        VIEW,
        *(Case(query=always(kind=kind)) for kind in ("unmanned", "gone", "unplaced")),
        Case(query=lambda area: {"kind": "unmanned", "county": area["county"]}),
    ),
    "inspections:grid-export": page(VIEW, Case(typed=always(format="csv"))),
    "inspections:grid-file": page(VIEW, Case(always(key="nothing"), get=404)),
    "inspections:cell": page(
        VIEW,
        Case(of(pk="cell")),
        Case(of(pk="neighbour_cell"), roles=_SEES_COUNTIES),
        about=AREA,
    ),
    "inspections:cell-new": page(
        COUNTY, Case(of(code="county"), typed=always(region=""), posted=200), about=AREA
    ),
    "inspections:grid-lay": page(
        COUNTY, Case(of(code="county"), typed=always(depth=4, founded_on=_TODAY)), about=AREA
    ),
    "inspections:cell-edit": page(
        COUNTY, Case(of(pk="cell"), typed=always(remarks="改过的备注")), about=AREA
    ),
    "inspections:cell-dissolve": page(COUNTY, Case(of(pk="cell"), typed=_END), about=AREA),
    "inspections:post-new": page(
        COUNTY,
        Case(
            of({"kind": "deputy"}, pk="cell"),
            typed=lambda area: {"officer": area["officer"], "from_on": _TODAY},
        ),
        about=AREA,
    ),
    "inspections:post-end": page(COUNTY, Case(of(pk="post"), typed=_END), about=AREA),
    "inspections:entry": page(EDIT, Case(always(month=202603)), Case(always(month=202603), typed=_row)),
    "inspections:entry-sheet": page(EDIT, Case(always(month=202603), typed=always(x="1"))),
    "inspections:entry-file": page(EDIT, Case(always(month=202603, key="nothing"), get=404)),
    "inspections:entry-row": page(
        EDIT,
        Case(
            always(month=202603),
            get=None,
            typed=lambda area: _row(area) | {"duty": area["duty"], f"d{area['duty']}-reason": ""},
            posted=422,
        ),
        about=AREA,
    ),
}
