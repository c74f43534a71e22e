"""Two people for an administrator's account: the pages of all administrators."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capacity_portal.organization import operations, queries
from capacity_portal.organization.access import requires
from capacity_portal.organization.forms.officers import RequestForm
from capacity_portal.organization.once import once
from capacity_portal.organization.roles import Permission
from capacity_portal.organization.views import handover
from capacity_portal.organization.views.officers import attempt

SHOWN = 100


@require_safe
@requires(Permission.DECIDE_ADMINISTRATOR_REQUESTS)
def requests(request: HttpRequest) -> HttpResponse:
    context = {
        "requests": queries.requests_visible_to(request.user)[:SHOWN],
        "one_time_password": handover.take(request, "request"),
    }
    return render(request, "organization/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.DECIDE_ADMINISTRATOR_REQUESTS)
@once
def ask(request: HttpRequest) -> HttpResponse:
    form = RequestForm(request.POST or None, by=request.user)
    step = partial(operations.request_for_administrator, by=request.user, at=timezone.now())
    if form.is_valid() and attempt(form, partial(step, **form.cleaned_data)):
        messages.success(request, "申请已提出，请另一位管理员办理。")
        return redirect("organization:requests")
    return render(request, "organization/request_form.html", {"form": form})


@require_POST
@requires(Permission.DECIDE_ADMINISTRATOR_REQUESTS)
@once
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.requests_visible_to(request.user), pk=pk)
    try:
        decided = operations.approve_request(request=found, by=request.user, at=timezone.now())
    except operations.AccountRefused as refused:
        messages.error(request, str(refused))
        return redirect("organization:requests")
    if decided.one_time_password:
        holder = decided.request.officer
        handover.keep(request, "request", f"{holder}：{decided.one_time_password}")
    messages.success(request, "已批准并办理。")
    return redirect("organization:requests")


@require_POST
@requires(Permission.DECIDE_ADMINISTRATOR_REQUESTS)
@once
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse somebody's request, or withdraw one's own."""
    found = get_object_or_404(queries.requests_visible_to(request.user), pk=pk)
    try:
        operations.refuse_request(request=found, by=request.user, at=timezone.now())
        messages.success(request, "这件申请已结束，没有办理。")
    except operations.AccountRefused as refused:
        messages.error(request, str(refused))
    return redirect("organization:requests")
