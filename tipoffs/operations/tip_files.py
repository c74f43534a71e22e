"""Files of a tip: their final bytes (clean copy in the open, original sealed), and files that come after its receipt."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from django.db import transaction
from django.db.models import Max

from capacity_portal.journal import operations as journal
from capacity_portal.lib.evidence import Evidence, read_evidence
from capacity_portal.lib.moments import day_alone
from capacity_portal.lib.uploads import UploadRefused
from capacity_portal.organization.roles import Permission
from tipoffs import access
from tipoffs.models import CustodyKey, Tip, TipFile, TipMessage
from tipoffs.operations import file_store, originals
from tipoffs.queries.custody import active_key
from tipoffs.queries.receipts import pepper, trace_of

MOST_LATER = 60
NO_ROOM = "服务器存储空间不足，暂不能接收材料，请先不附材料提交，或拨打举报电话。"
NOT_SEALED = "办公室尚未生成保管密钥，视频和 Office 文档现在不能封存保管。请改传照片或 PDF。"
_SCAN_NOT_SEALED = "办公室尚未生成保管密钥，来信来文扫描件不能封存保管。请先生成保管密钥再上传。"
_FULL = f"这件举报已有 {MOST_LATER} 份材料，不能再添加，请拨打举报电话说明情况。"
_EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}


@dataclass
class FinalBytes:
    """Names of the bytes of a file to be; ``digest``: SHA-256 of the clean copy.

    Where there is none it is keyed with the pepper: the plain digest of a sealed video would tell whoever holds the same video that
    it was sent.
    """

    clean: str
    sealed: str
    digest: str
    is_taken: bool = field(default=False)

    def stored_as(self, row: TipFile) -> TipFile:
        """Save ``row`` with these bytes, inside the caller's transaction."""
        row.clean, row.sealed_path, row.sha256 = self.clean, self.sealed, self.digest
        row.save(force_insert=True)
        self.is_taken = True
        return row

    def forget_unless_taken(self) -> None:
        if not self.is_taken:
            file_store.remove(self.clean, self.sealed)


def finished(
    clean: bytes | None,
    content_type: str,
    sha256_sent: str,
    *,
    sealed: bytes | None = None,
    sealed_at: str = "",
) -> FinalBytes:
    """Write clean copy and encrypted original (``sealed``, or linked from ``sealed_at``) under their final names. Raises OSError.

    ``sha256_sent``: hex digest of the file as sent.
    """
    clean_name = sealed_name = ""
    if sealed is not None or sealed_at:
        sealed_name = file_store.new_name(file_store.SEALED)
        if sealed is None:
            file_store.link(sealed_at, sealed_name)
        else:
            file_store.write(sealed_name, sealed)
    if clean is not None:
        clean_name = file_store.new_name(file_store.CLEAN, _EXTENSIONS[content_type])
        file_store.write(clean_name, clean)
    return FinalBytes(
        clean_name, sealed_name, _keyed(sha256_sent) if clean is None else sha256(clean).hexdigest()
    )


def digest_of_sealed(upload) -> str:
    """What ``TipFile.sha256`` says of a file that is kept without a clean copy."""
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    return _keyed(sha256(content).hexdigest())


def _keyed(digest: str) -> str:
    return hmac.digest(pepper(), digest.encode(), "sha256").hex()


def attach(
    *, tip: Tip, upload, message: TipMessage | None = None, is_scan: bool = False, at: datetime, by=None
) -> TipFile:
    """Add a file to a tip that was received: ``by`` the officer who enters it, None for the reporter (with his ``message``).

    A scan (letter, transfer slip) names its sender: it stays sealed, without a clean copy. The same file with the same message is
    kept once. Raises UploadRefused, PermissionDenied.
    """
    if by is None or tip.entered_by_id != by.pk:  # a county that entered a tip need not see it any more
        access.insist(by, Permission.ENTER_TIPOFFS, tip)
    insist_on_room()
    evidence, custody = read_evidence(upload), active_key()
    clean = None if is_scan else evidence.clean
    if custody is None and clean is None:
        raise UploadRefused(_SCAN_NOT_SEALED if is_scan else NOT_SEALED)
    row = TipFile(
        uuid=uuid4(), tip=tip, message=message, kind=evidence.kind, is_scan=is_scan, content_type=evidence.content_type,
        pages=evidence.pages, size=len(evidence.original),
    )  # fmt: skip
    final = _final(row, evidence, clean, custody)
    try:
        return _attached(row, final, by, at)
    except BaseException:
        final.is_taken = False
        raise
    finally:
        final.forget_unless_taken()


def insist_on_room() -> None:
    """Raise UploadRefused where the disk is nearly full."""
    if not file_store.has_room():
        raise UploadRefused(NO_ROOM)


def _final(row: TipFile, evidence: Evidence, clean: bytes | None, custody: CustodyKey | None) -> FinalBytes:
    if custody is None:
        return finished(clean, evidence.content_type, evidence.sha256)
    sealed = originals.sealed(evidence.original, row.uuid, custody)
    row.sealed_key, row.custody = sealed.key, custody
    return finished(clean, evidence.content_type, evidence.sha256, sealed=sealed.box)


@transaction.atomic
def _attached(row: TipFile, final: FinalBytes, by, at: datetime) -> TipFile:
    Tip.objects.select_for_update(of=("self",)).get(pk=row.tip_id)
    there = TipFile.objects.filter(tip=row.tip)
    known = there.filter(message=row.message, is_scan=row.is_scan, sha256=final.digest).first()
    if known is not None:
        return known
    if there.count() >= MOST_LATER:
        raise UploadRefused(_FULL)
    row.position = (there.aggregate(last=Max("position"))["last"] or 0) + 1
    final.stored_as(row)
    # Of the reporter the day alone is kept.
    day = at if by else day_alone(at)
    journal.record_event(
        subject="tip", subject_id=row.tip_id, step="attach", note=trace_of(row), region_code=row.tip.region_code,
        file_key=f"tip:{row.tip_id}", by=by, at=day,
    )  # fmt: skip
    return row
