"""Looks at enterprises that somebody asked for: what is open, by its last day, and the answer in words."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import choice_param, keyset_page, text_param
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises.forms.visit_requests import AnswerForm, WithdrawForm
from enterprises.models import VisitRequest
from enterprises.operations.visit_requests import answer_request, withdraw_request
from enterprises.queries.visit_requests import (
    BY_DUE,
    due_words,
    number_for,
    open_requests,
    requests_visible_to,
)

PAGE_SIZE = 50
_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Permission.VIEW_LEDGER)
def visit_requests(request: HttpRequest) -> HttpResponse:
    """The open ones; ``?state=all``: the answered ones too."""
    state = choice_param(request.GET, "state", ["all"])
    rows = (requests_visible_to if state else open_requests)(request.user)
    rows = rows.select_related("enterprise", "requested_by", "answered_by")
    cursor = text_param(request.GET, "cursor", longest=2_000)
    page = keyset_page(rows, BY_DUE, cursor=cursor, size=PAGE_SIZE, scope=state)
    context = {
        "rows": [_line(row, request.user, timezone.localdate()) for row in page.rows],
        "state": state,
        "crumbs": [("企业台账", reverse("enterprises:ledger")), ("检查请求", "")],
        **pager(page, {"state": state}, "项"),
    }
    return render(request, "enterprises/visit_requests.html", context)


def _line(row: VisitRequest, officer, today: date) -> dict:
    is_open = row.answered_at is None
    return {
        "request": row,
        "number": number_for(row, officer),
        "due": due_words(row.due_on, today) if is_open else "",
        "kind": "bad" if row.due_on < today else "warn",
        "may_answer": is_open and officer.may(Permission.RECORD_VISITS),
        "may_withdraw": is_open and row.requested_by_id == officer.pk,
    }


@_GET_POST
@requires(Permission.RECORD_VISITS)
@once
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the look found."""
    record = _open_request(request, pk)
    return _carry_out(request, record, AnswerForm, answer_request, "答复检查请求", "已答复。")


@_GET_POST
@requires(Permission.VIEW_LEDGER)
@once
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever asked needs no look any more."""
    record = _open_request(request, pk)
    if record.requested_by_id != request.user.pk:
        raise Http404
    return _carry_out(request, record, WithdrawForm, withdraw_request, "撤回检查请求", "已撤回。")


def _open_request(request: HttpRequest, pk: int) -> VisitRequest:
    rows = requests_visible_to(request.user).select_related("enterprise", "requested_by")
    return get_object_or_404(rows, pk=pk)


def _carry_out(
    request: HttpRequest, record: VisitRequest, form_class: type[Form], operation, heading: str, done: str
) -> HttpResponse:
    form, back = (
        form_class(request.POST if request.method == "POST" else None),
        reverse("enterprises:visit-requests"),
    )
    if request.method != "POST" and record.answered_at is not None:
        messages.error(request, "这项检查请求已有他人办理。")
        return redirect(back)
    if form.is_valid():
        try:
            operation(request=record, **form.cleaned_data, by=request.user, at=timezone.now())
        except (ValidationError, StepRefused) as refused:
            add_errors(form, refused)
        except PermissionDenied:
            raise Http404 from None
        else:
            messages.success(request, done)
            return redirect(back)
    context = {
        "form": form,
        "heading": heading,
        "lead": lead_of(record, request.user),
        "crumbs": [
            ("企业台账", reverse("enterprises:ledger")),
            ("检查请求", back),
            (record.enterprise.name, ""),
        ],
        "submit_label": "提交",
        "cancel_url": back,
    }
    return render(request, "enterprises/form.html", context)


def lead_of(record: VisitRequest, officer) -> str:
    """Which enterprise, until when, why; for whose number, where the officer may know."""
    shown = number_for(record, officer)
    number = f"，来由 {shown}" if shown else ""
    return f"{record.enterprise.name}，期限 {record.due_on}{number}：{record.reason}"
