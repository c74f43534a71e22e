"""Lines of the matrix: tip-offs, intake."""

from tests.acceptance.lines import Line

LINES: dict[str, Line] = {}
