"""Files between the steps of a report: kept, listed, dropped, and taken over when the report is received."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Sum

from capacity_portal.journal import operations as journal
from capacity_portal.journal.operations import Event
from capacity_portal.lib.evidence import read_evidence
from capacity_portal.lib.moments import beginning_of
from capacity_portal.lib.sealing import boxes
from capacity_portal.lib.uploads import UploadRefused
from tipoffs.models import DraftFile, Tip, TipDraft, TipFile
from tipoffs.operations import drafts, kept_files, tip_files
from tipoffs.operations.kept_files import KeptFile
from tipoffs.operations.tip_files import FinalBytes
from tipoffs.queries import channels
from tipoffs.queries.custody import active_key
from tipoffs.queries.receipts import trace_of
from tipoffs.rules.limits import MOST_DRAFT_BYTES

MOST_FILES = 9
Ready = dict[UUID, FinalBytes]
_TOO_MANY = f"一次举报最多上传 {MOST_FILES} 份材料，请先删除不需要的。"
DRAFT_OVER = (
    "这份举报已经提交过，或者草稿已超过24小时、浏览器清除了 Cookie，这份材料没有收下。"
    "已经看到编号的，请在查询页补充材料；还要举报的，请重新开始填写。"
)
_DRAFTS_FULL = "网上尚未提交的材料过多，暂存空间已满，这份材料没有收下。请先不附材料提交，以后在查询页补充，"


def keep(*, key: bytes, upload, at: datetime) -> DraftFile:
    """Add an uploaded file to the draft of ``key``; the same file again gives the one that is there. Raises UploadRefused."""
    if len(listed(key)) >= MOST_FILES:
        raise UploadRefused(_TOO_MANY)
    _insist_on_room(upload)
    evidence, custody = read_evidence(upload), active_key()
    if custody is None and evidence.clean is None:
        raise UploadRefused(tip_files.NOT_SEALED)
    file = kept_files.written(evidence, custody, key)
    try:
        row = _registered(file, key, at)
    except BaseException:
        file.forget_bytes()
        raise
    if row.uuid != file.uuid:
        file.forget_bytes()
    return row


def listed(key: bytes) -> list[KeptFile]:
    """The files of the draft, in the order they came."""
    return [kept_files.opened(row, key) for row in _rows(key).order_by("position")]


@transaction.atomic
def drop(*, key: bytes, uuid: UUID) -> bool:
    """Remove a file, row and bytes; False when it is not there."""
    row = _rows(key).filter(uuid=uuid).first()
    if row is not None:
        _forget(row, kept_files.opened(row, key))
    return row is not None


@contextmanager
def made_ready(key: bytes | None) -> Iterator[Ready]:
    """Write the final bytes of a draft's files before the transaction that receives them, to be handed to ``adopt``.

    Whatever ``adopt`` did not take over, or what the transaction did not keep, is removed in the end.
    """
    ready: Ready = {}
    try:
        for file in listed(key) if key else []:
            ready[file.uuid] = _finished(file, key)
        yield ready
    except BaseException:
        for bytes_ in ready.values():
            bytes_.is_taken = False
        raise
    finally:
        for bytes_ in ready.values():
            bytes_.forget_unless_taken()


def adopt(tip: Tip, key: bytes, ready: Ready | None = None) -> list[TipFile]:
    """Take the files of the draft over, inside the transaction that receives ``tip``; without ``ready`` they are written here.

    Raises ValidationError by ``evidence`` for a file whose bytes cannot be read any more.
    """
    made, ready = [], ready or {}
    rows = _rows(key).select_for_update(of=("self",)).order_by("position")
    for position, row in enumerate(rows, 1):
        file = kept_files.opened(row, key)
        final = ready.get(file.uuid) or _finished(file, key)
        made.append(_taken(tip, file, final, position))
        _forget(row, file)
    _tell(tip, made)
    return made


def _tell(tip: Tip, files: list[TipFile]) -> None:
    """Bind the files to the journal, with the day alone as for the tip itself."""
    told = [Event(tip.pk, f"tip:{tip.pk}", tip.region_code, trace_of(file)) for file in files]
    if told:
        journal.record_events(told, subject="tip", step="evidence", by=None, at=beginning_of(tip.received_on))


def _insist_on_room(upload) -> None:
    """Raise UploadRefused where the disk, or the share of it that drafts may take, is nearly full."""
    tip_files.insist_on_room()
    held = DraftFile.objects.aggregate(total=Sum("size"))["total"] or 0
    if held + upload.size > MOST_DRAFT_BYTES:
        number = channels.telephone()
        raise UploadRefused(_DRAFTS_FULL + (f"或拨打举报电话{number}。" if number else "或过一天再传。"))


def _rows(key: bytes):
    return DraftFile.objects.filter(draft__handle=drafts.handle_of(key))


def _forget(row: DraftFile, file: KeptFile) -> None:
    row.delete()
    transaction.on_commit(file.forget_bytes)


@transaction.atomic
def _registered(file: KeptFile, key: bytes, at: datetime) -> DraftFile:
    """The row of a written file, or of the same file that was there before."""
    draft = _locked_draft(key, at)
    for row in draft.files.all():
        if kept_files.opened(row, key).sha256 == file.sha256:
            return row
    if draft.files.count() >= MOST_FILES:
        raise UploadRefused(_TOO_MANY)
    position = (draft.files.aggregate(last=Max("position"))["last"] or 0) + 1
    sealed = kept_files.locked_about(file, key)
    return DraftFile.objects.create(
        draft=draft, uuid=file.uuid, position=position, size=file.size, sealed=sealed
    )


def _locked_draft(key: bytes, at: datetime) -> TipDraft:
    """Raises UploadRefused when the draft was submitted or is over: a page that is still open does not begin it again."""
    rows = TipDraft.objects.select_for_update().filter(handle=drafts.handle_of(key), expires_at__gt=at)
    if (draft := rows.first()) is None:
        raise UploadRefused(DRAFT_OVER)
    return draft


def _finished(file: KeptFile, key: bytes) -> FinalBytes:
    clean = None
    try:
        if file.clean_path:
            clean = kept_files.clean_copy(file, key)
        return tip_files.finished(clean, file.content_type, file.sha256, sealed_at=file.sealed_path)
    except (OSError, boxes.CannotOpen) as lost:
        raise ValidationError(
            {"evidence": f"第 {file.position} 份材料读不出来，请删除后重新上传。"}
        ) from lost


def _taken(tip: Tip, file: KeptFile, final: FinalBytes, position: int) -> TipFile:
    row = TipFile(
        uuid=file.uuid, tip=tip, position=position, kind=file.kind, content_type=file.content_type, pages=file.pages, size=file.size,
        sealed_key=file.sealed_key or None, custody_id=file.custody_id,
    )  # fmt: skip
    return final.stored_as(row)
