"""The parts of a finding that come with its steps: the line of its timeline, its evidence, its clearing."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.uploads import Upload
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from inspections import access
from inspections.choices import ChecklistCode
from inspections.models import Checklist, Clearing, Finding, FindingEvidence, FindingProgress

KEPT = timedelta(days=7)


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


def keep_evidence(*, finding: Finding, upload: Upload, by, at: datetime) -> FindingEvidence:
    """Keep a file read by ``lib.uploads`` until a step of ``by`` takes it up; the same content waits once.

    It proves nothing before: a form that is refused does not lose its files, and does not file them either.
    The bytes are written before the transaction opens and taken back if it fails.
    """
    access.insist_on_place(
        by, Permission.RECTIFY_FINDINGS, region_code=finding.region_code, cell_id=finding.cell_id
    )
    known = waiting(finding, by).filter(sha256=upload.sha256).first()
    if known is not None:
        return known
    record = FindingEvidence(
        finding=finding, sha256=upload.sha256, size=len(upload.content), uploaded_at=at, uploaded_by=by
    )
    record.original_name, record.content_type = upload.original_name[-200:], upload.content_type
    extension = upload.original_name.rpartition(".")[2]
    record.file.save(f"{uuid4().hex}.{extension}", ContentFile(upload.content), save=False)
    try:
        return _registered(record, by=by, at=at)
    except BaseException:
        record.file.storage.delete(record.file.name)
        raise


def waiting(finding: Finding, by):
    """Files that ``by`` has sent for a step he has not finished yet."""
    return FindingEvidence.objects.filter(finding=finding, progress=None, uploaded_by=by).order_by("id")


def chosen(finding: Finding, ids: Collection[int], by) -> list[FindingEvidence]:
    """The waiting files with these ids, as a step takes them up; ids of anything else are passed over."""
    return list(waiting(finding, by).select_for_update().filter(pk__in=list(ids)))


def file_evidence(
    line: FindingProgress, evidence: Collection[FindingEvidence], *, item_code: str, by, at: datetime
) -> None:
    """Put files that waited at a line of the timeline and, for a clearing, at its point."""
    for record in evidence:
        with journal.recording(record, step="attach", by=by, at=at):
            record.progress, record.item_code = line, item_code
            record.save(update_fields=["progress", "item_code"])


@transaction.atomic
def _registered(record: FindingEvidence, *, by, at: datetime) -> FindingEvidence:
    record.save(force_insert=True)
    journal.record_created(record, step="attach", by=by, at=at)
    return record


def forget_waiting_evidence(at: datetime) -> int:
    """Regular work: files that no step has taken up for a week go, with their bytes; returns how many."""
    old = FindingEvidence.objects.filter(progress=None, uploaded_at__lt=at - KEPT)
    return sum(_forget(number, at) for number in list(old.order_by("id").values_list("pk", flat=True)))


@transaction.atomic
def _forget(number: int, at: datetime) -> bool:
    """Remove one file unless a step has taken it up meanwhile."""
    record = FindingEvidence.objects.select_for_update(of=("self",)).filter(pk=number, progress=None).first()
    if record is None:
        return False
    journal.record_removed(record, step="remove", by=None, at=at, note="一周内没有用上")
    storage, name = record.file.storage, record.file.name
    record.delete()
    transaction.on_commit(lambda: storage.delete(name))
    return True
