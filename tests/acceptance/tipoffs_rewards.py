"""Lines of the matrix: tip-offs, rewards and figures. Whose turn it is depends on the state too: tests of their own say so."""

from tests.acceptance.lines import AREA, COUNTY, Case, Line, always, of, page

_HANDLER, _LEADER = frozenset({"tipoff_handler"}), frozenset({"office_leader"})
_FIGURES = COUNTY | {"tipoff_handler", "member_unit"}
_OFFICE = frozenset({"tipoff_handler", "office_leader"})
_BY_CHANNEL = always(what="came_closed", by="channel", value="web", period="2026-03")
_CSV = always(format="csv")
_RECEIVED = always(what="received", period="2026-03")

LINES: dict[str, Line] = {
    "tipoffs:rewards": page(_HANDLER | _LEADER, Case(), Case(query=always(year="2026", state="proposed"))),
    "tipoffs:reward-propose": page(
        _HANDLER,
        Case(of(pk="tip_answered"), typed=always(amount="1", signatories="1"), posted=200),
        about=AREA,
    ),
    "tipoffs:reward-decide": page(
        _LEADER, Case(of(pk="tip_closed"), typed=always(decision="deny", text="情形不符")), about=AREA
    ),
    "tipoffs:reward-pay": page(
        _HANDLER, Case(of(pk="tip_closed"), typed=always(number="1", code="2"), posted=200), about=AREA
    ),  # not granted yet
    "tipoffs:figures": page(_FIGURES, Case(), Case(query=always(period="2026"))),
    "tipoffs:figures-list": page(
        _FIGURES - {"office_staff"},
        Case(query=_RECEIVED),
        Case(query=always(what="came_closed", by="kind", value="production", period="2026-03")),
        # units do not learn how a tip came in: 404 for them
        Case(query=_BY_CHANNEL, roles=_OFFICE),
    ),
    "tipoffs:figures-export": page(_FIGURES, Case(typed=_CSV)),
    "tipoffs:figures-file": page(_FIGURES, Case(always(key="not-asked-for"), get=404)),
}
