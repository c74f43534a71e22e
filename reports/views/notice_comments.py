"""Remarks on a draft: made on the page of the document, settled with a word."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.documents.reading import places_of
from reports.forms.notices import CommentForm, SettleForm
from reports.models import NoticeComment
from reports.operations.commenting import comment, settle_comment
from reports.queries.scope import notices_visible_to
from reports.views.notice_of import crumbs, notice_of
from reports.views.notice_page import readable
from reports.views.sending_acting import Act, carry_out

_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@cache_control(private=True, no_store=True)
@_GET_POST
@requires(Permission.VIEW_DOCUMENTS)
@once
def comment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """``?place=``: the block it is about."""
    notice = notice_of(request, pk)
    document, _ = readable(notice, request.user, timezone.now())
    places = places_of(document) if document else []
    form = CommentForm(
        request.POST or None, places=places, initial={"place": request.GET.get("place", "")[:60]}
    )

    def save(typed: CommentForm, version: int) -> None:
        comment(notice=notice, by=request.user, at=timezone.now(), **typed.cleaned_data)

    page = {
        "heading": "提修改意见",
        "lead": notice.title,
        "submit_label": "提出",
        "crumbs": crumbs(notice, "提修改意见"),
    }
    return carry_out(
        request,
        Act(form, save, 0, f"{reverse('reports:notice', args=[pk])}#comments", "已提出修改意见。", page),
    )


@cache_control(private=True, no_store=True)
@_GET_POST
@requires(Permission.VIEW_DOCUMENTS)
@once
def comment_settle(request: HttpRequest, pk: int) -> HttpResponse:
    rows = NoticeComment.objects.filter(notice__in=notices_visible_to(request.user)).select_related("notice")
    remark = get_object_or_404(rows, pk=pk)

    def save(typed: SettleForm, version: int) -> None:
        settle_comment(comment=remark, by=request.user, at=timezone.now(), **typed.cleaned_data)

    facts = [("位置", remark.place or "全文"), ("意见", remark.text)]
    page = {"heading": "处理修改意见", "lead": remark.notice.title, "facts": facts, "submit_label": "已处理",
            "crumbs": crumbs(remark.notice, "处理修改意见")}  # fmt: skip
    url = f"{reverse('reports:notice', args=[remark.notice_id])}#comments"
    return carry_out(request, Act(SettleForm(request.POST or None), save, 0, url, "已处理这条意见。", page))
