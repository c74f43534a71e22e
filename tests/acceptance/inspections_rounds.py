"""Lines of the matrix: inspections, rounds."""

from tests.acceptance.lines import Line

LINES: dict[str, Line] = {}
