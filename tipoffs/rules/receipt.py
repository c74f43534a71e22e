"""The receipt: number and query code (settled 25). The code is derived from the form's secret, so that a retry gives the same one.

15 characters of Crockford's alphabet are 75 bits; the 16th is a check character over GF(32) that catches every single wrong
character and every swap of two neighbours before anything is looked up.
"""

import hmac
import re
from collections.abc import Iterable
from hashlib import sha256

from capacity_portal.lib.typed_text import squeeze

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_BITS, _MOST_TYPED = 5, 100
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_NUMBER = re.compile(r"(?:举报)?[〔\[\(【（]?(\d{4})[〕\]\)】）]?(?:年)?(?:第)?[-/]?(\d{1,6})(?:号)?")
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1 makes GF(32)


def submission_digest(secret: str, pepper: bytes) -> str:
    """What stands in the database for the form's secret."""
    return _hex(pepper, "submission", secret)


def code_from(secret: str, pepper: bytes) -> str:
    """The query code of a form's secret: 16 characters without separators."""
    number = int.from_bytes(_mac(pepper, "code", secret)[:10])
    data = [number >> (_BITS * at) & 31 for at in range(LENGTH - 1)]
    return "".join(ALPHABET[value] for value in [*data, _check(data)])


def code_digest(code: str, pepper: bytes) -> str:
    """What stands in the database for a (normalised) code."""
    return _hex(pepper, "stored code", code)


def content_digest(parts: Iterable[str], pepper: bytes) -> str:
    """What stands in the journal for the words of a tip: the parts in order, none of them able to pass for another."""
    return _hex(pepper, "content", "".join(f"{len(part)}:{part}" for part in parts))


def grouped(code: str) -> str:
    """``ABCD-EFGH-JKMN-PQRS``"""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def normalised(typed: str) -> str:
    """The code somebody typed, "" when it cannot be one: case, width, separators and O/I/L do not matter."""
    text = squeeze(typed[:_MOST_TYPED]).upper().replace("-", "").replace("—", "").translate(_READ_AS)
    if len(text) != LENGTH or any(mark not in ALPHABET for mark in text):
        return ""
    values = [ALPHABET.index(mark) for mark in text]
    return text if _check(values[:-1]) == values[-1] else ""


def number_in(typed: str) -> tuple[int, int] | None:
    """(year, number) of what somebody typed as number, brackets or not; None when it cannot be one."""
    found = _NUMBER.fullmatch(squeeze(typed[:_MOST_TYPED]))
    return (int(found[1]), int(found[2])) if found else None


def _check(data: list[int]) -> int:
    """Sum of alpha^position times value, in GF(32): different weights, none zero."""
    total = 0
    for weighted, value in zip(_WEIGHTED, data, strict=True):
        total ^= weighted[value]
    return total


def _times_alpha(value: int) -> int:
    value <<= 1
    return value ^ _POLYNOMIAL if value & 32 else value


def _product(left: int, right: int) -> int:
    result = 0
    for at in range(_BITS):
        if right >> at & 1:
            result ^= left
        left = _times_alpha(left)
    return result


def _weighted() -> tuple[tuple[int, ...], ...]:
    """For each position the product of its weight with each of the 32 values."""
    rows, weight = [], 1
    for _ in range(LENGTH - 1):
        weight = _times_alpha(weight)
        rows.append(tuple(_product(weight, value) for value in range(32)))
    return tuple(rows)


_WEIGHTED = _weighted()


def _mac(pepper: bytes, purpose: str, text: str) -> bytes:
    return hmac.new(pepper, f"{purpose}:{text}".encode(errors="replace"), sha256).digest()


def _hex(pepper: bytes, purpose: str, text: str) -> str:
    return _mac(pepper, purpose, text).hex()
