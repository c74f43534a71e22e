"""The ceremony: a key pair for the office, its private half in the hands of two handlers who sit side by side."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.views.decorators.debug import sensitive_variables

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.sealing import custody
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Officer
from capacity_portal.organization.roles import Permission
from tipoffs.choices import KeyState
from tipoffs.models import CustodyKey, CustodyShare
from tipoffs.operations.confirming import confirm_password, cost, insist_on_phrase
from tipoffs.queries.custody import active_key, custodians_beside
from tipoffs.rules import passphrases


@dataclass(frozen=True)
class Custodians:
    """Who sits there and what they typed: the first is signed in, ``second`` confirms with the password of his account."""

    second: Officer
    second_password: str = field(repr=False)
    phrases: tuple[str, str] = field(repr=False)
    again: tuple[str, str] = field(repr=False)


@dataclass(frozen=True)
class Ceremony:
    """The new key; ``codes`` are the recovery codes of first and second custodian, never stored."""

    key: CustodyKey
    codes: tuple[str, str] = field(repr=False)


@sensitive_variables("custodians")
def hold_ceremony(*, custodians: Custodians, by, at: datetime) -> Ceremony:
    """Make the key that seals from now on. Raises ValidationError by field, StepRefused, PermissionDenied."""
    insist_on_custodians(custodians, by, at)
    return _made(custodians, by=by, at=at)


@sensitive_variables("custodians")
def insist_on_custodians(custodians: Custodians, by, at: datetime) -> None:
    """Both are handlers of one office, both passphrases will do, and the second has confirmed."""
    insist_keeper(by)
    first, second = custodians.phrases
    if not custodians_beside(by).filter(pk=custodians.second.pk).exists():
        raise ValidationError({"second": "第二位保管人应是本办公室另一名在用的举报专管员。"})
    holders = ("first", by), ("second", custodians.second)
    for (name, holder), new, again in zip(holders, custodians.phrases, custodians.again, strict=True):
        insist_on_phrase(new=new, again=again, holder=holder, field=f"{name}_passphrase")
    if passphrases.are_alike(first, second):
        raise ValidationError({"second_passphrase": "两位保管人的口令不能相同，请第二位另选一句。"})
    confirm_password(
        who=custodians.second, password=custodians.second_password, field="second_password", at=at
    )


def insist_keeper(by) -> None:
    """Raise PermissionDenied unless ``by`` may keep identities; there is no system here."""
    if by is None or not by.may(Permission.KEEP_IDENTITIES):
        raise PermissionDenied("您的角色没有这项权限。")


@refused_in_chinese
@transaction.atomic
@sensitive_variables("custodians")
def _made(custodians: Custodians, *, by, at: datetime) -> Ceremony:
    if active_key() is not None:
        raise StepRefused("已有在用的保管密钥。需要更换的，请用“更换密钥”；两份都打不开的，请先登记遗失。")
    return new_key(custodians, by=by, at=at)


@sensitive_variables("custodians", "pair")
def new_key(custodians: Custodians, *, by, at: datetime) -> Ceremony:
    """Key and shares with their entries, inside the caller's transaction, once no other key is active."""
    number = (CustodyKey.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    pair = custody.new_pair(*custodians.phrases, f"custody:{number}", cost())
    key = CustodyKey.objects.create(
        number=number, public_key=pair.public, wrapped_private=pair.wrapped_private, state=KeyState.ACTIVE, created_at=at, created_by=by,
    )  # fmt: skip
    note = f"公钥校验码 {custody.fingerprint(pair.public)}"
    journal.record_created(key, step="create", by=by, at=at, note=note)
    for slot, holder, wrapped in zip((1, 2), (by, custodians.second), pair.shares, strict=True):
        share = CustodyShare(key=key, slot=slot, officer=holder)
        wrap(share, wrapped, by=holder, at=at)
        journal.record_created(share, step="create", by=by, at=at)
    return Ceremony(key, pair.recovery_codes)


def wrap(share: CustodyShare, wrapped: custody.WrappedShare, *, by, at: datetime) -> None:
    """Store a freshly wrapped share."""
    share.salt, share.wrapped, share.wrapped_recovery = (
        wrapped.salt,
        wrapped.wrapped,
        wrapped.wrapped_recovery,
    )
    share.changed_at, share.changed_by = at, by
    share.save()
