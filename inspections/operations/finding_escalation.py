"""What is overdue goes up to the prefecture, once a deadline (more time begins anew); and what was sent out to press for it is kept in the journal."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.organization.roles import Permission
from inspections import access
from inspections.models import Finding
from inspections.operations.finding_parts import note_step
from inspections.queries.finding_list import overdue

_AT_ONCE = 500


def escalate_overdue(at: datetime) -> int:
    """Hand up what has passed its deadline and was not handed up before; returns how many. Regular work, may be killed."""
    late = overdue(Finding.objects.filter(escalated_at=None), localdate(at)).order_by("id")
    return sum(_escalate(number, at) for number in list(late.values_list("pk", flat=True)[:_AT_ONCE]))


@transaction.atomic
def _escalate(number: int, at: datetime) -> bool:
    """The version stays: nobody's open page becomes old because a deadline has passed."""
    rows = Finding.objects.select_for_update(of=("self",)).filter(pk=number, escalated_at=None)
    finding = overdue(rows, localdate(at)).first()
    if finding is None:
        return False
    note = f"整改期限 {finding.deadline_on} 已过，升级到市级办公室。"
    with journal.recording(finding, step="escalate", by=None, at=at, note=note):
        finding.escalated_at = at
        finding.save(update_fields=["escalated_at"])
    note_step(finding, "escalate", text=note, by=None, at=at)
    return True


@transaction.atomic
def note_reminder(*, findings: int, about: str, by, at: datetime) -> None:
    """Enter into the journal that ``by`` pressed for ``findings`` of his region; ``about`` names the filters in words."""
    access.insist(by, Permission.RECHECK_FINDINGS, by.region_code)
    journal.record_event(
        subject="finding_list", subject_id=by.pk, step="remind", by=by, at=at,
        note=f"催办{findings}个问题：{about}"[:1_000], region_code=by.region_code,
    )  # fmt: skip


@transaction.atomic
def note_export(*, findings: int, about: str, by, at: datetime) -> None:
    """Enter into the journal that ``by`` takes the list with him as a file."""
    access.insist(by, Permission.EXPORT_LEDGER, by.region_code)
    journal.record_event(
        subject="finding_list", subject_id=by.pk, step="export", by=by, at=at,
        note=f"导出{findings}个问题：{about}"[:1_000], region_code=by.region_code,
    )  # fmt: skip
