"""A block as it lies in the database, read back without trusting a single column of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from capacity_portal.journal.rules import ranges as spans
from capacity_portal.journal.rules.sealing import DIGEST_SIZE, BlockData


@dataclass(frozen=True)
class UnreadableBlock:
    """A block whose columns hold what no block holds; ``number`` as far as it can be told."""

    number: int


def read_block(row: Sequence[Any]) -> BlockData | UnreadableBlock:
    """A block from its columns in the order of ``sealing.BLOCK_COLUMNS``, times and JSON as text."""
    number, sealed_at, entry_count, high_water, ranges, open_gaps, digests, previous_hash, digits = row
    try:
        block = BlockData(
            number,
            datetime.fromisoformat(f"{sealed_at}+00:00"),
            entry_count,
            high_water,
            _whole_numbers(ranges, 2),
            _whole_numbers(open_gaps, 3),
            bytes(digests),
            previous_hash,
            digits,
        )
        sound = spans.is_ascending(block.ranges) and spans.is_ascending(block.open_gaps)
        if sound and spans.count(block.ranges) * DIGEST_SIZE == len(block.digests):
            return block
    except (ValueError, TypeError, RecursionError):
        pass
    return UnreadableBlock(number if isinstance(number, int) else -1)


def _whole_numbers(text: str, width: int) -> tuple[tuple[int, ...], ...]:
    """``[[1, 2], ...]`` as tuples of ``width`` whole numbers. Raises ValueError or TypeError."""
    read = tuple(tuple(item) for item in json.loads(text))
    if any(len(item) != width or any(type(number) is not int for number in item) for item in read):
        raise ValueError(text[:80])
    return read
