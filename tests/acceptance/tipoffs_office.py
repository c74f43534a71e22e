"""Lines of the matrix: tip-offs, office. The second person's pages have tests of their own: they turn on departments, not on areas."""

from tests.acceptance.lines import AREA, YES, Case, Line, always, of, page

_HANDLER, _LEADER = frozenset({"tipoff_handler"}), frozenset({"office_leader"})
_OFFICE, _UNITS = _HANDLER | _LEADER, frozenset({"county_leader", "county_staff"})
_FIRST = {"version": "1"}
_SUMMARY = {"summary": "城北旧厂房疑似夜间炼钢。"}
# step, record, roles, what is typed
_STEPS = [
    ("accept", "tip_received", _HANDLER, {}),
    ("propose-refusal", "tip_received", _HANDLER, {"refusal": "untraceable", "text": "地点不明"} | _SUMMARY),
    ("transfer", "tip", _HANDLER, None),
    ("send-back", "tip_verified", _HANDLER, {"text": "没有查用电"}),
    ("answer", "tip_dealt", _HANDLER, {"text": "经查属实"}),
    ("supervise", "tip", _LEADER, {"text": "三日内查清"}),
    ("summary", "tip", _HANDLER, _SUMMARY),
    ("ask", "tip", _HANDLER, {"text": "几号门？"}),
]

LINES: dict[str, Line] = {
    "tipoffs:queue": page(
        _OFFICE | _UNITS | {"member_unit"},
        Case(),
        Case(
            query=always(
                state="", overdue="1", kind="production", text="举报", county="360802", order="newest"
            )
        ),
    ),
    "tipoffs:tip": page(
        _OFFICE | _UNITS,
        Case(of(pk="tip")),
        Case(of(pk="tip_received"), roles=_OFFICE),
        Case(of(pk="tip_closed")),
        about=AREA,
    ),
    "tipoffs:act": page(
        _OFFICE,
        *(
            Case(
                of({"step": step}, pk=record),
                typed=always(**_FIRST, **typed) if typed is not None else None,
                roles=roles,
            )
            for step, record, roles, typed in _STEPS
        ),
        Case(of({"step": "reopen"}, pk="tip_closed"), typed=always(**_FIRST, text="有新线索"), roles=_LEADER),
        about=AREA,
    ),
    "tipoffs:sheet": page(_OFFICE | _UNITS, Case(of(pk="tip")), about=AREA),
    "tipoffs:compare": page(
        _HANDLER, Case(of(pk="tip"), query=lambda area: {"other": area["tip_verified"]}), about=AREA
    ),
    "tipoffs:exclude": page(
        _OFFICE,
        Case(
            of(pk="tip"), typed=lambda area: {"party": "u360821", "reason": "县领导亲属参股"}, posted=200
        ),  # one that is not there
        about=AREA,
    ),
    "tipoffs:exclusion-lift": page(
        _OFFICE, Case(of(pk="tip_dealt", exclusion="exclusion"), typed=YES), about=AREA
    ),
    "tipoffs:dismissals": page(_LEADER | {"member_unit"}),
    "tipoffs:batch": page(_HANDLER, Case(query=always(action="remind", selected="1"))),
    "tipoffs:batch-result": page(_HANDLER, Case(always(key="none"), get=404)),
}
