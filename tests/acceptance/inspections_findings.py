"""Lines of the matrix: inspections, findings."""

from tests.acceptance.lines import Line

LINES: dict[str, Line] = {}
