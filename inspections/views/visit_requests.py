"""From a visit to what somebody had asked for: the request is answered with the record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises.queries.visit_requests import number_for
from inspections.forms.visit_acts import AnswerForm
from inspections.operations.answering import answer_with_visit
from inspections.queries.asked_for import open_about
from inspections.views.acting import Act, carry_out
from inspections.views.visit_pages import crumbs, visit_answered_for


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.RECORD_VISITS)
@once
def answer(request: HttpRequest, pk: int, asked: int) -> HttpResponse:
    """Answer one request about the visited enterprise."""
    record = visit_answered_for(request, pk)
    wanted = get_object_or_404(open_about(request.user, record), pk=asked)
    shown = number_for(wanted, request.user)
    number = f"，来由 {shown}" if shown else ""
    page = {
        "heading": "答复检查请求",
        "lead": f"期限 {wanted.due_on}{number}：{wanted.reason}",
        "submit_label": "提交",
        "crumbs": crumbs(record, "答复检查请求"),
    }

    def save(form):
        return answer_with_visit(
            visit=record, request=wanted, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    form = AnswerForm(request.POST if request.method == "POST" else None)
    url = reverse("inspections:visit", args=[record.pk])
    return carry_out(request, Act(form, save, url, "已答复检查请求。", page))
