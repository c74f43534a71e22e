"""Digests anybody can take again: SHA-256 over JSON with sorted keys, no spaces, no escapes of Chinese, in UTF-8."""

import json
from collections.abc import Iterable
from hashlib import sha256


def canonical(value: object) -> str:
    """``value`` (plain JSON values) in the one spelling that is digested."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of(value: object) -> str:
    """64 hex digits of one value."""
    return sha256(canonical(value).encode()).hexdigest()


def digest_of_lines(values: Iterable[object]) -> str:
    """64 hex digits of many values, each on a line of its own ended by a line feed."""
    hashed = sha256()
    for value in values:
        hashed.update(f"{canonical(value)}\n".encode())
    return hashed.hexdigest()
