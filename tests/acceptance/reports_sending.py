"""Lines of the matrix: addressees, what they did, their returns, reminders and summaries."""

from uuid import UUID

from tests.acceptance.lines import AREA, OFFICE, YES, Case, Line, always, of, page

_DRAFTERS = OFFICE | {"tipoff_handler"}
_ANSWERS = frozenset({"county_leader", "county_staff"})
_SEEING = _DRAFTERS | _ANSWERS
_VIEWERS = _SEEING | {"grid_officer", "member_unit"}
_FIRST = {"version": "1"}
_DONE = {"on": "2026-03-02", "text": "已办"}
# step, roles, what is typed, what a lawful POST answers
_ACTS = [
    ("receive", _ANSWERS, {}, 200),  # signed for already
    ("cascade", _ANSWERS, _DONE, 302),
    ("meet", _ANSWERS, _DONE, 302),
    ("task", _ANSWERS, _DONE, 302),
    ("write", _ANSWERS, {"text": "改"}, 200),  # submitted already
    ("submit", _ANSWERS, {}, 200),
    ("accept", OFFICE, {}, 302),
    ("send-back", OFFICE, {"text": "缺数据"}, 302),
    ("extend", OFFICE, {"due_on": "2099-01-05", "text": "防汛"}, 302),
]


def _file(area) -> dict:
    what = area["recipient_file"]
    return {"uuid": UUID(int=what) if isinstance(what, int) else what}


LINES: dict[str, Line] = {
    "reports:recipients": page(
        _DRAFTERS, Case(of(pk="notice_draft"), roles=OFFICE), Case(of(pk="notice")), about=AREA
    ),
    "reports:recipients-change": page(
        OFFICE,
        Case(of({"step": "demand"}, pk="notice_draft"), get=None, typed=always(acts="receive")),
        Case(of({"step": "add"}, pk="notice_draft"), get=None, typed=YES, posted=200),  # nothing chosen
        Case(of({"step": "arrange"}, pk="notice_draft"), get=None, typed=YES),
        Case(of({"step": "text"}, pk="notice_draft"), get=None, typed=always(**_FIRST), posted=200),  # nobody to name
        about=AREA,
    ),
    "reports:matrix": page(_SEEING, Case(of(pk="notice")), Case(of(pk="notice"), always(only="overdue", text="收")), about=AREA),
    "reports:matrix-export": page(_SEEING, Case(of(pk="notice"), typed=always(format="csv")), about=AREA),
    "reports:matrix-file": page(_SEEING, Case(of({"key": "none"}, pk="notice"), get=404), about=AREA),
    "reports:remind": page(OFFICE, Case(of(pk="notice"), typed=always(kind="reminder")), about=AREA),
    "reports:summary": page(OFFICE, Case(of(pk="notice"), typed=YES), about=AREA),
    "reports:summary-export": page(OFFICE, Case(of(pk="notice"), typed=always(format="xlsx")), about=AREA),
    "reports:summary-file": page(OFFICE, Case(of({"key": "none"}, pk="notice"), get=404), about=AREA),
    "reports:returns": page(_VIEWERS, Case(), Case(query=always(state="all", text="演示"))),
    "reports:return": page(_SEEING, Case(of(pk="recipient")), about=AREA),
    "reports:recipient-act": page(
        _SEEING,
        *(Case(of({"step": step}, pk="recipient"), typed=always(**_FIRST, **typed), posted=posted, roles=roles) for step, roles, typed, posted in _ACTS),
        about=AREA,
    ),
    "reports:recipient-file": page(_SEEING, Case(_file), about=AREA),
    "reports:recipient-file-remove": page(_ANSWERS, Case(_file, typed=YES), about=AREA),
}  # fmt: skip
