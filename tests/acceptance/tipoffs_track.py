"""Lines of the matrix: tip-offs, track."""

from tests.acceptance.lines import Line

LINES: dict[str, Line] = {}
