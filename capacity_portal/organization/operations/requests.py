"""Two people for an administrator's account: one asks, another one decides (settled question 37)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from capacity_portal.lib.territory import contains
from capacity_portal.organization import recorder
from capacity_portal.organization.choices import RequestKind, RequestState
from capacity_portal.organization.models import AdministratorRequest, Officer
from capacity_portal.organization.operations.accounts import (
    AccountRefused,
    activate,
    ask_for,
    forget_second_factor,
    replace_password,
)
from capacity_portal.organization.operations.signing import end_sessions
from capacity_portal.organization.roles import ADMINISTRATORS, Permission


@dataclass(frozen=True)
class Decided:
    """A decided request and the one-time password that came of it, if any."""

    request: AdministratorRequest
    one_time_password: str | None


@transaction.atomic
def request_for_administrator(
    *, officer: Officer, kind: str, reason: str, by: Officer, at: datetime
) -> AdministratorRequest:
    """Ask for a reset or for the activation of another administrator's account."""
    _check_administrator(by, officer)
    if officer.role not in ADMINISTRATORS:
        raise AccountRefused("这不是管理员账户，由安全管理员直接办理。")
    if officer.is_active == (kind == RequestKind.ACTIVATION):
        raise AccountRefused("启用的账户不需要再启用，停用的账户要先启用。")
    return ask_for(officer=officer, kind=kind, reason=reason, by=by, at=at)


@transaction.atomic
def approve_request(*, request: AdministratorRequest, by: Officer, at: datetime) -> Decided:
    """Carry out what was asked for. Raises AccountRefused when ``by`` asked himself or it concerns his account."""
    fresh = _open(request, by)
    if fresh.requested_by_id == by.pk:
        raise AccountRefused("自己提出的申请要由另一位管理员批准。")
    officer = Officer.objects.select_for_update().get(pk=fresh.officer_id)
    step = {RequestKind.PASSWORD: "reset_password", RequestKind.ACTIVATION: "reactivate"}.get(
        fresh.kind, "reset_second_factor"
    )
    _decide(fresh, RequestState.APPROVED, step="approve", by=by, at=at)
    with recorder.recording(officer, step=step, by=by, at=at, note=fresh.reason):
        return Decided(fresh, _carry_out(fresh.kind, officer))


@transaction.atomic
def refuse_request(*, request: AdministratorRequest, by: Officer, at: datetime) -> None:
    """Refuse a request, or withdraw one's own."""
    fresh = _open(request, by)
    if fresh.requested_by_id == by.pk:
        _decide(fresh, RequestState.WITHDRAWN, step="withdraw", by=by, at=at)
    else:
        _decide(fresh, RequestState.REFUSED, step="refuse", by=by, at=at)


def _carry_out(kind: str, officer: Officer) -> str | None:
    if kind == RequestKind.ACTIVATION:
        return activate(officer)
    if kind == RequestKind.PASSWORD:
        return replace_password(officer)
    forget_second_factor(officer)
    end_sessions(officer)
    return None


def _open(request: AdministratorRequest, by: Officer) -> AdministratorRequest:
    fresh = AdministratorRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    _check_administrator(by, fresh.officer)
    if fresh.state != RequestState.OPEN:
        raise AccountRefused("这件申请已经有了决定。")
    return fresh


def _decide(request: AdministratorRequest, state: str, *, step: str, by: Officer, at: datetime) -> None:
    with recorder.recording(request, step=step, by=by, at=at):
        request.state, request.decided_at, request.decided_by = state, at, by
        request.save()


def _check_administrator(by: Officer, officer: Officer) -> None:
    if by.pk == officer.pk:
        raise AccountRefused("不能办理自己账户的事项，请由另外两位管理员办理。")
    if not by.may(Permission.DECIDE_ADMINISTRATOR_REQUESTS) or not contains(
        by.region_code, officer.region_code
    ):
        raise AccountRefused("只有管理员可以办理管理员账户的事项。")
