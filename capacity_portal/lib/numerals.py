"""Chinese numerals up to 9999, and the four levels of headings in official documents (GB/T 9704 7.3.3)."""

_DIGITS = "零一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}


def chinese(number: int) -> str:
    """Return ``number`` (0-9999) in Chinese numerals: 10 十, 11 十一, 110 一百一十, 1005 一千零五. Raises ValueError."""
    if not 0 <= number <= 9999:
        raise ValueError(f"Chinese numerals are given for 0 to 9999, not {number}")
    written, gap = "", False
    for value, unit in _UNITS:
        digit = number // value % 10
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + unit
        gap = not digit
    return written.removeprefix("一") if 10 <= number <= 19 else written or "零"


def parse_chinese(text: str) -> int | None:
    """Return the value of a Chinese numeral (also 一十, 两百, 一百〇五), or None when it is not well formed."""
    total, digit = 0, 0
    for char in text:
        if char in _SCALES:
            total, digit = total + (digit or 1) * _SCALES[char], 0
        elif char in _VALUES:
            digit = _VALUES[char]
        else:
            return None
    number = total + digit
    plain = text.replace("〇", "零").replace("两", "二")
    return number if number <= 9999 and plain in _spellings(number) else None


def heading(level: int, number: int) -> str:
    """Return the mark of a heading: level 1 一、 2 （一） 3 1. 4 （1）. Raises ValueError for another level."""
    if level in (1, 2):
        return f"{chinese(number)}、" if level == 1 else f"（{chinese(number)}）"
    if level in (3, 4):
        return f"{number}." if level == 3 else f"（{number}）"
    raise ValueError(f"headings have levels 1 to 4, not {level}")


def _spellings(number: int) -> tuple[str, str]:
    written = chinese(number)
    return written, f"一{written}" if 10 <= number <= 19 else written
