"""Lines of the matrix: tip-offs, rewards."""

from tests.acceptance.lines import Line

LINES: dict[str, Line] = {}
