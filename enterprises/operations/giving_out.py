"""What leaves the portal on paper or as a file: nothing is changed, but the journal says who took what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from capacity_portal.jobs.models import Job
from capacity_portal.jobs.operations import start_job
from capacity_portal.journal import operations as journal
from capacity_portal.organization.roles import Permission
from enterprises import access

EXPORT_KIND = "enterprises.export"
DOSSIERS_KIND = "enterprises.dossiers"


@transaction.atomic
def note_export(*, rows: int, about: str, by, at: datetime) -> None:
    """Enter into the journal that ``by`` exports ``rows`` files; ``about`` names format and conditions."""
    access.insist(by, Permission.EXPORT_LEDGER)
    journal.record_event(
        subject="ledger",
        subject_id=by.pk,
        step="export",
        by=by,
        at=at,
        note=f"导出{rows}家企业：{about}"[:1_000],
        region_code=by.region_code,
    )


@transaction.atomic
def export_later(*, parameters: dict[str, Any], rows: int, about: str, by, at: datetime) -> Job:
    """Export in the background; the result belongs to ``by``."""
    note_export(rows=rows, about=about, by=by, at=at)
    return start_job(kind=EXPORT_KIND, label=f"导出台账（{rows}家）", parameters=parameters, by=by, at=at)


@transaction.atomic
def print_dossiers(*, enterprises: Sequence, by, at: datetime) -> Job:
    """Typeset the dossiers in the background into one zip; each file's history says so."""
    access.insist(by, Permission.PRINT_DOSSIERS, *(enterprise.region_code for enterprise in enterprises))
    for enterprise in enterprises:
        journal.record_event(
            subject="enterprise",
            subject_id=enterprise.pk,
            step="print",
            by=by,
            at=at,
            note="批量打印",
            region_code=enterprise.region_code,
        )
    ids = [enterprise.pk for enterprise in enterprises]
    label = f"打印档案（{len(ids)}家）"
    return start_job(kind=DOSSIERS_KIND, label=label, parameters={"enterprises": ids}, by=by, at=at)
