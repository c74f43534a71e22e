"""The signed and sealed paper of a return, scanned: a document beside the data."""

from datetime import datetime

from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.uploaded_bytes import uploaded_bytes
from capacity_portal.lib.uploads import Upload
from inspections.access import insist
from inspections.models import MonthlyReturn
from inspections.operations.returns import lock_return
from inspections.rules.return_workflow import checked_step


def attach_return_scan(*, record: MonthlyReturn, upload: Upload, by, at: datetime) -> MonthlyReturn:
    """Keep the scan read by ``lib.uploads``; a later one takes its place on the page, the earlier file stays in the storage.

    The bytes are written before the transaction opens and taken back if it fails.
    """
    insist(by, checked_step("attach", record.state, permissions=None).permission, record.region_code)
    with uploaded_bytes(MonthlyReturn._meta.get_field("scan"), upload) as path:
        return _registered(record, path, upload, by=by, at=at)


@transaction.atomic
def _registered(record: MonthlyReturn, path: str, upload: Upload, *, by, at: datetime) -> MonthlyReturn:
    current = lock_return(record)
    checked_step("attach", current.state, permissions=by.role_entry.permissions)
    with journal.recording(current, step="attach", by=by, at=at):
        current.scan, current.scan_name = path, upload.original_name[-200:]
        current.scan_type, current.scan_sha256 = upload.content_type, upload.sha256
        current.version += 1
        current.save()
    return current
