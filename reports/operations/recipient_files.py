"""Proof and attachments of an addressee: kept when they arrive, taken up by the record whose form brought them."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from capacity_portal.journal import operations as journal
from capacity_portal.lib.uploaded_bytes import uploaded_bytes
from capacity_portal.lib.uploads import Upload
from capacity_portal.lib.workflow import StepRefused
from reports.models import Recipient, RecipientFile
from reports.operations.recipient_door import insist_not_accepted, own
from reports.operations.secrecy import insist_not_secret
from reports.rules.return_workflow import EDITABLE

KEPT = timedelta(days=7)
PURPOSES = {"cascade": "cascade", "meet": "meeting", "task": "tasks", "write": "return"}
"""Step -> what its files prove."""


def keep_file(*, recipient: Recipient, step: str, upload: Upload, by, at: datetime) -> RecipientFile:
    """Keep a file read by ``lib.uploads`` until ``step`` of ``by`` takes it up; the same content waits once.

    The bytes are written before the transaction opens and taken back if it fails. Raises UploadRefused for one that says it is secret.
    """
    insist_not_secret(upload)
    known = waiting(recipient, step, by).filter(sha256=upload.sha256).first()
    if known is not None:
        return known
    record = RecipientFile(
        recipient=recipient, purpose=PURPOSES[step], name=upload.original_name[-200:], content_type=upload.content_type,
        size=len(upload.content), sha256=upload.sha256, uploaded_at=at, uploaded_by=by,
    )  # fmt: skip
    with uploaded_bytes(RecipientFile._meta.get_field("file"), upload) as path:
        record.file = path
        return _registered(record, by=by, at=at)


def waiting(recipient: Recipient, step: str, by) -> QuerySet[RecipientFile]:
    """Files that ``by`` has sent for a form of ``step`` that has not been accepted yet."""
    rows = RecipientFile.objects.filter(recipient=recipient, purpose=PURPOSES[step], taken_at=None)
    return rows.filter(uploaded_by=by, removed_at=None).order_by("id")


def take_files(recipient: Recipient, step: str, ids: Collection[int], *, by, at: datetime) -> None:
    """Put the waiting files with these ids at the record; ids of anything else are passed over."""
    for file in waiting(recipient, step, by).select_for_update(of=("self",)).filter(pk__in=list(ids)):
        with journal.recording(file, step="attach", by=by, at=at):
            file.taken_at = at
            file.save(update_fields=["taken_at"])


@transaction.atomic
def remove_file(*, file: RecipientFile, by, at: datetime) -> RecipientFile:
    """Take a file off the page; its bytes stay. Raises StepRefused for one of a return that was submitted, PermissionDenied."""
    current = own(file.recipient, None, by)
    row = RecipientFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    written = getattr(current, "written_return", None)
    if row.purpose == "return" and written is not None and written.state not in EDITABLE:
        raise StepRefused(f"书面反馈{written.get_state_display()}，附件不能再移除；需要修改的，请市办退回。")
    if row.taken_at is not None:
        insist_not_accepted(current)
    if row.removed_at is None:
        with journal.recording(row, step="remove", by=by, at=at):
            row.removed_at = at
            row.save(update_fields=["removed_at"])
    return row


@transaction.atomic
def _registered(record: RecipientFile, *, by, at: datetime) -> RecipientFile:
    record.recipient = own(record.recipient, None, by)
    record.save(force_insert=True)
    journal.record_created(record, step="attach", by=by, at=at)
    return record


def forget_waiting_files(at: datetime) -> int:
    """Regular work: files that no record has taken up for a week go, with their bytes; returns how many."""
    old = RecipientFile.objects.filter(taken_at=None, uploaded_at__lt=at - KEPT)
    return sum(_forget(number, at) for number in list(old.order_by("id").values_list("pk", flat=True)))


@transaction.atomic
def _forget(number: int, at: datetime) -> bool:
    """Remove one file unless a record has taken it up meanwhile."""
    record = RecipientFile.objects.select_for_update(of=("self",)).filter(pk=number, taken_at=None).first()
    if record is None:
        return False
    journal.record_removed(record, step="remove", by=None, at=at, note="一周内没有用上")
    storage, name = record.file.storage, record.file.name
    record.delete()
    transaction.on_commit(lambda: storage.delete(name))
    return True
