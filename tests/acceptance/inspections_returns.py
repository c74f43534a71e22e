"""Monthly returns, furnaces by region, quality and re-checks: who may open what."""

from tests.acceptance.lines import AREA, COUNTY, OFFICE, VIEW, Case, always, of, page

SEEN = VIEW - {"grid_officer"}
COMPILE = frozenset({"county_leader", "county_staff"})
SIGN = frozenset({"county_leader"})
PLACE = of({"month": 202603}, code="county")
_MONTH = always(month=202603)


def _step(name: str, roles: frozenset[str], **typed: str) -> Case:
    """The area's return is a draft: the step is asked about and refused in a sentence."""
    return Case(
        of({"month": 202603, "step": name}, code="county"), typed=always(**typed), posted=200, roles=roles
    )


def _batch(action: str, **typed: str) -> Case:
    """Ticked counties that are not the officer's are not in the list; the page is his own."""

    def ticked(area) -> dict:
        return {"action": action, "month": "2026-03", "selected": area["county"]}

    return Case(
        query=ticked, typed=lambda area: ticked(area) | {"asked": "1"} | typed, missing=200, posted_missing=200
    )  # fmt: skip


LINES = {
    "inspections:returns": page(VIEW),
    "inspections:returns-batch": page(
        OFFICE,
        _batch("accept"),
        _batch("send_back", comment="补原因"),
        _batch("remind"),
        _batch("print"),
        about=AREA,
    ),
    "inspections:returns-batch-result": page(OFFICE, Case(always(key="none"), get=404)),
    "inspections:return": page(SEEN, Case(PLACE), about=AREA),
    "inspections:return-begin": page(COMPILE, Case(PLACE, get=None, typed=always()), about=AREA),
    "inspections:return-text": page(COMPILE, Case(PLACE, typed=always(text="改过的正文")), about=AREA),
    "inspections:return-sign": page(
        SIGN, Case(PLACE, typed=always(kind="ordinary", password=""), posted=200), about=AREA
    ),
    "inspections:return-step": page(
        OFFICE | SIGN,
        _step("withdraw", SIGN),
        _step("accept", OFFICE),
        _step("send_back", OFFICE, comment="补原因"),
        about=AREA,
    ),
    "inspections:return-scan-new": page(
        COMPILE, Case(PLACE, typed=always(file="photo"), posted=200), about=AREA
    ),
    "inspections:return-scan": page(SEEN, Case(PLACE, get=404), about=AREA),
    "inspections:return-pdf": page(SEEN, Case(PLACE), about=AREA),
    "inspections:return-sheet": page(COUNTY, Case(PLACE, typed=always()), about=AREA),
    "inspections:return-sheet-file": page(
        COUNTY, Case(of({"month": 202603, "key": "nothing"}, code="county"), get=404), about=AREA
    ),
    "inspections:furnaces": page(SEEN, Case(), Case(query=always(quarter="2026-1"))),
    "inspections:furnaces-sheet": page(
        COUNTY, Case(typed=always()), Case(query=always(quarter="2026-1"), typed=always(quarter="2026-1"))
    ),
    "inspections:furnaces-sheet-file": page(COUNTY, Case(always(key="nothing"), get=404)),
    "inspections:quality-month": page(OFFICE, Case(_MONTH)),
    "inspections:quality-recompute": page(OFFICE, Case(_MONTH, get=None, typed=always())),
    "inspections:quality": page(OFFICE, Case(PLACE), about=AREA),
    "inspections:rechecks": page(OFFICE, Case(_MONTH)),
    "inspections:rechecks-draw": page(OFFICE, Case(_MONTH, get=None, typed=always())),
    "inspections:recheck": page(
        OFFICE,
        Case(of(pk="recheck"), typed=always(result="consistent", checked_on="2026-03-02", note="")),
        about=AREA,
    ),
}
