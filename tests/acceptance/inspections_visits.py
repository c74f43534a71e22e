"""Lines of the matrix: inspections, visits."""

from uuid import UUID

from tests.acceptance.lines import AREA, EDIT, OFFICE, VIEW, Builder, Case, Line, always, of, page

_SEES_COUNTIES = VIEW - {"grid_officer"}
_THERE = frozenset({"grid_officer", "member_unit"})
"""Named by a visit in a cell that is not the grid officer's."""
_PDF = b"%PDF-1.4\n%%EOF\n"


def _visit(**more) -> Builder:
    """What is typed into the form; the number of the form is the area's own, the officer's account is ticked already."""

    def typed(area) -> dict:
        values = {"client_id": str(UUID(int=area.number)), "visited_on": "2026-03-02", "outcome": "refused"}
        return (
            values
            | {"outcome_reason": "门卫拒绝", "outsider_name_1": "王秀英", "backfill_reason": "山洪断网"}
            | more
        )

    return typed


# A visit with findings stays one with findings.
_PROBLEM = {"outcome": "problem", "outcome_reason": ""} | {
    f"item_item-{number}": "yes" for number in (1, 2, 3)
}

LINES: dict[str, Line] = {
    "inspections:mine": page(
        VIEW, Case(), Case(query=always(who="all")), Case(query=lambda area: {"cell": area["cell"]})
    ),
    "inspections:visits": page(VIEW, Case(), Case(query=always(month="2026-03", mark="no_photo"))),
    "inspections:visit-new": page(
        EDIT,
        Case(
            query=lambda area: {"duty": area["duty"]},
            typed=lambda area: _visit()(area) | {"duty": area["duty"]},
        ),
        Case(query=lambda area: {"duty": area["neighbour_duty"]}, roles=EDIT - {"grid_officer"}),
        about=AREA,
    ),
    "inspections:visit": page(
        VIEW,
        Case(of(pk="visit")),
        Case(of(pk="neighbour_visit"), roles=_SEES_COUNTIES),
        Case(of(pk="named_visit")),
        about=AREA,
    ),
    "inspections:visit-correct": page(
        EDIT,
        Case(of(pk="visit"), typed=_visit(correction_reason="看错", **_PROBLEM)),
        Case(of(pk="named_visit"), roles=EDIT - {"grid_officer"}),
        about=AREA,
    ),
    "inspections:visit-send-back": page(
        OFFICE, Case(of(pk="visit"), typed=always(comment="没有照片，请重报")), about=AREA
    ),
    "inspections:visit-confirm": page(
        frozenset({"county_staff", *_THERE}),
        Case(of(pk="visit"), get=None, roles=frozenset({"county_staff"})),
        Case(of(pk="named_visit"), get=None, typed=always(), roles=_THERE),
        about=AREA,
    ),
    "inspections:visit-scan": page(
        EDIT,
        Case(of(pk="visit"), typed=always(file=""), posted=200),
        Case(of(pk="named_visit"), roles=EDIT - {"grid_officer"}),
        about=AREA,
    ),
    "inspections:visit-pdf": page(
        VIEW,
        Case(of(pk="visit")),
        Case(of(pk="named_visit")),
        about=AREA,
    ),
    "inspections:photo": page(VIEW, Case(of(pk="photo")), about=AREA),
    "inspections:scan": page(VIEW, Case(of(pk="scan")), about=AREA),
}
