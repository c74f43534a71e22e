"""Signing in: who is let in, and what a locked-out person sees."""

from datetime import date, timedelta

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from capacity_portal.organization.models import Officer
from capacity_portal.organization.rules.user_names import username_key

LOCK_TIME = timedelta(hours=settings.AXES_COOLOFF_TIME)


def may_sign_in(officer: Officer, today: date) -> bool:
    """Whether the account is in use and not expired (the day named as the last one still counts)."""
    return officer.is_active and (officer.expires_on is None or officer.expires_on >= today)


class OfficerBackend(BaseBackend):
    """Name and password. Unknown, inactive and expired accounts look and cost the same as a wrong password."""

    def authenticate(self, request, username: str | None = None, password: str | None = None, **kwargs):
        if username is None or password is None:
            return None
        officer = Officer.objects.filter(username=username_key(username)).first()
        if officer is None:
            Officer().set_password(password)  # as much hashing as a real account costs
            return None
        matches = officer.check_password(password)
        return officer if matches and may_sign_in(officer, timezone.localdate()) else None

    def get_user(self, user_id):
        officer = Officer.objects.select_related("region", "department").filter(pk=user_id).first()
        return officer if officer and may_sign_in(officer, timezone.localdate()) else None


class AttemptCounter(AxesDatabaseHandler):
    """Failures count for the account wherever they come from, and for the address with a limit of its own.

    A county government leaves through one address, so the address needs a higher limit than the account; and a success
    clears the account's failures only, or anybody with an account could clear his guesses at others.
    """

    def get_failures(self, request, credentials=None) -> int:
        failures = super().get_failures(request, credentials)
        if self._from_address(request) >= settings.AXES_ADDRESS_FAILURE_LIMIT:
            return max(failures, settings.AXES_FAILURE_LIMIT)
        return failures

    def _from_address(self, request) -> int:
        if request.axes_ip_address is None:
            return 0
        since = timezone.now() - LOCK_TIME
        recent = AccessAttempt.objects.filter(ip_address=request.axes_ip_address, attempt_time__gte=since)
        return sum(recent.values_list("failures_since_start", flat=True))


def axes_username(request: HttpRequest, credentials: dict | None) -> str | None:
    """The name axes counts under."""
    typed = (credentials or {}).get("username") or request.POST.get("username")
    return username_key(typed) if typed else None


def locked_out(request: HttpRequest, response=None, credentials=None) -> HttpResponse:
    """The page after too many failures; the same for real, unknown and closed accounts."""
    minutes = round(LOCK_TIME.total_seconds() / 60)
    context = {"minutes": minutes, "limit": settings.AXES_FAILURE_LIMIT}
    answer = render(request, "organization/locked_out.html", context, status=429)
    answer["Retry-After"] = str(minutes * 60)
    return answer
