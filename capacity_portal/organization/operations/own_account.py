"""What officers do with their own accounts: the password and the second factor."""

import secrets
from datetime import datetime

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from capacity_portal.lib.typed_text import half_width
from capacity_portal.organization import queries, recorder
from capacity_portal.organization.models import Officer, RecoveryCode
from capacity_portal.organization.operations.accounts import AccountRefused, forget_second_factor
from capacity_portal.organization.operations.signing import end_sessions

CODES = 8
# Crockford's alphabet; ten characters carry 50 bits, guarded by a password hash and by delays.
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans("OIL", "011")


@transaction.atomic
def change_own_password(*, by: Officer, old: str, new: str, at: datetime, session_key: str | None) -> Officer:
    """Set a new password; ends every other session. Raises ValidationError by field (old, new)."""
    fresh = Officer.objects.select_for_update().get(pk=by.pk)
    if not fresh.check_password(old):
        raise ValidationError({"old": "原密码不正确。"})
    if old == new:
        raise ValidationError({"new": "新密码不能与原密码相同。"})
    try:
        password_validation.validate_password(new, fresh)
    except ValidationError as error:
        raise ValidationError({"new": error.messages}) from None
    with recorder.recording(fresh, step="change_password", by=by, at=at):
        fresh.set_password(new)
        fresh.must_change_password, fresh.password_changed_at = False, at
        fresh.save()
    end_sessions(fresh, but=session_key)
    return fresh


@transaction.atomic
def begin_second_factor(*, by: Officer, at: datetime) -> TOTPDevice:
    """Make a new secret, to be confirmed with a first code. Until then it asks for nothing."""
    TOTPDevice.objects.filter(user=by, confirmed=False).delete()
    return TOTPDevice.objects.create(user=by, name="动态口令", confirmed=False)


@transaction.atomic
def confirm_second_factor(*, by: Officer, code: str, at: datetime) -> list[str] | None:
    """Put the begun secret into use; returns the recovery codes, None when ``code`` is not its current code."""
    begun = TOTPDevice.objects.select_for_update().filter(user=by, confirmed=False).first()
    if begun is None or not begun.verify_token(code):
        return None
    TOTPDevice.objects.filter(user=by, confirmed=True).delete()
    begun.confirmed = True
    begun.save()
    codes = _new_codes(by)
    _event(by, "set_up_second_factor", at)
    return codes


@transaction.atomic
def renew_recovery_codes(*, by: Officer, at: datetime) -> list[str]:
    """Replace the recovery codes; the old ones are worth nothing from now on."""
    if not queries.has_second_factor(by):
        raise AccountRefused("还没有启用动态口令，不需要恢复码。")
    codes = _new_codes(by)
    _event(by, "renew_recovery_codes", at)
    return codes


@transaction.atomic
def drop_second_factor(*, by: Officer, password: str, at: datetime) -> None:
    """Stop using the second factor, unless the role must have one. Raises AccountRefused, ValidationError."""
    if queries.needs_second_factor(by.role):
        raise AccountRefused("本角色必须使用动态口令，不能停用。更换手机请重新设置。")
    if not by.check_password(password):
        raise ValidationError({"password": "密码不正确。"})
    forget_second_factor(by)
    _event(by, "drop_second_factor", at)


@transaction.atomic
def check_second_factor(*, by: Officer, code: str, at: datetime) -> TOTPDevice | None:
    """The officer's device when ``code`` is its current code or an unused recovery code, else None.

    Failures make the device wait longer and longer (1, 2, 4 ... seconds), also for recovery codes.
    """
    device = TOTPDevice.objects.select_for_update().filter(user=by, confirmed=True).first()
    if device is None:
        return None
    typed = "".join(filter(str.isalnum, half_width(code))).upper().translate(_LOOK_ALIKES)
    if len(typed) <= device.digits:
        return device if device.verify_token(typed) else None
    return device if _use_recovery_code(device, typed, by=by, at=at) else None


def _use_recovery_code(device: TOTPDevice, typed: str, *, by: Officer, at: datetime) -> bool:
    if not device.verify_is_allowed()[0]:
        return False
    stored = RecoveryCode.objects.filter(officer=by, number=_number_of(typed), used_at=None).first()
    if stored is None or not check_password(typed, stored.digest):
        device.throttle_increment()
        return False
    device.throttle_reset()
    stored.used_at = at
    stored.save()
    _event(by, "use_recovery_code", at, note=f"第 {stored.number} 个")
    return True


def _number_of(typed: str) -> int:
    return int(typed[0]) if typed[:1] in set("12345678") else 0


def _new_codes(officer: Officer) -> list[str]:
    RecoveryCode.objects.filter(officer=officer).delete()
    codes = [f"{number}{_random()}" for number in range(1, CODES + 1)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(officer=officer, number=number, digest=make_password(code))
        for number, code in enumerate(codes, start=1)
    )
    return [f"{code[0]}-{code[1:6]}-{code[6:]}" for code in codes]


def _random() -> str:
    return "".join(secrets.choice(_CROCKFORD) for _ in range(10))


def _event(officer: Officer, step: str, at: datetime, note: str = "") -> None:
    recorder.record_event(subject="officer", subject_id=officer.pk, step=step, by=officer, at=at, note=note)
