"""Reads that answer a question about territory, people and calendars."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Q, QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from capacity_portal.lib.pages import Order
from capacity_portal.lib.short_memory import remembered
from capacity_portal.lib.territory import Level
from capacity_portal.lib.workdays import Calendar
from capacity_portal.organization.choices import RegionKind, RequestState
from capacity_portal.organization.models import (
    AdministratorRequest,
    Department,
    GridCell,
    Holiday,
    Officer,
    OfficerSession,
    RecoveryCode,
    Region,
    RoleRequirement,
)
from capacity_portal.organization.roles import ADMINISTRATORS, ROLES, Permission
from capacity_portal.organization.rules.grid import leaves
from capacity_portal.organization.rules.session_limits import Limits, handle_of


def visible_to(officer: Officer) -> QuerySet[Officer]:
    """Accounts whose page ``officer`` may open: all in his region for the security administrator, else none."""
    if not officer.may(Permission.MANAGE_OFFICERS):
        return Officer.objects.none()
    return Officer.objects.within(officer.region_code).select_related("region", "department")


OFFICERS_BY_NAME = Order("username", "用户名", ("username", "id"))


@dataclass(frozen=True)
class OfficerQuestion:
    """What the list of accounts is asked for; empty parts ask for nothing. ``state``: active or inactive."""

    text: str = ""
    role: str = ""
    state: str = ""


def officers_matching(officers: QuerySet[Officer], question: OfficerQuestion) -> QuerySet[Officer]:
    """The accounts whose name, user name or telephone contains the text, with this role and state."""
    text = question.text
    if text:
        named = Q(name__icontains=text) | Q(username__icontains=text) | Q(telephone__icontains=text)
        officers = officers.filter(named)
    if question.role:
        officers = officers.filter(role=question.role)
    if question.state:
        officers = officers.filter(is_active=question.state == "active")
    return officers


def is_locked(officer: Officer, now: datetime) -> bool:
    """Whether failed sign-ins have locked the account at the moment ``now``."""
    since = now - timedelta(hours=settings.AXES_COOLOFF_TIME)
    recent = AccessAttempt.objects.filter(username=officer.username, attempt_time__gte=since)
    return sum(recent.values_list("failures_since_start", flat=True)) >= settings.AXES_FAILURE_LIMIT


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


@dataclass(frozen=True)
class SignedIn:
    """One session on the account page; ``handle`` names it without giving its key away."""

    handle: str
    began_at: datetime
    last_seen_at: datetime
    address: str
    browser: str
    is_current: bool


def is_over(session: OfficerSession, now: datetime) -> bool:
    """Whether a session has been idle, or has lasted, longer than the settings allow."""
    limits = Limits(
        idle=timedelta(seconds=settings.SESSION_IDLE_SECONDS),
        absolute=timedelta(seconds=settings.SESSION_COOKIE_AGE),
    )
    return limits.are_passed(began_at=session.began_at, last_seen_at=session.last_seen_at, now=now)


def sessions_of(officer: Officer, now: datetime, *, current: str | None) -> list[SignedIn]:
    """The sessions of ``officer`` that have not run out, the current one first."""
    rows = OfficerSession.objects.filter(officer=officer, expire_date__gt=now).order_by("-last_seen_at")
    found = [
        SignedIn(
            handle_of(row.session_key),
            row.began_at,
            row.last_seen_at,
            row.address or "",
            row.browser,
            row.session_key == current,
        )
        for row in rows
        if not is_over(row, now)
    ]
    return sorted(found, key=lambda session: not session.is_current)


def recovery_codes_left(officer: Officer) -> int:
    return RecoveryCode.objects.filter(officer=officer, used_at=None).count()


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


def counties_of(code: str, on: date) -> QuerySet[Region]:
    """Counties and zones in force below the region ``code``, in order of code."""
    found = Region.objects.within(code).current(on)
    return found.filter(kind__in=[RegionKind.COUNTY, RegionKind.ZONE]).order_by("code")


def region_names(codes: Iterable[str]) -> dict[str, str]:
    """Names of regions by code, those no longer in force too."""
    return dict(Region.objects.filter(code__in=set(codes)).values_list("code", "name"))


def places_for_accounts(within: str, on: date) -> list[Region]:
    """Regions in force inside ``within`` that accounts may be given (no villages), in order of code."""
    found = Region.objects.within(within).current(on).exclude(kind=RegionKind.VILLAGE)
    return list(found.order_by("code"))


def regions_for_cells(within: str, on: date) -> QuerySet[Region]:
    """Regions in force inside ``within`` that may have a cell: zones, towns and villages, in order of code."""
    found = Region.objects.within(within).current(on)
    return found.exclude(kind__in=[RegionKind.PREFECTURE, RegionKind.COUNTY]).order_by("code")


def regions_to_lay(county: str, depth: Level, on: date) -> list[Region]:
    """The regions of a county that a grid of this depth wants a cell for and that have none, in order of code."""
    places = {region.code: region for region in regions_for_cells(county, on)}
    taken = set(GridCell.objects.current().within(county).values_list("region_code", flat=True))
    return [places[code] for code in leaves(places, depth) if code not in taken]


def units_for_accounts(within: str) -> list[Department]:
    """Member units in use inside ``within``, with their regions."""
    found = Department.objects.filter(is_active=True, region__in=Region.objects.within(within))
    return list(found.select_related("region").order_by("region__code", "id"))


def accounts_named(usernames: Iterable[str]) -> dict[str, Officer]:
    """The accounts with these user names, of whatever region, by user name."""
    found = Officer.objects.filter(username__in=list(usernames)).select_related(
        "region", "department__region"
    )
    return {officer.username: officer for officer in found}


@remembered
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


def demo_accounts() -> list[Officer]:
    """The accounts of the demonstration, one a role in the order of the table; none where there is no demonstration."""
    if not (settings.DEMO or settings.TESTING):
        return []
    accounts = Officer.objects.filter(username__in=ROLES).select_related("region")
    return sorted(accounts, key=lambda officer: list(ROLES).index(officer.username))
