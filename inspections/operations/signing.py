"""A signature in the portal: the officer's own password again, and the second factor where one is set up."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.operations import (
    check_second_factor,
    count_wrong_password,
    forget_wrong_passwords,
)
from capacity_portal.organization.queries import has_second_factor, is_locked, seconds_to_wait

_LOCKED = (
    f"密码连续输错 {settings.AXES_FAILURE_LIMIT} 次，账户已锁定 {settings.AXES_COOLOFF_TIME * 60:.0f} 分钟，"
    "请到时再试，或请安全管理员解除锁定。"
)


class SignatureRefused(StepRefused):
    """Password or code is wrong; ``field`` names which."""

    def __init__(self, field: str, sentence: str):
        super().__init__(sentence)
        self.field = field


def confirm_signature(*, by, password: str, code: str, at: datetime, subject: str, subject_id: int) -> None:
    """Make sure that ``by`` sits there. Raises SignatureRefused; the refusal stays in the journal and on the device's clock.

    Wrong passwords count towards the account's lock like those at the door. Not in the transaction of what is signed: a
    failed attempt must not be rolled back.
    """
    if is_locked(by, at):
        _note_refusal(subject, subject_id, by=by, at=at, note="账户已锁定")
        raise SignatureRefused("password", f"没有签报：{_LOCKED}")
    if not by.check_password(password):
        locks = count_wrong_password(by=by, at=at)
        _note_refusal(subject, subject_id, by=by, at=at, note="密码不正确")
        raise SignatureRefused(
            "password", f"密码不正确，没有签报{'。' + _LOCKED if locks else '，请重新输入。'}"
        )
    forget_wrong_passwords(by=by)
    if not has_second_factor(by):
        return
    wait = seconds_to_wait(by, at)
    if wait:
        raise SignatureRefused("code", f"动态口令失败次数较多，请等 {wait} 秒后再试。")
    if check_second_factor(by=by, code=code, at=at) is None:
        _note_refusal(subject, subject_id, by=by, at=at, note="动态口令不正确")
        raise SignatureRefused("code", "动态口令不正确或已过期，没有签报，请等下一个口令出现后再填。")


@transaction.atomic
def _note_refusal(subject: str, subject_id: int, *, by, at: datetime, note: str) -> None:
    journal.record_event(
        subject=subject, subject_id=subject_id, step="refuse_signature", by=by, at=at, note=note
    )
