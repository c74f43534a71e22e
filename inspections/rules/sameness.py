"""Whether two texts say the same: copied remarks are found by a digest of what is left without marks, spaces and width."""

import unicodedata
from hashlib import sha256

from capacity_portal.lib.typed_text import squeeze

SHORTEST = 8
"""Characters below which equal texts say nothing (“正常”, “无异常”)."""


def normalised(text: str) -> str:
    """``text`` in half width and lower case, without spaces, punctuation and symbols."""
    kept = (char for char in squeeze(text).lower() if unicodedata.category(char)[0] in "LNM")
    return "".join(kept)


def digest(text: str) -> str:
    """SHA-256 of the normalised text, 64 hexadecimal digits; "" for one too short to be compared."""
    plain = normalised(text)
    return sha256(plain.encode()).hexdigest() if len(plain) >= SHORTEST else ""
