"""How entries are bound into a chain of blocks: digests, hashes and what a new block covers. Pure functions.

An entry's digest is SHA-256 over a version byte and the canonical JSON of all its columns; a block's hash is SHA-256 over
a version byte, the canonical JSON of its head and the digests. The form does not depend on the database, so that a
journal moved from SQLite to PostgreSQL keeps its chain.

Entry ids may become visible late: PostgreSQL gives them out before commit. A block therefore notes the ids it did
not see (gaps); later blocks take in what turns up there, and close a gap that was still empty when last looked at,
``LONGEST_TRANSACTION`` after it was noted. A row that turns up in a closed gap was not written by the portal.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from capacity_portal.journal.rules import ranges as spans

BLOCK_SIZE = 5_000
DIGEST_SIZE = 32
LONGEST_TRANSACTION = timedelta(hours=1)
_VERSION = b"\x01"

# Columns of an entry in the order of its digest; see ``RawEntry``.
ENTRY_COLUMNS = (
    "id",
    "at",
    "subject",
    "subject_id",
    "file_key",
    "region_code",
    "kind",
    "step",
    "note",
    "by_id",
    "by_name",
    "changes",
)
BLOCK_COLUMNS = (
    "number",
    "sealed_at",
    "entry_count",
    "high_water",
    "ranges",
    "open_gaps",
    "digests",
    "previous_hash",
    "hash",
)
RawEntry = Sequence[Any]  # values of ENTRY_COLUMNS: ``at`` and ``changes`` as the text the database holds

Gap = tuple[int, int, int]  # first and last id, and when this was noted, in seconds since 1970


def _pairs(pairs: list[tuple[str, Any]]) -> Any:
    """An object; one whose keys repeat stays a list, so that a planted second value changes the digest."""
    read = dict(pairs)
    return read if len(read) == len(pairs) else pairs


_read = json.JSONDecoder(object_pairs_hook=_pairs).decode
_write = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=repr).encode


def entry_digest(entry: RawEntry) -> bytes:
    """32 bytes over every column. A ``changes`` text that is no JSON is taken as it is (only tampering puts it there)."""
    *columns, changes = entry
    columns[1] = _moment_text(columns[1])
    try:
        columns.append(_read(changes))
    except (ValueError, TypeError, RecursionError):
        columns.append(repr(changes))
    return sha256(_VERSION + _write(columns).encode("ascii")).digest()


def _moment_text(text: Any) -> Any:
    """``2026-11-22 01:22:00.123456`` in UTC; SQLite leaves out microseconds that are zero."""
    return f"{text}.000000" if isinstance(text, str) and len(text) == 19 else text


@dataclass(frozen=True)
class BlockData:
    """The columns of a block as plain values; ``sealed_at`` aware."""

    number: int
    sealed_at: datetime
    entry_count: int
    high_water: int
    ranges: tuple[tuple[int, int], ...]
    open_gaps: tuple[Gap, ...]
    digests: bytes
    previous_hash: str
    hash: str = ""


def block_hash(block: BlockData) -> str:
    """64 hexadecimal digits over every column but the hash itself."""
    head = [
        block.number,
        block.sealed_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"),
        block.entry_count,
        block.high_water,
        block.ranges,
        block.open_gaps,
        block.previous_hash,
    ]
    return sha256(_VERSION + _write(head).encode("ascii") + b"\n" + block.digests).hexdigest()


@dataclass(frozen=True)
class Tip:
    """What the next block must know of the one before it; the defaults stand for an empty chain."""

    number: int = 0
    hash: str = ""
    high_water: int = 0
    open_gaps: tuple[Gap, ...] = ()


def gaps_after(
    tip: Tip, ranges: spans.Ranges, sealed_at: datetime, *, closing: bool = True
) -> tuple[Gap, ...]:
    """Open gaps of the block that follows ``tip`` and seals ``ranges`` at ``sealed_at``.

    ``closing`` is False for a block that had no room for all that turned up in the gaps.
    """
    now = int(sealed_at.timestamp())
    oldest = now - LONGEST_TRANSACTION.total_seconds() if closing else 0
    young = [gap for gap in tip.open_gaps if gap[2] > oldest]
    fresh = (tip.high_water + 1, high_water_after(tip, ranges), now)
    return tuple(spans.subtract([*young, fresh], ranges))


def high_water_after(tip: Tip, ranges: spans.Ranges) -> int:
    return max(tip.high_water, ranges[-1][1] if ranges else 0)


def next_block(
    tip: Tip, entries: Sequence[RawEntry], sealed_at: datetime, *, closing: bool = True
) -> BlockData | None:
    """The block that binds ``entries`` (ascending, none sealed before); None when there is nothing to say.

    Without entries a block is made only to close gaps.
    """
    ranges = spans.compress(entry[0] for entry in entries)
    open_gaps = gaps_after(tip, ranges, sealed_at, closing=closing)
    if not entries and open_gaps == tip.open_gaps:
        return None
    block = BlockData(
        number=tip.number + 1,
        sealed_at=sealed_at,
        entry_count=len(entries),
        high_water=high_water_after(tip, ranges),
        ranges=tuple(ranges),
        open_gaps=open_gaps,
        digests=b"".join(entry_digest(entry) for entry in entries),
        previous_hash=tip.hash,
    )
    return _with_hash(block)


def _with_hash(block: BlockData) -> BlockData:
    return BlockData(**{**vars(block), "hash": block_hash(block)})
