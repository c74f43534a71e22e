"""Which documents, recipients, returns and reports an officer sees: every page begins with one of these."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from capacity_portal.organization.access import within_region
from capacity_portal.organization.roles import Permission
from reports.choices import OUT_STATES
from reports.models import (
    Assessment,
    DocumentTask,
    IncomingDocument,
    Meeting,
    Notice,
    NoticeReturn,
    NoticeReview,
    Preparation,
    Recipient,
    SuperiorInspection,
)
from tipoffs.queries.scope import is_office as handles_tips
from tipoffs.queries.scope import tips_visible_to


def is_secretariat(officer) -> bool:
    """Whether the officer keeps the office's papers: sees all drafts, the register, incoming documents and every return."""
    return officer.may(Permission.KEEP_REGISTER)


def notices_visible_to(officer) -> QuerySet[Notice]:
    """The office sees all of its documents, a drafter his own, a countersigning unit what it was asked about,
    recipients what was issued to them. What concerns a tip is seen only by those who see the tip, and by its recipients.
    """
    if not officer.may(Permission.VIEW_DOCUMENTS):
        return Notice.objects.none()
    issued_to = Q(state__in=OUT_STATES) & Exists(_addressed_to(officer).filter(notice=OuterRef("pk")))
    own = Q(drafted_by=officer)
    if is_secretariat(officer) or officer.may(Permission.DRAFT_DOCUMENTS):
        rows = within_region(Notice.objects.all(), officer)
        if not is_secretariat(officer):
            rows = rows.filter(own | Q(state__in=OUT_STATES) | Q(tip__isnull=False))
        return rows.filter(Q(tip=None) | Exists(tips_visible_to(officer).filter(pk=OuterRef("tip_id"))))
    return Notice.objects.filter(issued_to | Exists(_asked_of(officer).filter(notice=OuterRef("pk"))))


def recipients_visible_to(officer) -> QuerySet[Recipient]:
    """The office sees all addressees of what it sees; a county those in its territory; a member unit itself."""
    if not officer.may(Permission.VIEW_DOCUMENTS):
        return Recipient.objects.none()
    out = Recipient.objects.filter(notice__state__in=OUT_STATES)
    if officer.may(Permission.DRAFT_DOCUMENTS):
        return out.filter(notice__in=notices_visible_to(officer))
    return out & _addressed_to(officer)


def answerable_by(officer) -> QuerySet[Recipient]:
    """Addressees the officer acts for: the office of his own region, or his own department."""
    if not officer.may(Permission.ANSWER_DOCUMENTS):
        return Recipient.objects.none()
    rows = Recipient.objects.filter(notice__state__in=OUT_STATES, region_code=officer.region_code)
    if officer.role == "member_unit":
        return rows.filter(department=officer.department_id) if officer.department_id else rows.none()
    return rows.filter(department=None)


def returns_visible_to(officer) -> QuerySet[NoticeReturn]:
    """Written returns of the recipients the officer sees; the office sees a return once it has been submitted."""
    rows = NoticeReturn.objects.filter(recipient__in=recipients_visible_to(officer))
    return rows.exclude(submitted_at=None) if officer.may(Permission.DRAFT_DOCUMENTS) else rows


def incoming_visible_to(officer) -> QuerySet[IncomingDocument]:
    """The office's register; others see what they were given a task of."""
    if is_secretariat(officer):
        return within_region(IncomingDocument.objects.all(), officer)
    if not officer.may(Permission.VIEW_DOCUMENTS):
        return IncomingDocument.objects.none()
    return IncomingDocument.objects.filter(Exists(tasks_of(officer).filter(incoming=OuterRef("pk"))))


def tasks_of(officer) -> QuerySet[DocumentTask]:
    """Tasks of the officer's own office or department."""
    rows = DocumentTask.objects.filter(region_code=officer.region_code)
    if officer.role == "member_unit":
        return rows.filter(department=officer.department_id) if officer.department_id else rows.none()
    return rows.filter(department=None)


def assessments_visible_to(officer) -> QuerySet[Assessment]:
    """Reports of the officer's territory, for those who compile, submit or review reports."""
    if not officer.may(Permission.COMPILE_REPORTS):
        return Assessment.objects.none()
    return within_region(Assessment.objects.all(), officer)


def superior_inspections_visible_to(officer) -> QuerySet[SuperiorInspection]:
    """The office's calendar; a county sees the inspections it is asked to prepare for."""
    if is_secretariat(officer):
        return within_region(SuperiorInspection.objects.all(), officer)
    if not officer.may(Permission.PREPARE_INSPECTIONS):
        return SuperiorInspection.objects.none()
    own = Preparation.objects.filter(region_code=officer.region_code, inspection=OuterRef("pk"))
    return SuperiorInspection.objects.filter(Exists(own))


def meetings_visible_to(officer) -> QuerySet[Meeting]:
    """Meetings of the officer's territory, for those who compile reports."""
    if not officer.may(Permission.COMPILE_REPORTS):
        return Meeting.objects.none()
    return within_region(Meeting.objects.all(), officer)


def may_concern_tips(officer) -> bool:
    """Whether the officer may make a document of a tip."""
    return handles_tips(officer)


def _addressed_to(officer) -> QuerySet[Recipient]:
    if officer.role == "member_unit":
        own = Recipient.objects.filter(region_code=officer.region_code, department=officer.department_id)
        return own if officer.department_id else own.none()
    return within_region(Recipient.objects.all(), officer)


def _asked_of(officer) -> QuerySet[NoticeReview]:
    if officer.role != "member_unit" or not officer.department_id:
        return NoticeReview.objects.none()
    return NoticeReview.objects.filter(department=officer.department_id)
