"""Lines of the matrix: tip-offs, units."""

from tests.acceptance.lines import Line

LINES: dict[str, Line] = {}
