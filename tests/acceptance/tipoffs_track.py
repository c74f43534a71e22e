"""Lines of the matrix: tip-offs, track. The reporter's pages know a cookie and no account: whoever comes without is sent to number and code."""

from tests.acceptance.lines import EVERYBODY, Case, Line, page

_SENT = page(EVERYBODY, Case(get=302))

LINES: dict[str, Line] = {
    "tipoffs:leave": _SENT,
    "tipoffs:track": page(EVERYBODY, stranger=200),
    "tipoffs:case": _SENT,
    "tipoffs:case-reply": _SENT,
    "tipoffs:case-file": _SENT,
    "tipoffs:case-rate": _SENT,
    "tipoffs:case-object": _SENT,
    "tipoffs:case-leave": _SENT,
}
