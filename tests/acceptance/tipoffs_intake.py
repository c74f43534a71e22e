"""Lines of the matrix: tip-offs, intake. The steps know a cookie and no account; entering is for handlers and counties."""

from tests.acceptance.lines import EVERYBODY, Case, Line, always, of, page

_ENTER = frozenset({"tipoff_handler", "county_leader", "county_staff"})
_POSTED = page(EVERYBODY, Case(get=None))
_NOBODYS = of({"uuid": "00000000-0000-0000-0000-000000000000"})
_TYPED = {
    "channel": "phone",
    "kind": "production",
    "text": "演示来电内容",
    "place_text": "演示地点",
    "secret": "s" * 43,
}

LINES: dict[str, Line] = {
    "tipoffs:new": page(EVERYBODY, stranger=200),
    "tipoffs:new-saved": _POSTED,
    "tipoffs:new-step": page(
        EVERYBODY, *(Case(of({"step": step}), get=302) for step in ("where", "what", "contact"))
    ),
    "tipoffs:new-evidence": page(EVERYBODY, Case(get=302)),
    "tipoffs:new-check": page(EVERYBODY, Case(get=302)),
    "tipoffs:draft-file-remove": page(EVERYBODY, Case(_NOBODYS, get=None)),
    "tipoffs:receipt-pdf": _POSTED,
    "tipoffs:enter": page(_ENTER, Case(typed=always(**_TYPED), posted=200)),
}
