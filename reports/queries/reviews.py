"""Reviews of a document: whose part comes now, and why somebody may not take it."""

from django.db.models import QuerySet

from reports.choices import NoticeState, ReviewDecision, ReviewStage
from reports.models import Notice, NoticeReview
from reports.rules.review import against_reviewing


def own_part(notice: Notice, officer) -> NoticeReview | None:
    """The waiting part of the stage the document stands at that this officer may decide; for countersigning that of his department."""
    waiting = NoticeReview.objects.filter(
        notice=notice, round=notice.round, stage=notice.stage, decision=ReviewDecision.WAITING
    )
    if notice.stage == ReviewStage.COUNTERSIGN and officer is not None:
        waiting = waiting.filter(department=officer.department_id or 0)
    return waiting.order_by("id").first()


def against(notice: Notice, officer) -> str:
    """Why this person may not review the document, a sentence; "" when he may. None is the system."""
    if officer is None or notice.state != NoticeState.REVIEWING:
        return ""
    return against_reviewing(drafter=notice.drafted_by_id, sender=sender_of(notice), person=officer.pk)


def sender_of(notice: Notice) -> int | None:
    """Number of the account that sent the current round for review."""
    rows = NoticeReview.objects.filter(notice=notice, round=notice.round)
    return rows.order_by("id").values_list("asked_by", flat=True).first()


def history(notice: Notice) -> QuerySet[NoticeReview]:
    """All parts of all rounds, in order."""
    rows = NoticeReview.objects.filter(notice=notice)
    return rows.select_related("department", "asked_by", "decided_by").order_by("round", "id")
