"""The journal's writes: entries (in the transaction of the write they describe) and the blocks that seal them."""

from capacity_portal.journal.operations.recording import (
    Change,
    Event,
    NotInTransaction,
    difference,
    record_created,
    record_event,
    record_events,
    record_many,
    record_removed,
    recording,
)
from capacity_portal.journal.operations.sealing import seal
from capacity_portal.journal.registry import snapshot

__all__ = [
    "Change",
    "Event",
    "NotInTransaction",
    "difference",
    "record_created",
    "record_event",
    "record_events",
    "record_many",
    "record_removed",
    "recording",
    "seal",
    "snapshot",
]
