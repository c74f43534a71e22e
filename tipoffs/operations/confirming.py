"""Passwords and passphrases typed to confirm: wrong ones count towards the account's lock and are written down.

Nothing here stands in the transaction of what is confirmed: a failed attempt must not be rolled back. Nothing typed is kept.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from capacity_portal.journal import operations as journal
from capacity_portal.journal.models import Entry
from capacity_portal.lib.sealing import custody
from capacity_portal.lib.sealing.boxes import CannotOpen
from capacity_portal.organization.operations import count_wrong_password, forget_wrong_passwords
from capacity_portal.organization.queries import is_locked
from tipoffs.models import CustodyKey, CustodyShare
from tipoffs.rules import passphrases

MOST_FAILURES, FAILURES_WITHIN = 10, timedelta(hours=1)
_LOCKED = f"连续输错 {settings.AXES_FAILURE_LIMIT} 次，账户已锁定 {settings.AXES_COOLOFF_TIME * 60:.0f} 分钟，请到时再试。"
_WRONG = "不正确，没有办理，请重新输入。"


def cost() -> custody.Cost:
    """What one guess at a new passphrase will cost."""
    return custody.Cost(*settings.CUSTODY_COST)


@sensitive_variables("password")
def confirm_password(*, who, password: str, field: str, at: datetime) -> None:
    """Make sure that ``who`` sits there, by the password of his account. Raises ValidationError at ``field``."""
    if is_locked(who, at):
        raise ValidationError({field: _LOCKED})
    if not who.check_password(password):
        locks = count_wrong_password(by=who, at=at)
        raise ValidationError({field: _LOCKED if locks else f"{who.name}的登录密码{_WRONG}"})
    forget_wrong_passwords(by=who)


@sensitive_variables("typed")
def opened_share(*, share: CustodyShare, typed: str, field: str, by, at: datetime) -> bytes:
    """The share behind a passphrase or recovery code. Raises ValidationError at ``field``.

    A right one does not forget the wrong ones before it: a custodian could otherwise guess at the other's share for ever.
    """
    key = share.key
    if is_locked(by, at) or has_too_many_failures(key, at):
        raise ValidationError({field: _LOCKED if is_locked(by, at) else _TOO_MANY})
    try:
        return custody.share_of(stored_share(share), typed, about_share(share))
    except CannotOpen:
        locks = count_wrong_password(by=by, at=at)
        note_failure(key, by=by, at=at)
    raise ValidationError({field: _LOCKED if locks else f"第{share.slot}份的口令或恢复码{_WRONG}"})


_TOO_MANY = f"一小时内口令已输错 {MOST_FAILURES} 次，请一小时后再试。"


def has_too_many_failures(key: CustodyKey, at: datetime) -> bool:
    failed = Entry.objects.filter(subject="custody_key", subject_id=key.pk, step="fail")
    return failed.filter(at__gt=at - FAILURES_WITHIN, at__lte=at).count() >= MOST_FAILURES


@transaction.atomic
def note_failure(key: CustodyKey, *, by, at: datetime) -> None:
    """A wrong passphrase in the journal, without it."""
    journal.record_event(subject="custody_key", subject_id=key.pk, step="fail", by=by, at=at)


@sensitive_variables()
def insist_on_phrase(*, new: str, again: str, holder, field: str) -> None:
    """Raise ValidationError at ``field`` unless a new passphrase may protect a share of ``holder``."""
    sentence = passphrases.problem(new, again) or _guessable(new, holder)
    if not sentence and holder.check_password(new):
        sentence = "口令不能与本人的登录密码相同，请另选一句。"
    if sentence:
        raise ValidationError({field: sentence})


@sensitive_variables("new")
def _guessable(new: str, holder) -> str:
    """What is refused as a password (listed words, one's own name) is no passphrase either."""
    try:
        validate_password(new, holder)
    except ValidationError:
        return "这个口令太常见，或含有本人的姓名、电话、单位，容易被猜到，请换一句只有自己知道的话。"
    return ""


def about_share(share: CustodyShare) -> str:
    return f"{about_key(share.key)}:{share.slot}"


def about_key(key: CustodyKey) -> str:
    return f"custody:{key.number}"


def stored_share(share: CustodyShare) -> custody.WrappedShare:
    return custody.WrappedShare(bytes(share.salt), bytes(share.wrapped), bytes(share.wrapped_recovery))
