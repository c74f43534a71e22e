"""Asking to open an identity, and deciding about it: two people, neither of whom can open alone."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.sealing import boxes
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from tipoffs import access
from tipoffs.choices import KeyState, OpeningState
from tipoffs.models import CustodyKey, Opening, Tip
from tipoffs.operations.confirming import confirm_password
from tipoffs.operations.door import insist_not_kept_off, worded
from tipoffs.queries.custody import share_held_by
from tipoffs.queries.openings import key_to_open, live_opening
from tipoffs.rules.openings import LASTS

LONGEST_REASON, LONGEST_DECISION = 500, 300


@dataclass(frozen=True)
class Requested:
    """``session_key``: 32 bytes for the requester's cookie, kept nowhere else."""

    opening: Opening
    session_key: bytes = field(repr=False)


@refused_in_chinese
@transaction.atomic
@sensitive_variables("session_key")
def request_opening(*, tip: Tip, reason: str, by, at: datetime) -> Requested:
    """Ask to open who the reporter of ``tip`` is. Raises ValidationError by field (reason), StepRefused, PermissionDenied."""
    access.insist(by, Permission.KEEP_IDENTITIES, tip)
    reason = worded(reason, "reason", LONGEST_REASON, wanted="请写明为什么必须查看身份信息。")
    tip = Tip.objects.select_for_update(of=("self",)).get(pk=tip.pk)
    insist_not_kept_off(tip, by)
    if live_opening(tip) is not None:
        raise StepRefused("这件举报已有正在办理的开启申请，请先办完或结束。")
    key = _usable_key(tip, by)
    session_key = boxes.new_key()
    opening = Opening.objects.create(
        tip=tip, custody=key, reason=reason, requested_at=at, requested_by=by, expires_at=at + LASTS,
        session_public=boxes.public_of(session_key),
    )  # fmt: skip
    journal.record_created(opening, step="request", by=by, at=at)
    return Requested(opening, session_key)


def _usable_key(tip: Tip, by) -> CustodyKey:
    key = key_to_open(tip)
    if key is None:
        raise StepRefused("这件举报没有封存的身份信息和原件，或已到期销毁。")
    if key.state != KeyState.ACTIVE:
        raise StepRefused(f"身份信息由{key}封存，这把密钥{key.get_state_display()}，不能开启。")
    if share_held_by(by, key) is None:
        raise PermissionDenied("只有保管人可以申请开启身份信息。")
    return key


@sensitive_variables("password")
def decide_opening(
    *, opening: Opening, approve: bool, decision: str, password: str, by, at: datetime
) -> Opening:
    """Approve or refuse, never one's own request. Raises ValidationError by field (decision, password), StepRefused, PermissionDenied."""
    access.insist(by, Permission.DECIDE_TIPOFFS, opening.tip)
    if by.pk == opening.requested_by_id:
        raise PermissionDenied("身份开启不能由申请人自己审批。")
    decision = storable(decision).strip()
    if not approve and not decision:
        raise ValidationError({"decision": "不批准的，请写明理由。"})
    if len(decision) > LONGEST_DECISION:
        raise ValidationError(
            {"decision": f"共 {len(decision)} 个字，最多 {LONGEST_DECISION} 个字，请缩短。"}
        )
    confirm_password(who=by, password=password, field="password", at=at)
    return _decided(opening, approve, decision, by=by, at=at)


@refused_in_chinese
@transaction.atomic
def _decided(opening: Opening, approve: bool, decision: str, *, by, at: datetime) -> Opening:
    current = locked(opening, OpeningState.REQUESTED, at)
    with journal.recording(current, step="approve" if approve else "refuse", by=by, at=at):
        current.state = OpeningState.APPROVED if approve else OpeningState.REFUSED
        current.decided_at, current.decided_by, current.decision = at, by, decision
        current.save()
    return current


def locked(opening: Opening, state: str, at: datetime) -> Opening:
    """The stored opening, locked, at ``state`` and within its time. Raises StepRefused."""
    current = Opening.objects.select_for_update(of=("self",)).select_related("tip").get(pk=opening.pk)
    if current.state != state:
        raise StepRefused(
            f"当前状态为“{current.get_state_display()}”，不能办理。可能已有他人处理，请刷新页面查看。"
        )
    if current.expires_at is None or at >= current.expires_at:
        raise StepRefused("这次申请已超过24小时，不再有效，请重新申请。")
    return current
