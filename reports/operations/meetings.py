"""Meetings (会议): recorded, corrected, with their papers; each region keeps its own."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.uploaded_bytes import uploaded_bytes
from capacity_portal.lib.uploads import Upload
from capacity_portal.organization.roles import Permission
from reports.models import IncomingDocument, Meeting, MeetingFile, Notice
from reports.operations.door import worded
from reports.operations.keeping import at_version, created, fill, insist_own
from reports.operations.links import insist_on_links
from reports.operations.secrecy import insist_not_secret

_MAY = Permission.COMPILE_REPORTS


@dataclass(frozen=True)
class MeetingWords:
    """What is written down of a meeting; ``kind`` of choices.MeetingKind; ``notice``, ``incoming``: what it conveyed (传达)."""

    held_on: date
    kind: str
    title: str
    participants: str = ""
    decisions: str = ""
    notice: Notice | None = None
    incoming: IncomingDocument | None = None


@transaction.atomic
def record_meeting(*, region_code: str, words: MeetingWords, by, at: datetime) -> Meeting:
    """Write a meeting down that was held. Raises PermissionDenied, ValidationError by field."""
    insist_own(by, _MAY, region_code)
    _insist_it_was_held(words, at)
    meeting = Meeting(region_code=region_code, recorded_at=at, recorded_by=by)
    insist_on_links(meeting, notice=words.notice, incoming=words.incoming, by=by)
    return created(fill(meeting, _values(words)), by=by, at=at)


@transaction.atomic
def edit_meeting(*, meeting: Meeting, words: MeetingWords, version: int, by, at: datetime) -> Meeting:
    """Correct a meeting that stands at ``version``. Raises StepRefused, PermissionDenied, ValidationError by field."""
    insist_own(by, _MAY, meeting.region_code)
    _insist_it_was_held(words, at)
    current = at_version(Meeting, meeting.pk, version)
    insist_on_links(current, notice=words.notice, incoming=words.incoming, by=by)
    with journal.recording(current, step="edit", by=by, at=at):
        fill(current, _values(words)).version += 1
        current.save()
    return current


def attach_meeting_file(*, meeting: Meeting, upload: Upload, by, at: datetime) -> MeetingFile:
    """Keep a paper read by ``lib.uploads`` (签到表、记录、照片); the same content stands once.

    The bytes are written before the transaction opens and taken back if it fails. Raises UploadRefused for one that says it is secret.
    """
    insist_own(by, _MAY, meeting.region_code)
    insist_not_secret(upload)
    known = meeting.files.filter(sha256=upload.sha256, removed_at=None).first()
    if known is not None:
        return known
    record = MeetingFile(
        meeting=meeting, name=upload.original_name[-200:], content_type=upload.content_type,
        size=len(upload.content), sha256=upload.sha256, uploaded_at=at, uploaded_by=by,
    )  # fmt: skip
    with uploaded_bytes(MeetingFile._meta.get_field("file"), upload) as path, transaction.atomic():
        record.file = path
        return created(record, step="attach", by=by, at=at)


@transaction.atomic
def remove_meeting_file(*, file: MeetingFile, note: str, by, at: datetime) -> MeetingFile:
    """Take a paper off the page; its bytes stay. Raises ValidationError without a reason."""
    insist_own(by, _MAY, file.meeting.region_code)
    note = worded(note, "note", 200, wanted="请写明移除理由。")
    current = MeetingFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if current.removed_at is None:
        with journal.recording(current, step="remove", by=by, at=at, note=note):
            current.removed_at, current.removed_by = at, by
            current.save(update_fields=["removed_at", "removed_by"])
    return current


def _insist_it_was_held(words: MeetingWords, at: datetime) -> None:
    """Reports count meetings that took place."""
    if words.held_on > localdate(at):
        raise ValidationError({"held_on": f"会议日期{words.held_on:%Y-%m-%d}还没有到，请在会后登记。"})


def _values(words: MeetingWords) -> dict:
    return {field.name: getattr(words, field.name) for field in fields(words)}
