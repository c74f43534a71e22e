"""Accounts of officers: opening, changing, closing. Administrators' accounts need two people (see ``requests``)."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from axes.models import AccessAttempt
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django_otp.plugins.otp_totp.models import TOTPDevice

from capacity_portal.lib.territory import contains
from capacity_portal.organization import recorder
from capacity_portal.organization.choices import RequestKind
from capacity_portal.organization.models import AdministratorRequest, Officer, RecoveryCode
from capacity_portal.organization.operations.signing import end_sessions
from capacity_portal.organization.roles import ADMINISTRATORS, ROLES, Permission
from capacity_portal.organization.rules.account_places import place_errors
from capacity_portal.organization.rules.user_names import ADVICE, is_user_name

# No letters and figures that look alike; 16 of them carry 79 bits.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class AccountRefused(Exception):
    """The step is not allowed; the message is a Chinese sentence for the person who tried it."""


@dataclass(frozen=True)
class Opened:
    """An account and its one-time password, None for an administrator's, which waits for a second person."""

    officer: Officer
    one_time_password: str | None


def one_time_password() -> str:
    """A password to be read out and typed once, in groups of four."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


@transaction.atomic
def create_officer(*, values: dict[str, Any], by: Officer | None, at: datetime) -> Opened:
    """Open an account. ``values``: username, name, role, region; department, telephone, expires_on.

    Raises AccountRefused, and ValidationError by field. ``by`` None is ``bootstrap_office`` and the demonstration.
    """
    officer = Officer(**values, region_code=values["region"].code, created_at=at, created_by=by)
    check_manager(by, officer)
    check_place(officer)
    if not is_user_name(officer.username):
        raise ValidationError({"username": ADVICE})
    needs_second_person = by is not None and officer.role in ADMINISTRATORS
    password = one_time_password()
    officer.set_password(password)
    if needs_second_person:
        officer.set_unusable_password()
        officer.is_active, officer.deactivated_at, officer.deactivated_by = False, at, by
    officer.full_clean(exclude=["password", "created_by"])
    insert(officer, {"username": "这个用户名已有人使用。"})
    recorder.record_created(officer, step="create", by=by, at=at)
    if not needs_second_person:
        return Opened(officer, password)
    ask_for(officer=officer, kind=RequestKind.ACTIVATION, reason="新开立管理员账户", by=by, at=at)
    return Opened(officer, None)


@transaction.atomic
def edit_officer(*, officer: Officer, values: dict[str, Any], by: Officer, at: datetime) -> Officer:
    """Change name, department, telephone, expires_on. Never one's own: an expiry date is a right, too."""
    with changing(officer, step="edit", by=by, at=at) as fresh:
        for field in ("name", "department", "telephone", "expires_on"):
            setattr(fresh, field, values[field])
        check_place(fresh)
        fresh.full_clean(exclude=["password", "created_by", "deactivated_by"])
        fresh.save()
    return fresh


@transaction.atomic
def change_role_or_region(*, officer: Officer, values: dict[str, Any], by: Officer, at: datetime) -> Officer:
    """Give another role, region or department; ends the officer's sessions. Administrators never change into others."""
    with changing(officer, step="edit_role", by=by, at=at, note=values.get("note", "")) as fresh:
        if {fresh.role, values["role"]} & ADMINISTRATORS and fresh.role != values["role"]:
            raise AccountRefused(
                "管理员与业务角色不能互换，也不能互换管理员角色（三员分立），请另行开立账户。"
            )
        fresh.role, fresh.region, fresh.department = values["role"], values["region"], values["department"]
        fresh.region_code = fresh.region.code
        # cached for the role the record was loaded with
        fresh.__dict__.pop("role_entry", None)
        check_manager(by, fresh)
        check_place(fresh)
        fresh.full_clean(exclude=["password", "created_by", "deactivated_by"])
        fresh.save()
        end_sessions(fresh)
    return fresh


@transaction.atomic
def deactivate(*, officer: Officer, note: str, by: Officer, at: datetime) -> Officer:
    """Close an account and end all its sessions at once. The last administrator of a kind stays."""
    with changing(officer, step="deactivate", by=by, at=at, note=note) as fresh:
        if not fresh.is_active:
            raise AccountRefused("这个账户已经停用。")
        others = Officer.objects.filter(role=fresh.role, is_active=True).exclude(pk=fresh.pk)
        if fresh.role in ADMINISTRATORS and not others.exists():
            raise AccountRefused(f"这是最后一个启用的{ROLES[fresh.role].label}账户，不能停用。")
        fresh.is_active, fresh.deactivated_at, fresh.deactivated_by = False, at, by
        fresh.save()
        end_sessions(fresh)
    return fresh


@transaction.atomic
def reactivate(*, officer: Officer, by: Officer, at: datetime) -> str:
    """Open a closed account again; returns its one-time password."""
    _check_one_person_suffices(officer)
    with changing(officer, step="reactivate", by=by, at=at) as fresh:
        return activate(fresh)


@transaction.atomic
def reset_password(*, officer: Officer, by: Officer, at: datetime) -> str:
    """Replace a lost password by a one-time password, which is returned; ends sessions, lifts a lock."""
    _check_one_person_suffices(officer)
    with changing(officer, step="reset_password", by=by, at=at) as fresh:
        return replace_password(fresh)


@transaction.atomic
def reset_second_factor(*, officer: Officer, by: Officer, at: datetime) -> None:
    """Forget the second factor of somebody who lost it; ends sessions."""
    _check_one_person_suffices(officer)
    with changing(officer, step="reset_second_factor", by=by, at=at) as fresh:
        forget_second_factor(fresh)
        end_sessions(fresh)


@transaction.atomic
def lift_lock(*, officer: Officer, by: Officer, at: datetime) -> None:
    """End the 15-minute lock after failed sign-ins before its time."""
    with changing(officer, step="lift_lock", by=by, at=at) as fresh:
        AccessAttempt.objects.filter(username=fresh.username).delete()


# --- parts of the operations above and in ``requests`` ----------------------------------------------------------------
@contextmanager
def changing(officer: Officer, *, step: str, by: Officer, at: datetime, note: str = "") -> Iterator[Officer]:
    """The account as it is now, locked, by somebody who manages it, journalled."""
    fresh = Officer.objects.select_for_update().get(pk=officer.pk)
    check_manager(by, fresh)
    with recorder.recording(fresh, step=step, by=by, at=at, note=note):
        yield fresh


def ask_for(*, officer: Officer, kind: str, reason: str, by: Officer, at: datetime) -> AdministratorRequest:
    """File a request that another administrator decides."""
    request = AdministratorRequest(
        officer=officer, kind=kind, reason=reason, requested_at=at, requested_by=by
    )
    request.full_clean()
    insert(request, "这个账户已有同类申请等待决定。")
    recorder.record_created(request, step="create", by=by, at=at)
    return request


def insert(record: Model, taken: str | dict[str, str]) -> None:
    """Save a new record; ``taken`` is said when somebody else was quicker with the same key."""
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(taken) from None


def activate(officer: Officer) -> str:
    if officer.is_active:
        raise AccountRefused("这个账户已经启用。")
    officer.is_active, officer.deactivated_at, officer.deactivated_by = True, None, None
    return replace_password(officer)


def replace_password(officer: Officer) -> str:
    password = one_time_password()
    officer.set_password(password)
    officer.must_change_password = True
    officer.save()
    AccessAttempt.objects.filter(username=officer.username).delete()
    end_sessions(officer)
    return password


def forget_second_factor(officer: Officer) -> None:
    TOTPDevice.objects.filter(user=officer).delete()
    RecoveryCode.objects.filter(officer=officer).delete()


def check_manager(by: Officer | None, officer: Officer) -> None:
    """Raise AccountRefused unless ``by`` manages accounts there and this is not his own."""
    if by is None:
        return
    if by.pk == officer.pk:
        raise AccountRefused("不能办理自己账户的事项，请由另一位管理员办理。")
    if not by.may(Permission.MANAGE_OFFICERS) or not contains(by.region_code, officer.region_code):
        raise AccountRefused("只有安全管理员可以办理本地区账户的事项。")


def _check_one_person_suffices(officer: Officer) -> None:
    if officer.role in ADMINISTRATORS:
        raise AccountRefused("管理员账户的重置和启用须由两位管理员办理：一人申请，另一人批准。")


def check_place(officer: Officer) -> None:
    """Raise ValidationError unless region and member unit fit the role."""
    unit_code = officer.department.region.code if officer.department else None
    errors = place_errors(officer.role, officer.region.kind, officer.region_code, unit_code)
    if errors:
        raise ValidationError(errors)
