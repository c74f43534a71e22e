"""Lines of the matrix: tip-offs, office."""

from tests.acceptance.lines import Line

LINES: dict[str, Line] = {}
