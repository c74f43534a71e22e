"""Codes people copy by hand: Crockford's 32 characters, the last one a check character over GF(32).

The check catches every single wrong character and every swap of two neighbours before anything is looked up.
"""

from capacity_portal.lib.typed_text import squeeze

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS, LONGEST = 5, 16
_MOST_TYPED = 100
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1 makes GF(32)


def code_of(number: int, length: int) -> str:
    """``length`` characters (at most LONGEST): the low bits of ``number``, 5 to a character, and the check character."""
    data = [number >> (BITS * at) & 31 for at in range(length - 1)]
    return "".join(ALPHABET[value] for value in [*data, _check(data)])


def grouped(code: str) -> str:
    """``ABCD-EFGH-JKMN-PQRS``"""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def normalised(typed: str, length: int) -> str:
    """The code of ``length`` somebody typed, "" when it cannot be one: case, width, separators and O/I/L do not matter."""
    text = squeeze(typed[:_MOST_TYPED]).upper().replace("-", "").replace("—", "").translate(_READ_AS)
    if len(text) != length or any(mark not in ALPHABET for mark in text):
        return ""
    values = [ALPHABET.index(mark) for mark in text]
    return text if _check(values[:-1]) == values[-1] else ""


def _check(data: list[int]) -> int:
    """Sum of alpha^position times value, in GF(32): different weights, none zero."""
    total = 0
    for weighted, value in zip(_WEIGHTED, data, strict=False):
        total ^= weighted[value]
    return total


def _times_alpha(value: int) -> int:
    value <<= 1
    return value ^ _POLYNOMIAL if value & 32 else value


def _product(left: int, right: int) -> int:
    result = 0
    for at in range(BITS):
        if right >> at & 1:
            result ^= left
        left = _times_alpha(left)
    return result


def _weighted() -> tuple[tuple[int, ...], ...]:
    """For each position the product of its weight with each of the 32 values."""
    rows, weight = [], 1
    for _ in range(LONGEST - 1):
        weight = _times_alpha(weight)
        rows.append(tuple(_product(weight, value) for value in range(32)))
    return tuple(rows)


_WEIGHTED = _weighted()
