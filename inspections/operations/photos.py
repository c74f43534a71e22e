"""Photos and scans: bytes are written before the transaction and taken back if it fails; a photo waits for its visit."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.uploads import Upload
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from inspections import access
from inspections.choices import PhotoKind
from inspections.models import Visit, VisitPhoto, VisitScan
from inspections.operations.rounds_open import refuse_closed
from inspections.rules.reports import Place

KEPT = timedelta(days=7)
MOST_WAITING = 200
"""Photos of one officer that may wait at a time: a month's visits without a network."""


def keep_photo(
    *,
    upload: Upload,
    client_id: UUID,
    kind: str = PhotoKind.SITE,
    item_code: str = "",
    place: Place | None = None,
    taken_time: datetime | None = None,
    by,
    at: datetime,
) -> VisitPhoto:
    """Keep a photo read by ``lib.uploads`` until the visit that names it arrives; the same client id gives the stored one.

    ``duplicate_of`` is the first use of the same file. Raises PermissionDenied, StepRefused for somebody else's client id
    or where too many wait.
    """
    if not by.may(Permission.RECORD_VISITS):
        raise PermissionDenied("您的角色没有这项权限。")
    if (known := _known(client_id, by)) is not None:
        return known
    if VisitPhoto.objects.filter(visit=None, uploaded_by=by).count() >= MOST_WAITING:
        raise StepRefused(f"已有 {MOST_WAITING} 张照片等待提交排查记录，请先提交记录再传照片。")
    photo = VisitPhoto(
        client_id=client_id,
        kind=kind if kind in PhotoKind.values else PhotoKind.SITE,
        item_code=item_code if _is_code(item_code) else "",
        taken_time=taken_time,
        source_sha256=upload.source_sha256,
        duplicate_of=_first_use(upload.source_sha256),
    )
    if place is not None:
        photo.longitude, photo.latitude, photo.accuracy_m = place.longitude, place.latitude, place.accuracy_m
    try:
        return _kept(photo, upload, by=by, at=at)
    except IntegrityError:
        if (known := _known(client_id, by)) is not None:
            return known
        raise


def attach_scan(*, visit: Visit, upload: Upload, by, at: datetime) -> VisitScan:
    """Keep the signed record beside the data; the same content is kept once. Raises PermissionDenied, RoundClosed."""
    place = {"region_code": visit.region_code, "cell_id": visit.cell_id}
    access.insist_on_place(by, Permission.RECORD_VISITS, **place)
    known = VisitScan.objects.filter(visit=visit, sha256=upload.sha256).first()
    return known or _kept(VisitScan(visit=visit), upload, by=by, at=at)


def forget_waiting_photos(at: datetime) -> int:
    """Regular work: photos that no visit has named for a week go, with their bytes; returns how many."""
    old = VisitPhoto.objects.filter(visit=None, uploaded_at__lt=at - KEPT).order_by("uploaded_at")
    return sum(_forget(number, at) for number in list(old.values_list("pk", flat=True)))


def _kept(record: VisitPhoto | VisitScan, upload: Upload, *, by, at: datetime):
    record.original_name = storable(upload.original_name)[-200:]
    record.content_type, record.sha256 = upload.content_type, upload.sha256
    record.size, record.uploaded_at, record.uploaded_by = len(upload.content), at, by
    extension = upload.original_name.rpartition(".")[2]
    record.file.save(f"{uuid4().hex}.{extension}", ContentFile(upload.content), save=False)
    try:
        return _registered(record, by=by, at=at)
    except BaseException:
        record.file.storage.delete(record.file.name)
        raise


@transaction.atomic
def _registered(record: VisitPhoto | VisitScan, *, by, at: datetime):
    if record.visit_id is not None:
        refuse_closed(record.visit.duty.round)
    record.save(force_insert=True)
    journal.record_created(record, step="attach" if record.visit_id else "create", by=by, at=at)
    return record


def _known(client_id: UUID, by) -> VisitPhoto | None:
    photo = VisitPhoto.objects.filter(client_id=client_id).first()
    if photo is not None and photo.uploaded_by_id != by.pk:
        raise StepRefused("这张照片的编号已被使用，请重新选择照片。")
    return photo


def _first_use(source_sha256: str) -> VisitPhoto | None:
    """A photo that waits counts as well: the same file for two visits in the same hour is the same photo.

    Whether it tells against a visit is asked when valid visits are known (``queries.quality``).
    """
    return VisitPhoto.objects.filter(source_sha256=source_sha256, duplicate_of=None).order_by("id").first()


def _is_code(text: str) -> bool:
    return len(text) <= 40 and all(char.isascii() and (char.isalnum() or char in "-_") for char in text)


@transaction.atomic
def _forget(number: int, at: datetime) -> bool:
    """Not one that a visit has just taken, nor one that a later photo points to."""
    rows = VisitPhoto.objects.select_for_update(of=("self",)).select_related("uploaded_by")
    photo = rows.filter(pk=number, visit=None).first()
    if photo is None:
        return False
    _leave_to_next(photo, at)
    journal.record_removed(photo, step="remove", by=None, at=at)
    name, storage = photo.file.name, photo.file.storage
    photo.delete()
    transaction.on_commit(lambda: storage.delete(name))
    return True


def _leave_to_next(photo: VisitPhoto, at: datetime) -> None:
    """Photos that were found to be the same now point to the earliest of themselves."""
    first = None
    for again in (
        VisitPhoto.objects.filter(duplicate_of=photo).select_related("visit", "uploaded_by").order_by("id")
    ):
        with journal.recording(again, step="remove", by=None, at=at):
            again.duplicate_of = first
            again.save(update_fields=["duplicate_of"])
        first = first or again
