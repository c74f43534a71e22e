"""Evidence of a mark (佐证材料): uploaded while the report is written, kept with it, taken off its page by a line."""

from datetime import datetime

from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.uploaded_bytes import uploaded_bytes
from capacity_portal.lib.uploads import Upload
from capacity_portal.organization.roles import Permission
from reports.models import Score, ScoreEvidence
from reports.operations.assessment_door import editing, insist_editable, insist_on, locked
from reports.operations.secrecy import insist_not_secret


def attach_evidence(*, score: Score, upload: Upload, by, at: datetime) -> ScoreEvidence:
    """Keep a file read by ``lib.uploads`` (photo or PDF). The bytes are written before the transaction and taken back if it fails.

    Raises StepRefused once submitted, UploadRefused for a file with a 密级 mark.
    """
    insist_on(by, Permission.COMPILE_REPORTS, score.assessment)
    insist_not_secret(upload)
    with uploaded_bytes(ScoreEvidence._meta.get_field("file"), upload) as path:
        return _attached(score, path, upload, by=by, at=at)


@transaction.atomic
def remove_evidence(*, evidence: ScoreEvidence, by, at: datetime) -> ScoreEvidence:
    """Off the page; the file stays in the store. Nothing happens where it is off already."""
    current = locked(evidence.score.assessment)
    insist_on(by, Permission.COMPILE_REPORTS, current)
    insist_editable(current, "移除佐证材料")
    row = ScoreEvidence.objects.select_for_update().get(pk=evidence.pk)
    if row.removed_at is None:
        with (
            editing(current, "remove", by=by, at=at, note=row.name),
            journal.recording(row, step="remove", by=by, at=at),
        ):
            row.removed_at, row.removed_by = at, by
            row.save()
    return row


@transaction.atomic
def _attached(score: Score, path: str, upload: Upload, *, by, at: datetime) -> ScoreEvidence:
    current = locked(score.assessment)
    insist_editable(current, "上传佐证材料")
    with editing(current, "attach", by=by, at=at, note=upload.original_name):
        row = ScoreEvidence.objects.create(
            score=score, file=path, name=upload.original_name[-200:], content_type=upload.content_type,
            size=len(upload.content), sha256=upload.sha256, uploaded_at=at, uploaded_by=by,
        )  # fmt: skip
        journal.record_created(row, step="attach", by=by, at=at)
    return row
