"""Giving out the list of what has still to be inspected: nothing is changed, but the journal says who took what."""

from datetime import datetime

from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.organization.roles import Permission
from inspections import access
from inspections.models import Round


@transaction.atomic
def note_entry_sheet(*, round_: Round, rows: int, by, at: datetime) -> None:
    """Enter into the journal that ``by`` takes the sheet of his ``rows`` unvisited duties of the month."""
    access.insist(by, Permission.RECORD_VISITS, by.region_code)
    journal.record_event(
        subject="round",
        subject_id=round_.pk,
        step="export",
        by=by,
        at=at,
        note=f"导出待填排查记录表 {rows:,} 行，xlsx",
        region_code=by.region_code,
    )
