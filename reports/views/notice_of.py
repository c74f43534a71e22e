"""The document a page is about, and who may do what with it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from capacity_portal.organization.roles import Permission
from reports.choices import NoticeState
from reports.models import Notice
from reports.queries.scope import is_secretariat, notices_visible_to

SHOWN_WITH = ("drafted_by", "signed_by", "issued_by", "ended_by", "replaced_by", "enterprise", "finding", "tip", "about", "entry__series")  # fmt: skip


def notice_of(request: HttpRequest, pk: int) -> Notice:
    """A document the officer sees. Raises Http404."""
    return get_object_or_404(notices_visible_to(request.user).select_related(*SHOWN_WITH), pk=pk)


def draft_of(request: HttpRequest, pk: int) -> Notice:
    """A draft the officer may write in: his own, or any for those who keep the office's papers. Raises Http404."""
    rows = notices_visible_to(request.user)
    if not is_secretariat(request.user):
        rows = rows.filter(drafted_by=request.user)
    return get_object_or_404(rows, pk=pk)


def may_edit(officer, notice: Notice) -> bool:
    is_own = notice.drafted_by_id == officer.pk or is_secretariat(officer)
    return is_own and officer.may(Permission.DRAFT_DOCUMENTS) and notice.state == NoticeState.DRAFT


def short(title: str) -> str:
    """A title in the breadcrumb: at most 24 characters, what is cut ends in “…”."""
    return title if len(title) <= 24 else f"{title[:23]}…"


def crumbs(notice: Notice, *more: str) -> list[tuple[str, str]]:
    page = reverse("reports:notice", args=[notice.pk])
    return [
        ("公文", reverse("reports:notices")),
        (short(notice.title), page),
        *((label, "") for label in more),
    ]
