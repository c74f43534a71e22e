"""Photos and scans of a file."""

from datetime import datetime
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.uploads import Upload
from capacity_portal.organization.roles import Permission
from enterprises import access
from enterprises.models import Attachment, Enterprise, Equipment, Licence
from enterprises.operations.records import assign, changed_values, refuse_merged, touch


class AttachmentMisplaced(ValueError):
    """The equipment or licence belongs to another file."""


def attach_file(
    *,
    enterprise: Enterprise,
    upload: Upload,
    title: str,
    equipment: Equipment | None = None,
    licence: Licence | None = None,
    by,
    at: datetime,
) -> Attachment:
    """Keep a file read by ``lib.uploads``; the same content at the same place is kept once and returned again.

    The bytes are written before the transaction opens and taken back if it fails.
    """
    access.insist(by, Permission.EDIT_LEDGER, enterprise.region_code)
    refuse_merged(enterprise)
    for part in (equipment, licence):
        if part is not None and part.enterprise_id != enterprise.pk:
            raise AttachmentMisplaced(f"{part._meta.model_name} {part.pk} belongs to another file")
    place = {"enterprise": enterprise, "equipment": equipment, "licence": licence}
    known = Attachment.objects.filter(**place, sha256=upload.sha256, is_withdrawn=False).first()
    if known is not None:
        return known
    attachment = Attachment(**place, uploaded_at=at, uploaded_by=by)
    assign(attachment, changed_values(attachment, {"title": title}, frozenset({"title"})))
    return _stored(attachment, upload, by=by, at=at)


@transaction.atomic
def withdraw_attachment(*, attachment: Attachment, by, at: datetime, note: str) -> Attachment:
    """Take an attachment off the file; the bytes stay, for whoever asks later."""
    record = Attachment.objects.select_related("enterprise").get(pk=attachment.pk)
    access.insist(by, Permission.EDIT_LEDGER, record.enterprise.region_code)
    if record.is_withdrawn:
        return record
    with journal.recording(record, step="withdraw", by=by, at=at, note=note):
        record.is_withdrawn = True
        record.save(update_fields=["is_withdrawn"])
    touch(record.enterprise, by=by, at=at)
    return record


def _stored(attachment: Attachment, upload: Upload, *, by, at: datetime) -> Attachment:
    attachment.original_name = upload.original_name[-200:]
    attachment.content_type, attachment.sha256 = upload.content_type, upload.sha256
    attachment.size = len(upload.content)
    extension = upload.original_name.rpartition(".")[2]
    attachment.file.save(f"{uuid4().hex}.{extension}", ContentFile(upload.content), save=False)
    try:
        return _registered(attachment, by=by, at=at)
    except BaseException:
        attachment.file.storage.delete(attachment.file.name)
        raise


@refused_in_chinese
@transaction.atomic
def _registered(attachment: Attachment, *, by, at: datetime) -> Attachment:
    attachment.save(force_insert=True)
    journal.record_created(attachment, step="create", by=by, at=at)
    touch(attachment.enterprise, by=by, at=at)
    return attachment
