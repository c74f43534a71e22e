"""Codes of a second factor as a telephone would show them."""

from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from capacity_portal.organization import operations
from tests.makers import NOON


def code_of(device: TOTPDevice, *, drift: int = 0) -> str:
    """The current six figures (``drift`` steps of 30 seconds away)."""
    return f"{totp(device.bin_key, drift=drift):06d}"


def with_second_factor(officer, at=NOON) -> list[str]:
    """Set the officer's second factor up; returns the recovery codes."""
    device = operations.begin_second_factor(by=officer, at=at)
    return operations.confirm_second_factor(by=officer, code=code_of(device, drift=-1), at=at)
