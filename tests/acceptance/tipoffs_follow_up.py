"""Lines of the matrix: tip-offs, objections and publications, the office's side."""

from tests.acceptance.lines import AREA, Case, Line, always, of, page

_LEADER = frozenset({"office_leader"})
_OFFICE = _LEADER | {"tipoff_handler"}

LINES: dict[str, Line] = {
    "tipoffs:objection-decide": page(
        _LEADER, Case(of(pk="tip_answered"), typed=always(decision="reject", text="已复核")), about=AREA
    ),
    "tipoffs:outcomes": page(_OFFICE),
    "tipoffs:outcome-withdraw": page(
        _OFFICE, Case(of(pk="outcome"), typed=always(text="案件移送")), about=AREA
    ),
    "tipoffs:publish": page(
        _OFFICE, Case(of(pk="tip_closed"), typed=always(title="依法取缔", text="设备已拆除。")), about=AREA
    ),
}
