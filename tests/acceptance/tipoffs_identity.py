"""Lines of the matrix: tip-offs, identity."""

from tests.acceptance.lines import Line

LINES: dict[str, Line] = {}
