"""Telephone numbers as they are entered: several, with area codes and extensions."""

import re

LONGEST = 40
PATTERN = r"^[0-9+()（）、,，;；转 /-]*$"
ADVICE = "电话只能含数字、短横和括号。"


def is_telephone(text: str) -> bool:
    """Whether ``text`` may be entered as telephone number (or is empty)."""
    return len(text) <= LONGEST and re.fullmatch(PATTERN[1:-1], text) is not None
