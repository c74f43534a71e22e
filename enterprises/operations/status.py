"""The one door for an enterprise's status (table in ``rules.workflow``)."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.dates import EARLIEST
from capacity_portal.lib.typed_text import storable
from enterprises import access
from enterprises.choices import CLOSED_STATUSES
from enterprises.models import Enterprise
from enterprises.operations.records import loaded, refuse_merged, save_version
from enterprises.rules import workflow

_WRITTEN = frozenset({"status", "status_on", "status_document", "closed_on", "updated_at", "updated_by"})


@refused_in_chinese
@transaction.atomic
def change_status(
    *,
    enterprise: Enterprise,
    version: int,
    step: str,
    on: date,
    document: str,
    by,
    at: datetime,
    note: str = "",
) -> Enterprise:
    """Take ``step`` on the day ``on`` by ``document`` (文号). Raises StaleRecord, StepRefused, ValidationError."""
    record = loaded(enterprise, version)
    refuse_merged(record)
    document, note = storable(document).strip(), storable(note).strip()
    permissions = access.permissions_of(by)
    taken = workflow.checked_step(step, record.status, permissions=permissions, document=document, note=note)
    access.insist(by, taken.permission, record.region_code)
    _check_typed(on, document, today=localdate(at))
    with journal.recording(record, step="status", by=by, at=at, note=_said(taken.label, note)):
        record.status, record.status_on, record.status_document = taken.target, on, document
        if taken.target in CLOSED_STATUSES and record.closed_on is None:
            record.closed_on = on
        record.updated_at, record.updated_by = at, by
        save_version(record, _WRITTEN, version)
    return record


def _check_typed(on: date, document: str, *, today: date) -> None:
    if on is None or not EARLIEST <= on <= today:
        raise ValidationError({"on": "状态日期应在 1949 年以后、今天以前。"})
    longest = Enterprise._meta.get_field("status_document").max_length
    if len(document) > longest:
        raise ValidationError({"document": f"依据文号共 {len(document)} 个字，最多 {longest} 个字。"})


def _said(label: str, note: str) -> str:
    return f"{label}：{note}" if note else label
