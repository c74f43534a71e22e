"""What leaves the portal of a month's pages, returns and furnaces: nothing is changed, but the journal says who took what."""

from datetime import datetime

from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.organization.roles import Permission
from inspections import access
from inspections.models import MonthlyReturn, Round


@transaction.atomic
def note_export(*, round_: Round, about: str, is_print: bool, by, at: datetime) -> None:
    """Enter into the journal that ``by`` takes a page of the month; ``about`` names format and conditions."""
    access.insist(by, Permission.EXPORT_LEDGER, by.region_code)
    journal.record_event(
        subject="round",
        subject_id=round_.pk,
        step="print" if is_print else "export",
        by=by,
        at=at,
        note=about[:1_000],
        region_code=by.region_code,
    )


@transaction.atomic
def note_return_export(*, record: MonthlyReturn, by, at: datetime) -> None:
    """Enter into the journal that ``by`` takes the figures of a return as a spreadsheet."""
    access.insist(by, Permission.EXPORT_LEDGER, record.region_code)
    journal.record_event(
        subject="monthly_return",
        subject_id=record.pk,
        step="export",
        by=by,
        at=at,
        note=f"{record}，电子表格",
        region_code=record.region_code,
    )


@transaction.atomic
def note_furnaces_export(*, title: str, by, at: datetime) -> None:
    """Enter into the journal that ``by`` takes the table of furnaces of his region; ``title`` says which and of when."""
    access.insist(by, Permission.EXPORT_LEDGER, by.region_code)
    journal.record_event(
        subject="furnaces",
        subject_id=by.pk,
        step="export",
        by=by,
        at=at,
        note=f"{title}，电子表格",
        region_code=by.region_code,
    )
