"""Which documents, recipients, returns and reports an officer sees: every page begins with one of these."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from capacity_portal.organization.access import within_region
from capacity_portal.organization.roles import Permission
from reports.choices import OUT_STATES, NoticeState
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
    RecipientFile,
    SuperiorInspection,
)
from tipoffs.models import Tip
from tipoffs.queries.scope import is_office as handles_tips
from tipoffs.queries.scope import tips_visible_to, without_excluded


def is_secretariat(officer) -> bool:
    """Whether the officer keeps the office's papers: sees all drafts, the register, incoming documents and every return."""
    return officer.may(Permission.KEEP_REGISTER)


def notices_visible_to(officer) -> QuerySet[Notice]:
    """The office sees all of its documents, a drafter his own, a countersigning unit what it is asked about in the round
    that runs, recipients what was issued to them. What concerns a tip is seen only by those who see the tip, never by who
    keeps out of it (回避), and by its very addressees: not by the county around a unit.
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
    """The office sees all addressees of what it sees; a county those in its territory (of what concerns a tip itself alone);
    a member unit itself."""
    if not officer.may(Permission.VIEW_DOCUMENTS):
        return Recipient.objects.none()
    if officer.may(Permission.DRAFT_DOCUMENTS):
        rows = Recipient.objects.filter(notice__in=notices_visible_to(officer))
    else:
        rows = _addressed_to(officer)
    return rows.filter(notice__state__in=OUT_STATES)


def answerable_by(officer) -> QuerySet[Recipient]:
    """Addressees the officer acts for: the office of his own region, or his own department."""
    if not officer.may(Permission.ANSWER_DOCUMENTS):
        return Recipient.objects.none()
    return _of_own_unit(officer).filter(notice__state__in=OUT_STATES)


def overseen_by(officer) -> QuerySet[Recipient]:
    """Addressees whose returns the officer judges and gives more time: the office's papers are kept by the secretariat,
    others judge what came back to the documents they drafted."""
    rows = recipients_visible_to(officer)
    if not officer.may(Permission.DRAFT_DOCUMENTS):
        return rows.none()
    return rows if is_secretariat(officer) else rows.filter(notice__drafted_by=officer)


def oversees(officer, notice: Notice) -> bool:
    """The same of one document the officer sees: whether its returns, the pressing and the summary are his."""
    return is_secretariat(officer) or (
        notice.drafted_by_id == officer.pk and officer.may(Permission.DRAFT_DOCUMENTS)
    )


def returns_visible_to(officer) -> QuerySet[NoticeReturn]:
    """Written returns of the recipients the officer sees: before it was submitted only whoever writes it reads one."""
    rows = NoticeReturn.objects.filter(recipient__in=recipients_visible_to(officer))
    return rows.filter(Q(submitted_at__isnull=False) | Q(recipient__in=answerable_by(officer)))


def return_files_visible_to(officer) -> QuerySet[RecipientFile]:
    """Proofs and attachments that were taken up, of the addressees he sees; what belongs to a return goes with it."""
    rows = RecipientFile.objects.filter(removed_at=None, taken_at__isnull=False)
    rows = rows.filter(recipient__in=recipients_visible_to(officer))
    handed_in = Q(recipient__written_return__submitted_at__isnull=False)
    return rows.filter(~Q(purpose="return") | handed_in | Q(recipient__in=answerable_by(officer)))


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
    """To the officer's own unit; of what concerns no tip also to anybody in his county's territory."""
    own = _of_own_unit(officer)
    if officer.role == "member_unit":
        return own
    return within_region(Recipient.objects.all(), officer).filter(Q(notice__tip=None) | Q(pk__in=own))


def _of_own_unit(officer) -> QuerySet[Recipient]:
    rows = Recipient.objects.filter(region_code=officer.region_code)
    if officer.role == "member_unit":
        rows = rows.filter(department=officer.department_id) if officer.department_id else rows.none()
    else:
        rows = rows.filter(department=None)
    return rows.filter(_reads_tip_of(officer))


def _asked_of(officer) -> QuerySet[NoticeReview]:
    """Parts of the round that runs, or of the one that led to the signature: what was written since is not asked of him."""
    if officer.role != "member_unit" or not officer.department_id:
        return NoticeReview.objects.none()
    asked = NoticeReview.objects.filter(department=officer.department_id, round=F("notice__round"))
    return asked.filter(
        _reads_tip_of(officer), notice__state__in=[NoticeState.REVIEWING, NoticeState.APPROVED]
    )


def _reads_tip_of(officer) -> Q:
    """Condition on ``notice``: it concerns no tip, or one the officer sees; where his role sees no tips, none he keeps out of."""
    if officer.may(Permission.VIEW_TIPOFFS):
        tips = tips_visible_to(officer)
    else:
        tips = without_excluded(Tip.objects.all(), officer)
    return Q(notice__tip=None) | Exists(tips.filter(pk=OuterRef("notice__tip_id")))
