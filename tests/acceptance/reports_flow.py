"""Lines of the matrix: documents, their review, numbers and verification."""

from tests.acceptance.lines import AREA, EVERYBODY, OFFICE, Case, Line, always, of, page

_LEADER = frozenset({"office_leader"})
_DRAFTERS = OFFICE | {"tipoff_handler"}
_ANSWERS = frozenset({"county_leader", "county_staff"})
_FIRST = {"version": "1"}
# step, record, roles, what is typed; the draft has an open comment, so that it is not submitted
_STEPS = [
    ("submit", "notice_draft", OFFICE, {"text": "请审"}),
    ("drop", "notice_draft", OFFICE, {"text": "不再需要"}),
    ("reopen", "notice_approved", _LEADER, {"text": "数字有误"}),
    ("withdraw", "notice", _LEADER, {"text": "停用"}),
    ("publish", "notice", _LEADER, {}),
]

LINES: dict[str, Line] = {
    "reports:verify": page(EVERYBODY, stranger=200),
    # who holds a code sees number and title wherever he lives: tests/reports/views/test_flow.py
    "reports:verified": page(EVERYBODY, Case(always(code="none"), get=404), stranger=404),
    "reports:verified-pdf": page(EVERYBODY, Case(always(code="none"), get=404), stranger=404),
    "reports:register": page(
        OFFICE,
        Case(),
        Case(query=always(code="演示化办", year="2026", state="valid", text="演示")),
    ),
    "reports:series": page(OFFICE, Case(typed=always(code="吉化解产能办字", year="x", first="6"), posted=200)),
    "reports:number-paper": page(OFFICE, Case(typed=always(series="0", title="纸质文件"), posted=200)),
    "reports:number-void": page(
        OFFICE, Case(of(pk="number_entry"), typed=always(text="写错"), posted=200), about=AREA
    ),  # its document is in force
    "reports:register-export": page(OFFICE, Case(typed=always(format="csv"))),
    "reports:register-file": page(OFFICE, Case(always(key="none"), get=404)),
    "reports:batch-print": page(_DRAFTERS, Case(), Case(query=always(tab="draft"))),
    "reports:unlink": page(OFFICE, Case(of(pk="document_link"), typed=always()), about=AREA),
    "reports:notice-scan": page(OFFICE, Case(of(pk="notice"), typed=always(**_FIRST), posted=200), about=AREA),
    "reports:notice-scan-file": page(OFFICE | _ANSWERS, Case(of(pk="notice"), get=404), about=AREA),
    "reports:notice-act": page(
        OFFICE,
        *(
            Case(
                of({"step": step}, pk=record), typed=always(**_FIRST, **typed), roles=roles, posted=200 if step == "submit" else 302
            )
            for step, record, roles, typed in _STEPS
        ),
        about=AREA,
    ),
}  # fmt: skip
