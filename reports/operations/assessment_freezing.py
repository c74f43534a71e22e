"""The bytes of a final report: made once from its frozen outline, kept with their digest, never made anew."""

import logging
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.typesetting.official import storing
from capacity_portal.lib.typesetting.official.printing import print_document
from capacity_portal.lib.workflow import StepRefused
from reports.choices import AssessmentState
from reports.models import Assessment
from tipoffs.operations import file_store

log = logging.getLogger(__name__)


def freeze(*, assessment: Assessment, at: datetime) -> Assessment:
    """Make and keep the copy; done before: nothing happens. May be repeated after a kill at any place.

    The bytes are on the disk, under a name that follows from the report, before the row says so. Raises StepRefused, RenderFailed.
    """
    if assessment.pdf_sha256:
        return assessment
    if assessment.state != AssessmentState.FINAL:
        raise StepRefused("报告定稿后才能生成定稿文件。")
    content = print_document(storing.from_json(assessment.frozen)).content
    name = f"reports/assessments/{assessment.dated:%Y}/{assessment.uuid}.pdf"
    file_store.write(name, content)
    return _kept(assessment, name, content, at)


def freeze_quietly(*, assessment: Assessment, at: datetime) -> bool:
    """Right after the last step: a copy that cannot be made now, for whatever reason, is made by the regular work. Whether it was."""
    try:
        freeze(assessment=assessment, at=at)
    except Exception:  # whatever is wrong with one must not keep the others waiting; the log has it
        log.exception("the copy of report %s could not be made", assessment.pk)
        return False
    return True


def freeze_left_over(now: datetime) -> None:
    """Regular work: copies that a kill or a failure left open."""
    for assessment in Assessment.objects.filter(state=AssessmentState.FINAL, pdf_sha256="").order_by("pk")[
        :20
    ]:
        freeze_quietly(assessment=assessment, at=now)


@transaction.atomic
def _kept(assessment: Assessment, name: str, content: bytes, at: datetime) -> Assessment:
    current = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if current.pdf_sha256:  # its twin was faster, with the same bytes
        return current
    with journal.recording(current, step="freeze", by=None, at=at):
        current.pdf.name, current.pdf_sha256 = name, sha256(content).hexdigest()
        current.save(update_fields=["pdf", "pdf_sha256"])
    return current
