"""Who worked on a report: its own marks, words and numbers typed by hand, as the journal has them."""

from django.db.models import Exists, OuterRef

from capacity_portal.journal.models import Entry
from reports.models import Assessment

WRITING = ("write", "mark", "override", "restore")
"""Steps of the journal by which a report gets its words, own marks and numbers."""


def worked_on_by(officer) -> Exists:
    """Condition on reports: ``officer`` ever wrote, marked or typed a number in it, in whatever round."""
    rows = Entry.objects.filter(subject="assessment", subject_id=OuterRef("pk"), step__in=WRITING)
    return Exists(rows.filter(by=officer))


def has_worked_on(officer, assessment: Assessment) -> bool:
    """Whether the report's own marks or words are partly this person's."""
    return Assessment.objects.filter(worked_on_by(officer), pk=assessment.pk).exists()
