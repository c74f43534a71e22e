"""What documents put on the desk of their writer: drafts that were returned, remarks not settled yet."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef
from django.urls import reverse

from capacity_portal.lib.pages import bounded_count
from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import Duty
from reports.choices import NoticeState, ReviewDecision
from reports.models import Notice, NoticeComment, NoticeReview


def register() -> None:
    """Called from AppConfig.ready."""
    registries.register_duty(returned)
    registries.register_duty(remarks)


def returned(officer, today: date) -> Iterable[Duty]:
    """My drafts that somebody of the review gave back."""
    if not officer.may(Permission.DRAFT_DOCUMENTS):
        return
    back = NoticeReview.objects.filter(
        notice=OuterRef("pk"), round=OuterRef("round"), decision=ReviewDecision.RETURNED
    )
    rows = Notice.objects.filter(Exists(back), drafted_by=officer, state=NoticeState.DRAFT, round__gte=1)
    found = bounded_count(rows)
    if found.n:
        url = f"{reverse('reports:notices')}?tab=draft"
        yield Duty("退回修改的公文", url, found.label, "件", state_label="退回修改", state_kind="bad")


def remarks(officer, today: date) -> Iterable[Duty]:
    """Remarks of others on my drafts."""
    if not officer.may(Permission.DRAFT_DOCUMENTS):
        return
    rows = NoticeComment.objects.filter(
        settled_at=None, notice__drafted_by=officer, notice__state=NoticeState.DRAFT
    )
    found = bounded_count(rows.exclude(written_by=F("notice__drafted_by")))
    if found.n:
        url = f"{reverse('reports:notices')}?tab=draft"
        yield Duty("待处理的修改意见", url, found.label, "条", state_label="待处理", state_kind="warn")
