"""The parts of a finding that come with its steps: the line of its timeline, its evidence, its clearing."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.core.files.base import ContentFile

from capacity_portal.journal import operations as journal
from capacity_portal.lib.uploads import Upload
from capacity_portal.lib.workflow import StepRefused
from inspections.choices import ChecklistCode
from inspections.models import Checklist, Clearing, Finding, FindingEvidence, FindingProgress


def note_step(finding: Finding, step: str, *, text: str, by, at: datetime) -> FindingProgress:
    """One line of the finding's own timeline, with its progress as it now stands."""
    line = FindingProgress(
        finding=finding, step=step, percent=finding.percent, text=text, reported_at=at, reported_by=by
    )
    line.save(force_insert=True)
    journal.record_created(line, step=step, by=by, at=at)
    return line


def template_in_force(code: ChecklistCode) -> Checklist:
    """The newest published version of 五个彻底 or 四个彻底. Raises StepRefused when the office has published none."""
    found = Checklist.objects.published().filter(code=code).order_by("-version").first()
    if found is None:
        raise StepRefused(f"“{code.label}”清单模板还没有发布，请系统管理员在后台发布后再办理。")
    return found


def begin_clearing(
    finding: Finding, code: ChecklistCode = ChecklistCode.FIVE_THOROUGH, *, by, at: datetime
) -> Clearing:
    """The list of what must be cleared away, from the template in force."""
    clearing = Clearing(finding=finding, checklist=template_in_force(code), begun_at=at, begun_by=by)
    clearing.save(force_insert=True)
    journal.record_created(clearing, step="clear", by=by, at=at)
    return clearing


def write_files(uploads: Iterable[Upload]) -> list[FindingEvidence]:
    """Unsaved evidence whose bytes are stored; ``forget_files`` takes the bytes back when the step fails."""
    written: list[FindingEvidence] = []
    try:
        for upload in uploads:
            written.append(_written(upload))
    except BaseException:
        forget_files(written)
        raise
    return written


def forget_files(evidence: Iterable[FindingEvidence]) -> None:
    for record in evidence:
        record.file.storage.delete(record.file.name)


def attach(
    line: FindingProgress, evidence: Iterable[FindingEvidence], *, item_code: str = "", by, at: datetime
) -> None:
    """Save evidence written before, at a line of the timeline and, for a clearing, at its point."""
    for record in evidence:
        record.finding, record.progress, record.item_code = line.finding, line, item_code
        record.uploaded_at, record.uploaded_by = at, by
        record.save(force_insert=True)
        journal.record_created(record, step="attach", by=by, at=at)


def _written(upload: Upload) -> FindingEvidence:
    record = FindingEvidence(
        original_name=upload.original_name[-200:],
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=upload.sha256,
    )
    extension = upload.original_name.rpartition(".")[2]
    record.file.save(f"{uuid4().hex}.{extension}", ContentFile(upload.content), save=False)
    return record
