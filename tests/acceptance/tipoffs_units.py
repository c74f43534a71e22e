"""Lines of the matrix: tip-offs, units; and the requests for a look at an enterprise."""

from datetime import timedelta

from django.utils.timezone import localdate

from tests.acceptance.lines import AREA, EDIT, VIEW, YES, Case, Line, always, of, page

_COUNTY = frozenset({"county_leader", "county_staff"})
_LEAD = _COUNTY | {"tipoff_handler"}
_CHIEF = frozenset({"office_leader"})
_FOUND = {
    "version": "1", "began_on": "2026-03-02", "ended_on": "2026-03-02", "place_text": "河边", "conclusion": "unfounded",
    "findings": "未见生产设备。", "others": "张三 供电公司\n李四 供电公司",
}  # fmt: skip
_MEASURE = {"version": "1", "kind": "sealed", "on": "2026-03-02", "text": "查封"}


def _soon(area) -> dict:
    return {"reason": "看一看", "due_on": (localdate() + timedelta(days=10)).isoformat()}


LINES: dict[str, Line] = {
    "tipoffs:begin": page(
        _COUNTY, Case(of(pk="tip"), get=302, typed=always(version="1"), posted=200), about=AREA
    ),
    "tipoffs:return": page(_COUNTY, Case(of(pk="tip"), typed=always(version="1", text="在邻县")), about=AREA),
    # Where the office writes for the unit, it names an account of the unit.
    "tipoffs:verify": page(
        _LEAD, Case(of(pk="tip"), typed=lambda area: _FOUND | {"people": area["officer"]}), about=AREA
    ),
    "tipoffs:deal": page(_LEAD, Case(of(pk="tip_verified"), typed=always(**_MEASURE)), about=AREA),
    "tipoffs:remark": page(_COUNTY, Case(of(pk="tip"), typed=always(text="同去两人")), about=AREA),
    "tipoffs:enforce": page(
        _LEAD,
        Case(
            of({"step": "mark"}, pk="tip_dealt", measure="disposition"),
            typed=lambda area: {"version": "1", "unit": area["department"]},
        ),
        Case(of({"step": "conclude"}, pk="tip_dealt", measure="disposition"), get=302),
        about=AREA,
    ),
    "tipoffs:verification-file": page(
        _LEAD | _CHIEF, Case(of(pk="tip_verified", file="verification_file")), about=AREA
    ),
    # A request waits already, and the last day is over.
    "tipoffs:extend": page(
        _COUNTY, Case(of(pk="tip"), get=302, typed=always(days="1", reason="路远"), posted=200), about=AREA
    ),
    "tipoffs:extension": page(
        # the last day is over: no more time is given
        _CHIEF,
        Case(of(pk="tip", extension="extension"), typed=always(decided="no", decision="期限已过")),
        about=AREA,
    ),
    "tipoffs:enterprises": page(
        _LEAD,
        Case(of(pk="tip_verified"), typed=lambda area: {"enterprise": area["enterprise"]}),
        Case(of(pk="tip"), query=always(q="演示")),
        about=AREA,
    ),
    "tipoffs:unlink": page(_LEAD, Case(of(pk="tip", link="tip_link"), get=None, typed=YES), about=AREA),
    "tipoffs:request-visit": page(_LEAD, Case(of(pk="tip", link="tip_link"), typed=_soon), about=AREA),
    # Nothing is decided before the tip is confirmed.
    "tipoffs:standing": page(
        _CHIEF | {"county_leader"},
        Case(of(pk="tip", link="tip_link"), get=302, typed=always(key_reason="other"), posted=200),
        about=AREA,
    ),
    "enterprises:visit-requests": page(VIEW, Case(), Case(query=always(state="all"))),
    "enterprises:visit-request-answer": page(
        EDIT, Case(of(pk="visit_request"), typed=always(answer="停产，无人")), about=AREA
    ),
    # Asked for by another handler: nobody of the viewers withdraws it.
    "enterprises:visit-request-withdraw": page(
        VIEW, Case(of(pk="visit_request"), get=404, typed=always(answer="不需要"), posted=404), about=AREA
    ),
    "inspections:visit-answer": page(
        EDIT, Case(of(pk="visit", asked="visit_request"), typed=always(answer="停产，无人")), about=AREA
    ),
}
