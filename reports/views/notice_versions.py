"""Versions of a draft, and two of them side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capacity_portal.lib.pages import int_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.documents.comparing import compared
from reports.operations.reading import log_read
from reports.views.notice_of import crumbs, notice_of

SHOWN = 200


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
def notice_versions(request: HttpRequest, pk: int) -> HttpResponse:
    notice = notice_of_office(request, pk)
    log_read(notice=notice, what="版本", by=request.user, at=timezone.now())
    versions = notice.versions.select_related("saved_by").defer("content").order_by("-number")[:SHOWN]
    context = {"notice": notice, "versions": list(versions), "crumbs": crumbs(notice, "版本记录")}
    return render(request, "reports/notice_versions.html", context)


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
def notice_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """``?older=2&newer=5``; without them the last two."""
    notice = notice_of_office(request, pk)
    log_read(notice=notice, what="版本", by=request.user, at=timezone.now())
    last = notice.versions.order_by("-number").values_list("number", flat=True).first() or 1
    newer = int_param(request.GET, "newer", default=last)
    older = int_param(request.GET, "older", default=max(newer - 1, 1))
    rows = notice.versions.select_related("saved_by")
    left, right = (get_object_or_404(rows, number=number) for number in sorted((older, newer)))
    lines = compared(left, right)
    context = {
        "notice": notice, "older": left, "newer": right, "rows": lines, "changed": sum(line.is_changed for line in lines),
        "crumbs": crumbs(notice, "版本对照"),
    }  # fmt: skip
    return render(request, "reports/notice_compare.html", context)


def notice_of_office(request: HttpRequest, pk: int):
    """Versions are inner papers: recipients of an issued document have none. Raises Http404."""
    notice = notice_of(request, pk)
    if not (
        request.user.may(Permission.DRAFT_DOCUMENTS)
        or request.user.may(Permission.COUNTERSIGN_DOCUMENTS)
        and notice.frozen is None
    ):
        get_object_or_404(type(notice).objects.none())
    return notice
