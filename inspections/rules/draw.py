"""Drawing the re-check list so that anybody can repeat it and nobody can steer it.

The order is that of SHA-256 over seed and number of the duty; the seed is the head of the sealed journal of the month before,
which nobody could know before and nobody can change after. No random generator: the same on every machine and version.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from math import ceil

SHARE_THRESHOLD = "recheck-share"
"""Threshold of the office: per cent of the month's covered duties."""
SHARE_DEFAULT = 5
METHOD = "SHA-256（种子 + 半角冒号 + 任务编号），按结果从小到大排列，取前若干项"


def rank_of(seed: str, number: int) -> str:
    """The hexadecimal digest that orders a duty: ``printf '%s:%d' seed number | sha256sum`` gives the same."""
    return sha256(f"{seed}:{number}".encode()).hexdigest()


def shuffled(seed: str, numbers: Iterable[int]) -> list[int]:
    """``numbers`` in the order of their digests, each once."""
    return sorted(set(numbers), key=lambda number: rank_of(seed, number))


def count_of(candidates: int, share: int) -> int:
    """How many are drawn of ``candidates`` at ``share`` per cent: rounded up, at least one when there is any."""
    bounded = min(max(share, 0), 100)
    return min(candidates, max(1, ceil(candidates * bounded / 100))) if candidates else 0


def drawn(seed: str, numbers: Sequence[int], share: int) -> list[int]:
    """The numbers drawn, in order of rank."""
    return shuffled(seed, numbers)[: count_of(len(set(numbers)), share)]
