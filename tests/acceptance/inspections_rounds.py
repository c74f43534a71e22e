"""Lines of the matrix: inspections, rounds."""

from tests.acceptance.lines import AREA, EDIT, OFFICE, Case, Line, always, of, page

_LEADER = frozenset({"office_leader"})
_GRID_OFFICER = frozenset({"grid_officer"})
_MONTH = always(month=202603)
_GAP = always(reason="大雪封路")

LINES: dict[str, Line] = {
    "inspections:round-open": page(OFFICE, Case(typed=lambda area: {"period": "209912"}, posted=200)),
    "inspections:round-close": page(OFFICE, Case(_MONTH, typed=always(), posted=200)),  # returns are missing
    "inspections:round-reopen": page(
        _LEADER, Case(_MONTH, typed=always(reason="补录"), posted=200)
    ),  # is open
    "inspections:duty-add": page(
        OFFICE, Case(_MONTH, typed=always(what="没有这家企业", reason="举报"), posted=200)
    ),
    "inspections:duty-explain": page(
        EDIT,
        Case(of(pk="duty"), typed=_GAP),
        Case(of(pk="neighbour_duty"), typed=_GAP, posted=200, roles=EDIT - _GRID_OFFICER),  # inspected
        about=AREA,
    ),
    "inspections:duty-excuse": page(OFFICE, Case(of(pk="duty"), typed=always(note="同意不计")), about=AREA),
    "inspections:duty-unexcuse": page(
        OFFICE, Case(of(pk="duty"), typed=always(reason="撤销"), posted=200), about=AREA
    ),  # not excused
    "inspections:duty-remove": page(
        OFFICE, Case(of(pk="duty"), typed=always(reason="重复", document="吉发3号"), posted=200), about=AREA
    ),  # the month is over
}
