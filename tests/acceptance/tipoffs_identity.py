"""Lines of the matrix: tip-offs, identity. What the custodians type is tried in tests/tipoffs/views/test_custody.py."""

from tests.acceptance.lines import AREA, AUDITOR, BUSINESS, EVERYTHING, Case, Line, always, of, page

HANDLER, LEADER = frozenset({"tipoff_handler"}), frozenset({"office_leader"})
SEES = HANDLER | LEADER | AUDITOR
# the auditor too reads why an identity was opened
_REASONS = BUSINESS | EVERYTHING
_OPENING = of(pk="opening")
_NO_FILE = "00000000-0000-4000-8000-000000000000"

LINES: dict[str, Line] = {
    "tipoffs:custody": page(HANDLER),
    "tipoffs:custody-ceremony": page(HANDLER),
    "tipoffs:custody-code": page(HANDLER, Case(get=None, typed=always(next_secret="x"))),
    "tipoffs:custody-exchange": page(HANDLER),
    "tipoffs:custody-lose": page(HANDLER),
    "tipoffs:custody-hand": page(HANDLER, Case(always(slot=1))),
    # the viewer holds no share; the key is in use
    "tipoffs:custody-passphrase": page(HANDLER, Case(get=404)),
    "tipoffs:custody-reseal": page(HANDLER, Case(always(number=1), get=404)),
    "tipoffs:opening-request": page(HANDLER, Case(of(pk="tip"), get=404), about=AREA),
    "tipoffs:openings": page(SEES, shows=_REASONS),
    "tipoffs:opening": page(SEES, Case(_OPENING), about=AREA, shows=_REASONS),
    "tipoffs:opening-decide": page(LEADER, Case(_OPENING), about=AREA),
    "tipoffs:opening-join": page(HANDLER, Case(_OPENING, get=302), about=AREA),
    "tipoffs:opening-open": page(HANDLER, Case(_OPENING, get=302), about=AREA),
    # whoever asked, and the leader; the handler here asked for none
    "tipoffs:opening-end": page(LEADER, Case(_OPENING, get=None, typed=always()), about=AREA),
    "tipoffs:opening-original": page(SEES, Case(of({"uuid": _NO_FILE}, pk="opening"), get=404), about=AREA),
    "tipoffs:reads": page(AUDITOR, Case(), Case(query=always(week="2026-03-02"))),
}
