"""The paper of an incoming document, scanned; one that says it is secret is not kept."""

from datetime import datetime

from django.db import transaction

from capacity_portal.lib.uploaded_bytes import uploaded_bytes
from capacity_portal.lib.uploads import Upload
from reports.models import IncomingDocument
from reports.operations.incoming import changing, locked
from reports.operations.secrecy import insist_not_secret


def attach_incoming_scan(
    *, incoming: IncomingDocument, version: int, upload: Upload, by, at: datetime
) -> IncomingDocument:
    """Keep the scan read by ``lib.uploads``; a later one takes its place, the earlier file stays in the storage.

    The bytes are written before the transaction opens and taken back if it fails. Raises UploadRefused (密级), IncomingChanged,
    PermissionDenied.
    """
    insist_not_secret(upload)
    with uploaded_bytes(IncomingDocument._meta.get_field("scan"), upload) as path:
        return _registered(incoming, version, path, upload, by=by, at=at)


@transaction.atomic
def _registered(
    incoming: IncomingDocument, version: int, path: str, upload: Upload, *, by, at: datetime
) -> IncomingDocument:
    current = locked(incoming, version, by)
    with changing(current, "scan", by=by, at=at, note=upload.original_name[:200]):
        current.scan, current.scan_name = path, upload.original_name[-200:]
        current.scan_type, current.scan_sha256 = upload.content_type, upload.sha256
    return current
