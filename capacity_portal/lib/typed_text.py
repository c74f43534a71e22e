"""What people type and paste: width variants, invisible characters, over-long values.

Everything here is total: any ``str`` goes in (NUL, lone surrogates, a million characters) and nothing raises.
"""

import re

# Full-width ASCII (U+FF01..U+FF5E) and the ideographic space; deliberately not NFKC, which would read ② as 2.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

# White space, controls, soft hyphen, zero-width and direction marks, variation selectors, tags, surrogates.
INVISIBLE = re.compile(
    r"[\s\x00-\x20\x7f-\xa0\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u08e2\u1680\u180b-\u180f\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff"
    r"\U000110bd\U000110cd\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e01ef]"
)
# What databases, pages and XML cannot hold: controls but for TAB, LF, CR; lone surrogates; U+FFFE, U+FFFF.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def half_width(text: str) -> str:
    """Return ``text`` with full-width ASCII and the ideographic space replaced by their ASCII twins."""
    return text.translate(_HALF_WIDTH)


def squeeze(text: str) -> str:
    """Return ``text`` in half width without any white space or invisible character."""
    return INVISIBLE.sub("", half_width(text))


def storable(text: str) -> str:
    """Return ``text`` without NUL, other controls (TAB, LF, CR stay), lone surrogates and non-characters."""
    return _UNSTORABLE.sub("", text)


def excerpt(value: object, limit: int = 30) -> str:
    """Return ``value`` in Chinese quotation marks for a message: one line, at most ``limit`` characters."""
    text = plain(value)
    line = " ".join(INVISIBLE.sub(" ", text[: 4 * limit]).split())
    return f"“{line[:limit]}…”" if len(line) > limit or len(text) > 4 * limit else f"“{line}”"


def plain(value: object) -> str:
    """Return ``str(value)``, also for numbers too long to be written out."""
    try:
        return str(value)
    except ValueError:  # an int of more than 4,300 digits has no decimal form
        return "过长的数字"
