"""Lines of the matrix: tip-offs, public."""

from tests.acceptance.lines import Line

LINES: dict[str, Line] = {}
