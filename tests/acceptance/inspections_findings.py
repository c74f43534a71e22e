"""Lines of the matrix: inspections, findings."""

from tests.acceptance.lines import AREA, COUNTY, EDIT, OFFICE, PERSON, VIEW, YES, Case, Line, always, of, page

_TODAY = {"on": "2026-03-02"}
# step: (record, roles, what is typed, answer to GET, answer to POST)
_STEPS = {
    "progress": ("finding", EDIT, {"percent": "40", "text": "已停炉"}, 200, 302),
    "claim": ("finding", EDIT, {"text": "已拆除"}, 200, 302),
    "extend": ("finding", OFFICE, {"days": "3", "text": "连日下雨"}, 200, 302),
    "confirm": ("finding", COUNTY, None, 302, 302),  # of another kind
    "rule_out": ("finding", OFFICE, None, 302, 302),  # of another kind
    "reject": ("claimed", COUNTY, {"percent": "40", "text": "炉体还在"}, 200, 302),
    "close": ("claimed", COUNTY, {"text": "属实"} | _TODAY, 200, 200),  # without evidence
    "look_back": ("confirmed", COUNTY, {"on": "2099-03-02"}, 200, 302),
    "looked_back": ("confirmed", COUNTY, None, 302, 302),  # not closed
    "template": ("confirmed", OFFICE, {"template": "four_thorough", "text": "按省里要求"}, 200, 302),
}
_ENFORCEMENT = {
    "mark": (lambda area: {"unit": area["department"]}, 200),
    "hand_over": (None, 302),  # nothing marked yet
}

LINES: dict[str, Line] = {
    "inspections:findings": page(
        VIEW,
        Case(),
        Case(query=always(state="unclosed", overdue="1", order="deadline", period="2026-03")),
        Case(query=always(text="演示", kind="revival")),
    ),
    "inspections:finding": page(
        VIEW, *(Case(of(pk=record)) for record in ("finding", "claimed", "confirmed")), about=AREA
    ),
    "inspections:evidence": page(VIEW, Case(of(pk="finding", evidence="evidence")), about=AREA),
    "inspections:finding-sheet": page(VIEW, Case(of(pk="finding")), about=AREA),
    "inspections:finding-sheets": page(VIEW, Case(query=always(selected="1"), get=302)),
    "inspections:finding-step": page(
        EDIT,
        *(
            Case(
                of({"step": step}, pk=record),
                typed=always(**typed) if typed else None,
                roles=roles,
                get=get,
                posted=posted,
            )
            for step, (record, roles, typed, get, posted) in _STEPS.items()
        ),
        about=AREA,
    ),
    "inspections:finding-clear": page(
        EDIT,
        Case(of({"item": "item-1"}, pk="confirmed"), typed=always(file="photo", **_TODAY)),
        about=AREA,
    ),
    "inspections:finding-enforce": page(
        COUNTY,
        *(
            Case(of({"step": step}, pk="finding"), typed=typed, get=get)
            for step, (typed, get) in _ENFORCEMENT.items()
        ),
        about=AREA,
    ),
    "inspections:findings-export": page(COUNTY, Case(get=None, typed=YES)),
    "inspections:findings-export-file": page(COUNTY, Case(of(key="finding_file")), about=PERSON),
    "inspections:findings-remind": page(COUNTY, Case(typed=YES)),
    "inspections:findings-remind-pdf": page(COUNTY),
}
