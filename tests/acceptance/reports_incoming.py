"""Lines of the matrix: incoming documents and their tasks."""

from tests.acceptance.lines import AREA, OFFICE, YES, Case, Line, always, of, page

_ANSWERS = frozenset({"county_leader", "county_staff"})
_SEEING = OFFICE | _ANSWERS
_VIEWERS = _SEEING | {"tipoff_handler", "grid_officer", "member_unit"}
_ENTRY = {
    "title": "关于自查的通知",
    "sender": "省化解过剩产能办公室",
    "received_on": "2026-03-02",
    "urgency": "",
}
_ONE = of(pk="incoming")

LINES: dict[str, Line] = {
    "reports:incoming": page(_VIEWERS, Case(), Case(query=always(text="来文", state="open", year="2026"))),
    "reports:incoming-new": page(OFFICE, Case(typed=always(**_ENTRY))),
    "reports:incoming-export": page(OFFICE, Case(typed=always(format="csv"))),
    "reports:incoming-file": page(OFFICE, Case(always(key="none"), get=404)),
    "reports:incoming-document": page(_SEEING, Case(_ONE), about=AREA),
    "reports:incoming-edit": page(OFFICE, Case(_ONE, typed=always(version="1", **_ENTRY)), about=AREA),
    "reports:incoming-scan": page(_SEEING, Case(_ONE), about=AREA),
    "reports:incoming-scan-new": page(OFFICE, Case(_ONE, typed=always(version="1"), posted=200), about=AREA),
    "reports:incoming-task-new": page(
        OFFICE, Case(_ONE, typed=always(text="开展自查"), posted=200), about=AREA
    ),
    "reports:incoming-finish": page(
        OFFICE, Case(_ONE, typed=always(version="1", kind="done", text="已办"), posted=200), about=AREA
    ),  # a task is open
    "reports:incoming-draft": page(
        OFFICE, Case(of({"relation": "answers"}, pk="incoming"), get=None, typed=YES), about=AREA
    ),
    "reports:incoming-task": page(
        _SEEING,
        Case(of({"step": "finish"}, pk="document_task"), typed=always(text="已自查")),
        Case(of({"step": "cancel"}, pk="document_task"), typed=always(text="重复交办"), roles=OFFICE),
        about=AREA,
    ),
    "reports:documents-search": page(_VIEWERS, Case(), Case(query=always(text="演示"))),
}
