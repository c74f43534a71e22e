"""Giving out the grid: nothing is changed, but the journal says who took what."""

from datetime import datetime

from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.organization.roles import Permission
from inspections import access


@transaction.atomic
def note_grid_export(*, county: str, name: str, format_: str, by, at: datetime) -> None:
    """Enter into the journal that ``by`` exports the grid of the region ``county`` (a code), called ``name``."""
    access.insist(by, Permission.VIEW_INSPECTIONS, county)
    note = f"导出{name}网格，{format_}"
    journal.record_event(subject="grid", subject_id=by.pk, step="export", by=by, at=at, note=note)
