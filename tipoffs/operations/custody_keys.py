"""The end of a key: exchanged for a new one (everything is sealed again), or lost (what is sealed stays sealed)."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.sealing import custody
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Officer
from tipoffs.choices import KeyState
from tipoffs.models import CustodyKey
from tipoffs.operations.ceremony import Ceremony, Custodians, insist_keeper, insist_on_custodians, new_key
from tipoffs.operations.confirming import about_key, confirm_password, opened_share
from tipoffs.operations.door import worded
from tipoffs.operations.opening_ends import end_all_waiting
from tipoffs.operations.resealing import reseal_all
from tipoffs.queries.custody import active_key, keys_visible_to, shares_of, spent_keys, witnesses_of_loss

MOST_OF_REASON = 200
"""Letters; the name of who confirms is added to it."""
KEEP_SPENT = timedelta(hours=48)
"""So long after it was exchanged a key can still be opened: a report under way may be sealed with it."""


@sensitive_variables()
def rotate(*, key: CustodyKey, old: tuple[str, str], custodians: Custodians, by, at: datetime) -> Ceremony:
    """Exchange the active key by a new ceremony; ``old``: passphrase or recovery code of both its shares, in order.

    All or nothing. Raises ValidationError by field (old_first_passphrase, old_second_passphrase and those of the ceremony), StepRefused.
    """
    insist_on_custodians(custodians, by, at)
    private = opened_private(key=key, old=old, by=by, at=at)
    return _rotated(key, private, custodians, by=by, at=at)


@sensitive_variables()
def reseal_left(*, key: CustodyKey, old: tuple[str, str], by, at: datetime) -> int:
    """Seal for the active key what is still sealed with one no longer in use (a lost one that was found); returns how many."""
    insist_keeper(by)
    private = opened_private(key=key, old=old, by=by, at=at)
    return _resealed(key, private, by=by, at=at)


@sensitive_variables()
def opened_private(*, key: CustodyKey, old: tuple[str, str], by, at: datetime) -> bytes:
    """The private key from both holders' secrets. Raises ValidationError by field (old_first_passphrase, old_second_passphrase), PermissionDenied."""
    if not keys_visible_to(by).filter(pk=key.pk).exists():
        raise PermissionDenied("这把密钥不属于您的办公室。")
    fields = ("old_first_passphrase", "old_second_passphrase")
    shares = [
        opened_share(share=share, typed=typed, field=field, by=by, at=at)
        for share, typed, field in zip(shares_of(key), old, fields, strict=True)
    ]
    return custody.private_key(bytes(key.wrapped_private), *shares, about_key(key))


@sensitive_variables("password", "second_password")
def lose_key(
    *, key: CustodyKey, reason: str, password: str, second: Officer, second_password: str, by, at: datetime
) -> None:
    """Mark the active key lost: nothing is sealed with it any more, what is stays sealed until its term ends.

    ``second``: the other custodian or the office leader, who confirms with the password of his account. Raises ValidationError by field
    (reason, password, second, second_password), StepRefused, PermissionDenied.
    """
    insist_keeper(by)
    if not keys_visible_to(by).filter(pk=key.pk).exists():
        raise PermissionDenied("这把密钥不属于您的办公室。")
    reason = worded(reason, "reason", MOST_OF_REASON, wanted="请写明遗失的情况。")
    if not witnesses_of_loss(key, by).filter(pk=second.pk).exists():
        raise ValidationError({"second": "确认人应是这把密钥的另一名保管人，或办公室负责人，不能是本人。"})
    confirm_password(who=by, password=password, field="password", at=at)
    confirm_password(who=second, password=second_password, field="second_password", at=at)
    reason = f"{reason}（{second.name}确认）"
    _lost(key, reason, by=by, at=at)


@transaction.atomic
def forget_spent_keys(at: datetime) -> int:
    """Regular work: empty the shares of exchanged keys with which nothing is sealed any more; returns how many keys."""
    spent = list(spent_keys().filter(retired_at__lte=at - KEEP_SPENT).select_for_update())
    for key in spent:
        key.shares.update(salt=b"", wrapped=b"", wrapped_recovery=b"")
        CustodyKey.objects.filter(pk=key.pk).update(wrapped_private=b"")
        journal.record_event(subject="custody_key", subject_id=key.pk, step="forget", by=None, at=at)
    return len(spent)


@transaction.atomic
def _lost(key: CustodyKey, reason: str, *, by, at: datetime) -> None:
    _ended(key, KeyState.LOST, "lose", reason, by=by, at=at)


@refused_in_chinese
@transaction.atomic
@sensitive_variables("private", "custodians")
def _rotated(key: CustodyKey, private: bytes, custodians: Custodians, *, by, at: datetime) -> Ceremony:
    _ended(key, KeyState.RETIRED, "rotate", "更换密钥", by=by, at=at)
    made = new_key(custodians, by=by, at=at)
    reseal_all(old=key, private=private, new=made.key, by=by, at=at)
    return made


@transaction.atomic
@sensitive_variables("private")
def _resealed(key: CustodyKey, private: bytes, *, by, at: datetime) -> int:
    new = active_key()
    if new is None or new.pk == key.pk:
        raise StepRefused("现在没有另一把在用的保管密钥，请先生成。")
    return reseal_all(old=key, private=private, new=new, by=by, at=at)


def _ended(key: CustodyKey, state: str, step: str, reason: str, *, by, at: datetime) -> None:
    current = CustodyKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if current.state != KeyState.ACTIVE:
        raise StepRefused(f"{current}已停用，请回到保管密钥页面核对。")
    with journal.recording(current, step=step, by=by, at=at):
        current.state, current.retired_at, current.retired_by = state, at, by
        current.retired_text = reason
        current.save()
    end_all_waiting(key=current, by=by, at=at)
