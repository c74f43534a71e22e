"""Files that strangers send as evidence: judged by content, redrawn in a child with limits, refused with advice (see reading.py)."""

from capacity_portal.lib.evidence.reading import (
    DOCUMENT,
    MOST_BYTES,
    OFFICE,
    PHOTO,
    VIDEO,
    Evidence,
    read_evidence,
)

__all__ = ["DOCUMENT", "MOST_BYTES", "OFFICE", "PHOTO", "VIDEO", "Evidence", "read_evidence"]
