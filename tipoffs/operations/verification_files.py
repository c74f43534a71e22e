"""Photos and documents of a verification: kept when they arrive, filed with the record that takes them up."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet

from capacity_portal.journal import operations as journal
from capacity_portal.lib.uploads import Upload
from capacity_portal.organization.roles import Permission
from tipoffs import access
from tipoffs.models import Tip, Verification, VerificationFile

KEPT = timedelta(days=7)


def keep_evidence(*, tip: Tip, upload: Upload, by, at: datetime) -> VerificationFile:
    """Keep a file read by ``lib.uploads`` until a record of ``by`` takes it up; the same content waits once.

    A form that is refused does not lose its files, and does not file them either. The bytes are written before the
    transaction opens and taken back if it fails.
    """
    access.insist(by, Permission.VERIFY_TIPOFFS, tip)
    known = waiting(tip, by).filter(sha256=upload.sha256).first()
    if known is not None:
        return known
    record = VerificationFile(
        tip=tip, sha256=upload.sha256, size=len(upload.content), uploaded_at=at, uploaded_by=by
    )
    record.original_name, record.content_type = upload.original_name[-200:], upload.content_type
    extension = upload.original_name.rpartition(".")[2]
    record.file.save(f"{uuid4().hex}.{extension}", ContentFile(upload.content), save=False)
    try:
        return _registered(record, by=by, at=at)
    except BaseException:
        record.file.storage.delete(record.file.name)
        raise


def waiting(tip: Tip, by) -> QuerySet[VerificationFile]:
    """Files that ``by`` has sent for a record he has not filed yet."""
    return VerificationFile.objects.filter(tip=tip, verification=None, uploaded_by=by).order_by("id")


def file_evidence(record: Verification, ids: Collection[int], *, by, at: datetime) -> None:
    """Put the waiting files with these ids at the record; ids of anything else are passed over."""
    for file in waiting(record.tip, by).select_for_update(of=("self",)).filter(pk__in=list(ids)):
        with journal.recording(file, step="attach", by=by, at=at):
            file.verification = record
            file.save(update_fields=["verification"])


def forget_waiting_files(at: datetime) -> int:
    """Regular work: files that no record has taken up for a week go, with their bytes; returns how many."""
    old = VerificationFile.objects.filter(verification=None, uploaded_at__lt=at - KEPT)
    return sum(_forget(number, at) for number in list(old.order_by("id").values_list("pk", flat=True)))


@transaction.atomic
def _registered(record: VerificationFile, *, by, at: datetime) -> VerificationFile:
    record.save(force_insert=True)
    journal.record_created(record, step="attach", by=by, at=at)
    return record


@transaction.atomic
def _forget(number: int, at: datetime) -> bool:
    """Remove one file unless a record has taken it up meanwhile."""
    rows = VerificationFile.objects.select_for_update(of=("self",))
    record = rows.filter(pk=number, verification=None).first()
    if record is None:
        return False
    journal.record_removed(record, step="end", by=None, at=at, note="一周内没有用上")
    storage, name = record.file.storage, record.file.name
    record.delete()
    transaction.on_commit(lambda: storage.delete(name))
    return True
