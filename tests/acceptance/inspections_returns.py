"""Lines of the matrix: inspections, returns."""

from tests.acceptance.lines import Line

LINES: dict[str, Line] = {}
