"""Lines of the matrix: inspections, field."""

from uuid import UUID

from tests.acceptance.lines import AREA, EDIT, EVERYBODY, NOTHING, Case, Line, always, page


def _visit(area) -> dict:
    """What the queue of a phone sends for a duty of the area."""
    return {
        "client_id": str(UUID(int=area.number)),
        "duty": area["duty"],
        "visited_on": "2026-03-02",
        "outcome": "refused",
        "outcome_reason": "门卫拒绝",
        "outsider_name_1": "王秀英",
        "backfill_reason": "山洪断网",
    }


LINES: dict[str, Line] = {
    "inspections:field-worker": page(EVERYBODY, stranger=200, shows=NOTHING),
    "inspections:field-token": page(EDIT, shows=NOTHING),
    "inspections:field-photo": page(EDIT, Case(get=None, typed=always(client_id="x"), posted=422)),
    "inspections:field-visit": page(EDIT, Case(get=None, typed=_visit, posted=200), about=AREA),
}
