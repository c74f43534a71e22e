"""Lines of the matrix: tip-offs, public. What the office made public is for everybody, of whatever area."""

from tests.acceptance.lines import EVERYBODY, EVERYTHING, Case, Line, of, page

LINES: dict[str, Line] = {
    "tipoffs:about": page(EVERYBODY, stranger=200),
    "tipoffs:privacy": page(EVERYBODY, stranger=200),
    "tipoffs:reward-rules": page(EVERYBODY, stranger=200),
    "tipoffs:published": page(EVERYBODY, shows=EVERYTHING, stranger=200),
    "tipoffs:published-outcome": page(EVERYBODY, Case(of(pk="outcome")), shows=EVERYTHING, stranger=200),
}
