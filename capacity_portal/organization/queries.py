"""Reads that answer a question about territory, people and calendars."""

from datetime import date, datetime
from math import ceil

from django.db.models import Q, QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from capacity_portal.lib.workdays import Calendar
from capacity_portal.organization.choices import RegionKind, RequestState
from capacity_portal.organization.models import (
    AdministratorRequest,
    Holiday,
    Officer,
    Region,
    RoleRequirement,
)
from capacity_portal.organization.roles import ADMINISTRATORS, ROLES, Permission


def visible_to(officer: Officer) -> QuerySet[Officer]:
    """Accounts whose page ``officer`` may open: all in his region for the security administrator, else none."""
    if not officer.may(Permission.MANAGE_OFFICERS):
        return Officer.objects.none()
    return Officer.objects.within(officer.region_code).select_related("region", "department")


def requests_visible_to(officer: Officer) -> QuerySet[AdministratorRequest]:
    """Requests for administrators' accounts, for every administrator of the region."""
    if not officer.may(Permission.DECIDE_ADMINISTRATOR_REQUESTS):
        return AdministratorRequest.objects.none()
    found = AdministratorRequest.objects.select_related("officer", "requested_by", "decided_by")
    return found.filter(officer__in=Officer.objects.within(officer.region_code)).order_by("-id")


def administrators_visible_to(officer: Officer) -> QuerySet[Officer]:
    """The other administrators' accounts of the region, for whom ``officer`` may file a request."""
    if not officer.may(Permission.DECIDE_ADMINISTRATOR_REQUESTS):
        return Officer.objects.none()
    return Officer.objects.within(officer.region_code).filter(role__in=ADMINISTRATORS).exclude(pk=officer.pk)


def waiting_for(officer: Officer) -> int:
    """How many requests wait for the decision of ``officer``."""
    waiting = requests_visible_to(officer).filter(state=RequestState.OPEN)
    return waiting.exclude(requested_by=officer).exclude(officer=officer).count()


def has_second_factor(officer: Officer) -> bool:
    return TOTPDevice.objects.filter(user=officer, confirmed=True).exists()


def needs_second_factor(role: str) -> bool:
    """Whether the office has made the second factor compulsory for a role."""
    return RoleRequirement.objects.filter(role=role, needs_second_factor=True).exists()


def seconds_to_wait(officer: Officer, now: datetime) -> int:
    """How long the second factor refuses any code after failures; 0 when it does not."""
    device = TOTPDevice.objects.filter(user=officer, confirmed=True).first()
    allowed, reason = device.verify_is_allowed() if device else (True, None)
    return 0 if allowed else max(1, ceil((reason["locked_until"] - now).total_seconds()))


def regions_for_role(role: str, *, within: str, on: date) -> QuerySet[Region]:
    """Regions in force that an account with ``role`` may be given, inside the region ``within``, in order of code."""
    levels = ROLES[role].levels if role in ROLES else frozenset()
    return Region.objects.within(within).current(on).filter(kind__in=levels).order_by("code")


def counties_of(code: str, on: date) -> QuerySet[Region]:
    """Counties and zones in force below the region ``code``, in order of code."""
    found = Region.objects.within(code).current(on)
    return found.filter(kind__in=[RegionKind.COUNTY, RegionKind.ZONE]).order_by("code")


def work_calendar() -> Calendar:
    """The holidays and make-up days that have been entered."""
    days = dict(Holiday.objects.values_list("day", "is_workday"))
    return Calendar(exceptions=days, years=frozenset(day.year for day in days))


def uncovered_years(today: date) -> list[int]:
    """Of this year and, from December on, the next: those whose holidays have not been entered."""
    years = [today.year] + ([today.year + 1] if today.month == 12 else [])
    return [year for year in years if not Holiday.objects.filter(_in_year(year)).exists()]


def _in_year(year: int) -> Q:
    return Q(day__gte=date(year, 1, 1), day__lte=date(year, 12, 31))
