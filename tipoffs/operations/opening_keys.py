"""Joining and opening: the other custodian's share goes, sealed, to the requester's browser; only together the identity is read.

It is read once, and sealed again for the requester's session for 24 hours. Whoever has the database alone, with the cookie's
public half, the settings and the pepper, reads nothing.
"""

import json
from base64 import b64encode
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.sealing import boxes, custody
from capacity_portal.lib.sealing.boxes import CannotOpen
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from tipoffs import access
from tipoffs.choices import OpeningState
from tipoffs.models import CustodyShare, Opening, SealedIdentity
from tipoffs.operations.confirming import about_key, opened_share
from tipoffs.operations.door import note
from tipoffs.operations.identities import about
from tipoffs.operations.openings import locked
from tipoffs.operations.originals import about_key as about_file
from tipoffs.queries.custody import files_with, share_held_by
from tipoffs.rules.openings import LASTS, copy_place, share_place

_OTHER_BROWSER = "这次申请是在另一个浏览器里提出的，只能在那里开启；找不到的，请结束后重新申请。"


@sensitive_variables("passphrase", "secret")
def join_opening(*, opening: Opening, passphrase: str, by, at: datetime) -> Opening:
    """The other custodian adds his share, readable in the requester's browser alone. Raises ValidationError, StepRefused, PermissionDenied."""
    if by.pk == opening.requested_by_id:
        raise PermissionDenied("另一份口令不能由申请人自己输入。")
    share = _own_share(opening, by)
    _insist_state(opening, OpeningState.APPROVED)
    secret = _share_of(opening, share, passphrase, by=by, at=at)
    return _joined(opening, boxes.seal(secret, opening.session_public, share_place(opening.pk)), by=by, at=at)


@refused_in_chinese
@transaction.atomic
def _joined(opening: Opening, sealed_share: bytes, *, by, at: datetime) -> Opening:
    current = locked(opening, OpeningState.APPROVED, at)
    with journal.recording(current, step="join", by=by, at=at):
        current.state, current.sealed_share = OpeningState.READY, sealed_share
        current.joined_at, current.joined_by = at, by
        current.save()
    return current


@sensitive_variables("session_key", "passphrase", "secret", "private", "content")
def open_identity(
    *, opening: Opening, session_key: bytes | None, passphrase: str, by, at: datetime
) -> Opening:
    """Whoever asked opens with his own passphrase, in the browser he asked in. Raises ValidationError, StepRefused, PermissionDenied."""
    if by.pk != opening.requested_by_id:
        raise PermissionDenied("只能由申请人本人开启。")
    share = _own_share(opening, by)
    _insist_state(opening, OpeningState.READY)
    if session_key is None or boxes.public_of(session_key) != bytes(opening.session_public):
        raise StepRefused(_OTHER_BROWSER)
    secret = _share_of(opening, share, passphrase, by=by, at=at)
    try:
        other = boxes.unseal(opening.sealed_share, session_key, share_place(opening.pk))
        pair = (secret, other) if share.slot == 1 else (other, secret)
        private = custody.private_key(
            bytes(opening.custody.wrapped_private), *pair, about_key(opening.custody)
        )
        content = _content(opening, private)
    except CannotOpen as refused:
        raise StepRefused("封存的内容打不开，可能被改动，请停止办理并报告审计员。") from refused
    copy = boxes.seal(content, boxes.public_of(session_key), copy_place(opening.pk))
    return _opened(opening, copy, by=by, at=at)


@refused_in_chinese
@transaction.atomic
def _opened(opening: Opening, copy: bytes, *, by, at: datetime) -> Opening:
    current = locked(opening, OpeningState.READY, at)
    with journal.recording(current, step="open", by=by, at=at):
        current.state, current.sealed_share, current.sealed_copy = OpeningState.OPEN, None, copy
        current.opened_at, current.opened_by, current.expires_at = at, by, at + LASTS
        current.save()
    note(current.tip, "open", "开启身份信息", by=by, at=at, region_code=current.tip.region_code)
    return current


@sensitive_variables("private", "files", "identity")
def _content(opening: Opening, private: bytes) -> bytes:
    """What the session may read: the identity, and the keys of the original files. Raises CannotOpen."""
    row = SealedIdentity.objects.filter(
        tip=opening.tip_id, custody=opening.custody, sealed__isnull=False
    ).first()
    identity = json.loads(boxes.unseal(row.sealed, private, about(row.tip_id))) if row else {}
    files = {
        str(file.uuid): b64encode(boxes.unseal(file.sealed_key, private, about_file(file.uuid))).decode()
        for file in files_with(opening.custody).filter(tip=opening.tip_id)
    }
    return json.dumps({"identity": identity, "files": files}, ensure_ascii=False).encode()


def _own_share(opening: Opening, by) -> CustodyShare:
    access.insist(by, Permission.KEEP_IDENTITIES, opening.tip)
    share = share_held_by(by, opening.custody)
    if share is None:
        raise PermissionDenied("您没有保管这把密钥的份额。")
    return share


def _insist_state(opening: Opening, state: str) -> None:
    if opening.state != state:
        raise StepRefused(f"当前状态为“{opening.get_state_display()}”，不能办理，请刷新页面查看。")


@sensitive_variables("passphrase")
def _share_of(opening: Opening, share: CustodyShare, passphrase: str, *, by, at: datetime) -> bytes:
    """The share; a wrong passphrase stands in the journal of the opening too."""
    try:
        return opened_share(share=share, typed=passphrase, field="passphrase", by=by, at=at)
    except ValidationError:
        _note_failure(opening, by=by, at=at)
        raise


@transaction.atomic
def _note_failure(opening: Opening, *, by, at: datetime) -> None:
    journal.record_event(
        subject="opening", subject_id=opening.pk, step="fail", by=by, at=at, file_key=f"tip:{opening.tip_id}",
        region_code=opening.tip.region_code,
    )  # fmt: skip
