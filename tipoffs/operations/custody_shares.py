"""A share between ceremonies: another passphrase, another holder. What is sealed does not change."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.sealing import custody
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Officer
from tipoffs.choices import KeyState
from tipoffs.models import CustodyShare
from tipoffs.operations.ceremony import insist_keeper, wrap
from tipoffs.operations.confirming import (
    about_share,
    confirm_password,
    cost,
    insist_on_phrase,
    opened_share,
)
from tipoffs.queries.custody import custodians_beside


@sensitive_variables("old", "new", "again", "secret")
def rewrap_share(*, share: CustodyShare, old: str, new: str, again: str, by, at: datetime) -> str:
    """Another passphrase for one's own share, by the old one or the recovery code; returns the new recovery code (the old one is over).

    Raises ValidationError by field (old, new), PermissionDenied.
    """
    insist_keeper(by)
    if share.officer_id != by.pk:
        raise PermissionDenied("这一份不由您保管。")
    insist_on_phrase(new=new, again=again, holder=by, field="new_passphrase")
    secret = opened_share(share=share, typed=old, field="old_passphrase", by=by, at=at)
    return _rewrapped(share, secret, new, "rewrap", holder=by, by=by, at=at)


@sensitive_variables("old", "new", "again", "password", "secret")
def hand_share(
    *, share: CustodyShare, old: str, receiver: Officer, password: str, new: str, again: str, by, at: datetime
) -> str:
    """Give a share to another handler, who confirms with his password; returns his recovery code.

    ``old``: passphrase or recovery code of the one who gives (the code, when he has left). Raises ValidationError by field.
    """
    insist_keeper(by)
    if share.officer.region_code != by.region_code:
        raise PermissionDenied("这把密钥不属于您的办公室。")
    if not custodians_beside(share.officer).filter(pk=receiver.pk, region_code=by.region_code).exists():
        raise ValidationError({"receiver": "接收人应是本办公室另一名在用的举报专管员。"})
    if CustodyShare.objects.filter(key=share.key, officer=receiver).exists():
        raise ValidationError({"receiver": f"{receiver.name}已保管另一份，两份必须由两个人分别保管。"})
    insist_on_phrase(new=new, again=again, holder=receiver, field="new_passphrase")
    confirm_password(who=receiver, password=password, field="receiver_password", at=at)
    secret = opened_share(share=share, typed=old, field="old_passphrase", by=by, at=at)
    return _rewrapped(share, secret, new, "hand", holder=receiver, by=by, at=at)


@refused_in_chinese
@transaction.atomic
@sensitive_variables("secret", "new", "code")
def _rewrapped(share: CustodyShare, secret: bytes, new: str, step: str, *, holder, by, at: datetime) -> str:
    current = CustodyShare.objects.select_for_update(of=("self",)).select_related("key").get(pk=share.pk)
    if current.key.state != KeyState.ACTIVE or current.changed_at != share.changed_at:
        raise StepRefused("这一份刚刚有了变动，请回到保管密钥页面核对后再办。")
    code = custody.new_recovery_code()
    with journal.recording(current, step=step, by=by, at=at):
        current.officer = holder
        wrap(current, custody.wrapped_share(secret, new, code, about_share(current), cost()), by=by, at=at)
    return code
