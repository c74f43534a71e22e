"""Lines of the matrix: tip-offs, follow_up."""

from tests.acceptance.lines import Line

LINES: dict[str, Line] = {}
