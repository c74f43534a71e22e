"""Lines of the matrix: inspections, grid."""

from tests.acceptance.lines import Line

LINES: dict[str, Line] = {}
