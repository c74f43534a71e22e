"""The journal's entries about an import."""

from datetime import datetime

from capacity_portal.imports.models import SheetImport
from capacity_portal.journal import operations as journal


def note(record: SheetImport, step: str, *, by, at: datetime, text: str) -> None:
    """Write ``text``, Chinese, into the journal as this ``step``; inside the caller's transaction."""
    journal.record_event(
        subject="import",
        subject_id=record.pk,
        step=step,
        by=by,
        at=at,
        note=text,
        region_code=record.region_code,
    )
