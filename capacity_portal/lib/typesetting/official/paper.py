"""The sheet of paper and the grid on it, in mm (GB/T 9704-2012 clause 5 and 8; settled 31; typesetting.md A2).

``y`` is counted from the upper edge of the paper, ``x`` from the left edge of the type area. A text stands with the upper edge
of its em box on its ``y``; the em box of row 1 begins at 37 mm and that of row 22 ends at 262 mm.
"""

WIDTH, HEIGHT = 210.0, 297.0
TYPE_WIDTH, TYPE_HEIGHT = 156.0, 225.0
TOP, BOTTOM = 37.0, 262.0
BINDING, OUTER = 28.0, 26.0
CHARACTERS, ROWS = 28, 22
CHAR = TYPE_WIDTH / CHARACTERS
PITCH = 229.875 / ROWS
LEADING = PITCH - CHAR  # 7/8 of a character, the blank between two rows
# A turned page: its left edge is the foot of the upright one
TURNED_LEFT = HEIGHT - BOTTOM
TURNED_CHARACTERS, TURNED_ROWS = 40, 15
SIZE_2, SIZE_4 = 22 * 25.4 / 72, 14 * 25.4 / 72
NUMBER_DEPTH = 7.0  # from the type area to the dashes of the page number


def left_margin(number: int, is_single_sided: bool) -> float:
    """From the left edge of page ``number`` to its type area; of a turned page: from its upper edge."""
    return BINDING if is_single_sided or number % 2 else OUTER


def row_top(row: int) -> float:
    """Where the em box of ``row`` (from 0) begins on an upright page."""
    return TOP + row * PITCH
