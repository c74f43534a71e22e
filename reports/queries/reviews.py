"""Reviews of a document: whose part comes now, and why somebody may not take it."""

from django.db.models import QuerySet

from capacity_portal.journal.models import Entry
from capacity_portal.organization.models import Officer
from capacity_portal.organization.roles import ROLES, Permission
from reports.choices import NoticeState, ReviewDecision, ReviewStage
from reports.models import Notice, NoticeReview
from reports.queries.scope import notices_visible_to
from reports.rules.review import CHECKED, KEEPS_SIGNATURE, against_reviewing

_SETTING = ("address", "demand")
"""Steps of the journal that settle whom a draft goes to and what it asks of them."""


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
    writers, sender = writers_of(notice), sender_of(notice)
    found = against_reviewing(drafter=notice.drafted_by_id, sender=sender, writers=writers, person=officer.pk)
    barred = {*writers, notice.drafted_by_id, sender, officer.pk}
    return found or _against_both(notice, officer, barred)


def writers_of(notice: Notice) -> set[int]:
    """Accounts of all who ever saved its words or settings, set its recipients or what it asks of them."""
    saved = set(notice.versions.values_list("saved_by", flat=True))
    settings = Entry.objects.filter(file_key=f"notice:{notice.pk}", step__in=_SETTING, by__isnull=False)
    return saved | set(settings.values_list("by", flat=True))


def _against_both(notice: Notice, officer, barred: set[int | None]) -> str:
    """核稿 and 签发 are two people's where two are there: a sole signer leaves the check to others, a checker the signature."""
    if not officer.may(Permission.SIGN_DOCUMENTS) or notice.stage not in {
        ReviewStage.CHECK,
        ReviewStage.SIGN,
    }:
        return ""
    if notice.stage == ReviewStage.SIGN:
        parts = NoticeReview.objects.filter(notice=notice, round=notice.round, stage=ReviewStage.CHECK)
        has_checked = parts.filter(decided_by=officer, decision=ReviewDecision.AGREED).exists()
        return CHECKED if has_checked and _has_other(notice, Permission.SIGN_DOCUMENTS, barred) else ""
    if _has_other(notice, Permission.SIGN_DOCUMENTS, barred):
        return ""
    return KEEPS_SIGNATURE if _has_other(notice, Permission.CHECK_DOCUMENTS, barred) else ""


def _has_other(notice: Notice, permission: Permission, barred: set[int | None]) -> bool:
    """Whether somebody who is not barred has the permission and sees the document."""
    others = Officer.objects.filter(region_code=notice.region_code, is_active=True).exclude(
        pk__in=barred - {None}
    )
    return any(
        other.may(permission) and notices_visible_to(other).filter(pk=notice.pk).exists()
        for other in others.filter(role__in=_roles_with(permission)).order_by("pk")
    )


def _roles_with(permission: Permission) -> list[str]:
    return [str(role.code) for role in ROLES.values() if permission in role.permissions]


def sender_of(notice: Notice) -> int | None:
    """Number of the account that sent the current round for review."""
    rows = NoticeReview.objects.filter(notice=notice, round=notice.round)
    return rows.order_by("id").values_list("asked_by", flat=True).first()


def asked_last(notice: Notice) -> list[int]:
    """Numbers of the departments asked to countersign in the last round; none before the first."""
    rows = NoticeReview.objects.filter(notice=notice, round=notice.round, stage=ReviewStage.COUNTERSIGN)
    return list(rows.order_by("id").values_list("department", flat=True))


def returned_part(notice: Notice) -> NoticeReview | None:
    """The part that sent the draft back, until it goes on its way again."""
    if notice.state != NoticeState.DRAFT:
        return None
    rows = NoticeReview.objects.filter(notice=notice, round=notice.round, decision=ReviewDecision.RETURNED)
    return rows.select_related("department", "decided_by").order_by("id").last()


def history(notice: Notice) -> QuerySet[NoticeReview]:
    """All parts of all rounds, in order."""
    rows = NoticeReview.objects.filter(notice=notice)
    return rows.select_related("department", "asked_by", "decided_by").order_by("round", "id")
