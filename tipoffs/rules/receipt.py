"""The receipt: number and query code (settled 25). The code is derived from the form's secret, so that a retry gives the same one.

15 characters of Crockford's alphabet are 75 bits; the 16th is the check character of ``lib.check_codes``.
"""

import hmac
import re
from collections.abc import Iterable
from hashlib import sha256

from capacity_portal.lib import check_codes
from capacity_portal.lib.check_codes import ALPHABET, grouped
from capacity_portal.lib.typed_text import squeeze

__all__ = [
    "ALPHABET",
    "LENGTH",
    "code_digest",
    "code_from",
    "content_digest",
    "grouped",
    "normalised",
    "number_in",
    "submission_digest",
]
LENGTH = 16
_MOST_TYPED = 100
_NUMBER = re.compile(r"(?:举报)?[〔\[\(【（]?(\d{4})[〕\]\)】）]?(?:年)?(?:第)?[-/]?(\d{1,6})(?:号)?")


def submission_digest(secret: str, pepper: bytes) -> str:
    """What stands in the database for the form's secret."""
    return _hex(pepper, "submission", secret)


def code_from(secret: str, pepper: bytes) -> str:
    """The query code of a form's secret: 16 characters without separators."""
    return check_codes.code_of(int.from_bytes(_mac(pepper, "code", secret)[:10]), LENGTH)


def code_digest(code: str, pepper: bytes) -> str:
    """What stands in the database for a (normalised) code."""
    return _hex(pepper, "stored code", code)


def content_digest(parts: Iterable[str], pepper: bytes) -> str:
    """What stands in the journal for the words of a tip: the parts in order, none of them able to pass for another."""
    return _hex(pepper, "content", "".join(f"{len(part)}:{part}" for part in parts))


def normalised(typed: str) -> str:
    """The code somebody typed, "" when it cannot be one: case, width, separators and O/I/L do not matter."""
    return check_codes.normalised(typed, LENGTH)


def number_in(typed: str) -> tuple[int, int] | None:
    """(year, number) of what somebody typed as number, brackets or not; None when it cannot be one."""
    found = _NUMBER.fullmatch(squeeze(typed[:_MOST_TYPED]))
    return (int(found[1]), int(found[2])) if found else None


def _mac(pepper: bytes, purpose: str, text: str) -> bytes:
    return hmac.new(pepper, f"{purpose}:{text}".encode(errors="replace"), sha256).digest()


def _hex(pepper: bytes, purpose: str, text: str) -> str:
    return _mac(pepper, purpose, text).hex()
