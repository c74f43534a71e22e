"""The code printed on an issued document, with which any reader checks it: 55 random bits and a check character."""

import secrets

from capacity_portal.lib import check_codes
from capacity_portal.lib.check_codes import grouped

__all__ = ["LENGTH", "grouped", "new_code", "typed_code"]
LENGTH = 12


def new_code() -> str:
    """12 characters without separators, as stored."""
    return check_codes.code_of(secrets.randbits(check_codes.BITS * (LENGTH - 1)), LENGTH)


def typed_code(text: str) -> str:
    """The stored form of what somebody typed or scanned; "" when it cannot be a code."""
    return check_codes.normalised(text, LENGTH)
