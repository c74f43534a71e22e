"""The sealed paper, scanned: once there it is the authoritative version; the copy printed at the issue stays beside it."""

from datetime import datetime

from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib import typesetting
from capacity_portal.lib.uploads import Upload, UploadRefused
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from reports.access import insist
from reports.choices import OUT_STATES
from reports.models import Notice
from reports.operations.door import locked
from reports.operations.secrecy import insist_not_secret
from reports.queries.scope import notices_visible_to
from tipoffs.operations import file_store

_UNCOUNTED = "这份 PDF 的页数现在不能读取，没有保存。请稍后再传；多次失败的，请重新扫描后上传。"
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def attach_scan(*, notice: Notice, version: int, upload: Upload, by, at: datetime) -> Notice:
    """Keep the scan read by ``lib.uploads``; a later one takes its place, the earlier file stays in the store and in the journal.

    Raises door.NoticeChanged, StepRefused (not issued), UploadRefused (bears a 密级 mark, lacks pages), PermissionDenied.
    """
    insist(by, Permission.KEEP_REGISTER, notices_visible_to(by) if by else Notice.objects.all(), notice.pk)
    insist_not_secret(upload)
    _insist_whole(notice, upload)
    name = f"reports/scans/{at:%Y}/{notice.uuid}-{upload.sha256[:16]}.{_ENDINGS[upload.content_type]}"
    file_store.write(
        name, upload.content
    )  # its name follows from its content: written twice it is the same file
    return _registered(notice, version, name, upload, by=by, at=at)


def _insist_whole(notice: Notice, upload: Upload) -> None:
    """A PDF has no fewer pages than the copy printed at the issue; a picture is one page of it and not counted."""
    if upload.content_type != "application/pdf" or not notice.pages:
        return
    try:
        pages = typesetting.page_count(upload.content)
    except typesetting.RenderFailed:
        raise UploadRefused(_UNCOUNTED) from None
    if pages < notice.pages:
        raise UploadRefused(
            f"扫描件有{pages}页，印发件有{notice.pages}页，少了{notice.pages - pages}页。请扫描全部页面后重新上传。"
        )


@transaction.atomic
def _registered(notice: Notice, version: int, name: str, upload: Upload, *, by, at: datetime) -> Notice:
    current = locked(notice, version)
    if current.state not in OUT_STATES:
        raise StepRefused("文件编号印发后才能上传盖章扫描件。")
    with journal.recording(current, step="scan", by=by, at=at, note=upload.original_name[:200]):
        current.scan.name, current.scan_name = name, upload.original_name[-200:]
        current.scan_type, current.scan_sha256 = upload.content_type, upload.sha256
        current.version += 1
        current.save()
    return current
