"""Limits of a session, and what an account owes before it may go on."""

from datetime import timedelta

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone

from capacity_portal.lib.kept_text import typed_values
from capacity_portal.lib.readonly import writing_allowed
from capacity_portal.organization import queries
from capacity_portal.organization.models import OfficerSession
from capacity_portal.organization.rules.account_duties import (
    Duty,
    SecondFactor,
    must_change_password,
    second_factor_duty,
)

# Last activity is kept to the minute, so that reading pages does not write on every request.
GRAIN = timedelta(seconds=60)
# Session key: the second factor has been dealt with in this session.
SETTLED = "second_factor_settled"

_ALWAYS = {"organization:sign-out"}
_CHECK = _ALWAYS | {"organization:second-factor-check"}
_PASSWORD = _ALWAYS | {"organization:password"}
_SETUP = _ALWAYS | {
    "organization:password",
    "organization:second-factor",
    "organization:second-factor-begin",
    "organization:second-factor-confirm",
    "organization:recovery-codes",
}
# Where each duty is done, and which pages stay open until then.
_PAGES = {
    Duty.CHECK_SECOND_FACTOR: ("organization:second-factor-check", _CHECK),
    Duty.CHANGE_PASSWORD: ("organization:password", _PASSWORD),
    Duty.SET_UP_SECOND_FACTOR: ("organization:second-factor", _SETUP),
}


class SessionLimitsMiddleware:
    """Ends sessions that were idle for SESSION_IDLE_SECONDS or began more than SESSION_COOKIE_AGE seconds ago."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.session_ran_out = False
        if request.user.is_authenticated and request.session.row is not None:
            row, now = request.session.row, timezone.now()
            if queries.is_over(row, now):
                request.session_ran_out = True
                auth.logout(request)
            elif now - row.last_seen_at >= GRAIN:
                with writing_allowed("session"):
                    OfficerSession.objects.filter(pk=row.pk).update(last_seen_at=now)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Give the text of a form back that came too late; a redirect to the sign-in page would lose it."""
        if (
            request.method != "POST"
            or not request.session_ran_out
            or not getattr(view, "login_required", True)
        ):
            return None
        return render(request, "organization/session_over.html", {"typed": typed_values(request)}, status=403)


class AccountDutiesMiddleware:
    """Sends an officer to what his account owes first: the second factor, a new password, setting the factor up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        duty = duty_of(request)
        if duty is None:
            return None
        page, open_pages = _PAGES[duty]
        if request.resolver_match.view_name in open_pages:
            return None
        if duty is Duty.CHECK_SECOND_FACTOR and request.method == "GET":
            return redirect_to_login(request.get_full_path(), resolve_url(page))
        return redirect(page)


def duty_of(request: HttpRequest) -> Duty | None:
    """The first duty of the signed-in officer in this session."""
    factor = second_factor_duty(second_factor_of(request)) if not request.session.get(SETTLED) else None
    if factor is Duty.CHECK_SECOND_FACTOR:
        return factor
    if not settings.DEMO and must_change_password(
        is_told_to=request.user.must_change_password,
        changed_at=request.user.password_changed_at,
        max_age_days=settings.PASSWORD_MAX_AGE_DAYS,
        now=timezone.now(),
    ):
        return Duty.CHANGE_PASSWORD
    if factor is None and not request.session.get(SETTLED):
        request.session[SETTLED] = True  # asked once a session; setting up or losing the factor starts anew
    return factor


def second_factor_of(request: HttpRequest) -> SecondFactor:
    return SecondFactor(
        is_set_up=queries.has_second_factor(request.user),
        is_checked=request.user.is_verified(),
        is_compulsory=queries.needs_second_factor(request.user.role),
    )
