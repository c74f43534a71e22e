"""Binding unsealed entries into blocks, beside running writers.

Entries are read and hashed without any lock; only the block itself is written in a (short) transaction. Two sealers
at once are told apart by a lock that nobody else takes: an advisory lock on PostgreSQL, SQLite's one writer.
"""

from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from capacity_portal.journal.models import Block
from capacity_portal.journal.queries import raw, tip
from capacity_portal.journal.rules import sealing

# Any number will do that no other advisory lock of this database uses.
_SEALERS = 20_260_204


def seal(*, at: datetime, limit: int = sealing.BLOCK_SIZE) -> int:
    """Seal what is unsealed in blocks of at most ``limit`` entries; returns how many blocks were made."""
    made = 0
    while (block := _seal_block(at, limit)) is not None:
        made += 1
        if block.entry_count < limit:
            break
    return made


def _seal_block(at: datetime, limit: int) -> sealing.BlockData | None:
    before = tip()
    late = _late_entries(before, limit)
    room = limit - len(late)
    fresh = raw.entry_chunk(before.high_water, None, room) if room else []
    block = sealing.next_block(before, late + fresh, at, closing=bool(room))
    return block if block is not None and _store(block) else None


def _late_entries(before: sealing.Tip, limit: int) -> list[sealing.RawEntry]:
    """What turned up in the open gaps of the chain, at most ``limit``."""
    rows = (row for first, last, _ in before.open_gaps for row in raw.entries(first - 1, last))
    return list(islice(rows, limit))


def _store(block: sealing.BlockData) -> bool:
    """Write ``block`` unless another sealer was faster."""
    with transaction.atomic():
        if not _alone() or tip().number != block.number - 1:
            return False
        Block(**vars(block)).save(force_insert=True)
        return True


def _alone() -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SEALERS])
        return cursor.fetchone()[0]
