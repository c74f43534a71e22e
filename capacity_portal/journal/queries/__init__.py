"""Reads of the journal: histories, past states, the chain and whether it holds, records that drifted from it."""

from capacity_portal.journal.queries.chain import head, tip
from capacity_portal.journal.queries.drifting import Drift, drift
from capacity_portal.journal.queries.history import end_of, history_of, last_entry_of, state_at
from capacity_portal.journal.queries.listing import NEWEST, block_of, matching
from capacity_portal.journal.queries.readable import (
    ReadableChange,
    all_readable_changes,
    changed_labels,
    readable_changes,
)
from capacity_portal.journal.queries.report import Report, verification_report
from capacity_portal.journal.queries.verification import verify

__all__ = [
    "NEWEST",
    "Drift",
    "ReadableChange",
    "Report",
    "all_readable_changes",
    "block_of",
    "changed_labels",
    "drift",
    "end_of",
    "head",
    "history_of",
    "last_entry_of",
    "matching",
    "readable_changes",
    "state_at",
    "tip",
    "verification_report",
    "verify",
]
