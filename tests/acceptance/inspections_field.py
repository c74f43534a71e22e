"""Lines of the matrix: inspections, field."""

from tests.acceptance.lines import Line

LINES: dict[str, Line] = {}
