"""Signing in and out."""

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from capacity_portal.lib.client_address import client_address
from capacity_portal.organization import operations, queries
from capacity_portal.organization.forms.signing import SignInForm
from capacity_portal.organization.models import Officer
from capacity_portal.organization.once import repeatable
from capacity_portal.organization.rules.browsers import browser_name
from capacity_portal.organization.session_store import ADDRESS, BEGAN, BROWSER
from capacity_portal.organization.views.next_page import next_page

REFUSED = "用户名或密码不正确，或账户已停用、过期。请核对后重试，仍不能登录的请联系安全管理员。"


@login_not_required
@never_cache
@sensitive_post_parameters()
@repeatable("failures are counted, so they must not be rolled back")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(next_page(request))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        officer = auth.authenticate(request, **form.cleaned_data)
        if officer is not None:
            _begin_session(request, officer)
            return redirect(next_page(request))
        _write_down_failure(request, form.cleaned_data["username"])
        form.add_error(None, REFUSED)
    context = {"form": form, "next": next_page(request), "asked_for": "next" in request.GET}
    if settings.DEMO:
        context |= {"accounts": queries.demo_accounts(), "demo_password": settings.DEMO_PASSWORD}
    return render(request, "organization/sign_in.html", context)


def _begin_session(request: HttpRequest, officer: Officer) -> None:
    request.session.flush()
    now, address = timezone.now(), client_address(request)
    auth.login(request, officer)
    request.session[BEGAN] = now.isoformat()
    request.session[ADDRESS] = address
    request.session[BROWSER] = browser_name(request.headers.get("user-agent", ""))
    operations.record_sign_in(by=officer, at=now, address=address)


def _write_down_failure(request: HttpRequest, username: str) -> None:
    failures = request.axes_failures_since_start
    if failures is None:  # locked before: nothing was tried
        return
    operations.record_failed_sign_in(
        officer=Officer.objects.filter(username=username).first(),
        at=timezone.now(),
        address=client_address(request),
        locks=failures >= settings.AXES_FAILURE_LIMIT,
    )


@require_POST
@repeatable("signing out twice is signing out")
def sign_out(request: HttpRequest) -> HttpResponse:
    operations.record_sign_out(by=request.user, at=timezone.now())
    auth.logout(request)
    response = redirect("organization:sign-in")
    # Cookies and cache go; storage stays: drafts of the field form are never deleted without asking.
    response["Clear-Site-Data"] = '"cache", "cookies"'
    return response
