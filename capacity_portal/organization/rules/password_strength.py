"""What makes a password guessable (ASVS 5.0 V6.2; GB/T 22239-2019 8.1.4.1 a for the three classes).

Pure functions over the text; the lists are passed in.
"""

import re

# Rows of the keyboard and the runs people walk along; a password made of pieces of them is no secret.
_WALKS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "!@#$%^&*()",
)
_BOTH_WAYS = tuple(walk for row in _WALKS for walk in (row, row[::-1]))
_SHORTEST_PIECE = 3
_LOOK_ALIKES = str.maketrans("@4013$5!7", "aaoiessit")
_CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")


def without_walks(text: str) -> str:
    """Return ``text`` in lower case without its keyboard walks and runs of three or more characters."""
    rest, left = text.lower(), []
    while rest:
        length = _piece_at_start(rest)
        if length < _SHORTEST_PIECE:
            left.append(rest[0])
            length = 1
        rest = rest[length:]
    return "".join(left)


def _piece_at_start(text: str) -> int:
    length = 1
    while length < len(text) and any(text[: length + 1] in walk for walk in _BOTH_WAYS):
        length += 1
    same = len(text) - len(text.lstrip(text[0]))
    return max(length, same)


def is_common(text: str, common_passwords: frozenset[str], common_words: frozenset[str]) -> bool:
    """Whether ``text`` is a listed password, a listed word with figures around it, or hardly more than one walk."""
    lower = text.lower()
    if lower in common_passwords:
        return True
    words = re.findall(r"[^\W\d_]+", lower)
    if (words and all(word in common_words for word in words)) or _disguised(lower) in common_words:
        return True
    return len(set(without_walks(lower))) < 4


def _disguised(lower: str) -> str:
    """The word behind ``p@ssw0rd!2026``: figures and signs around it cut off, look-alikes read as letters."""
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", lower)
    return re.sub(r"[\W\d_]+", "", core.translate(_LOOK_ALIKES))


def classes_in(text: str) -> int:
    """How many of the four classes occur: small letters, capitals, figures, other characters."""
    return sum(bool(re.search(pattern, text)) for pattern in _CLASSES)


def mentions(text: str, values: list[str]) -> str:
    """Return the first of ``values`` that ``text`` contains, ignoring case; ``""`` when none (short values do not count)."""
    lower = text.lower()
    return next((value for value in values if _counts(value) and value.lower() in lower), "")


def _counts(value: str) -> bool:
    return len(value) >= (4 if value.isascii() else 2)
