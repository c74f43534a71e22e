"""Lines of the matrix: inspections, visits."""

from tests.acceptance.lines import Line

LINES: dict[str, Line] = {}
