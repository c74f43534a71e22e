"""What a reporter has typed before he submits: stored encrypted, under a name and with a key that only his cookie gives."""

import json
from datetime import datetime, timedelta

from django.db import transaction

from capacity_portal.lib.sealing import boxes
from tipoffs.models import TipDraft

KEPT = timedelta(hours=24)
_HOUR = timedelta(hours=1)


def handle_of(key: bytes) -> str:
    """The name of the draft in the database; it does not give away the key."""
    return boxes.derived(key, "draft handle").hex()


def content_key(key: bytes) -> bytes:
    """What the draft is encrypted with, its files too."""
    return boxes.derived(key, "draft content")


def open_draft(key: bytes, at: datetime | None = None) -> dict | None:
    """What was saved under ``key``; None when there is nothing (any more), or, with ``at``, when its time is over."""
    row = TipDraft.objects.filter(handle=handle_of(key)).first()
    if row is None or (at is not None and row.expires_at <= at):
        return None
    try:
        return json.loads(boxes.unlock(row.sealed, content_key(key), _about(row.handle)))
    except boxes.CannotOpen:
        return None


@transaction.atomic
def save_draft(*, key: bytes, content: dict, at: datetime) -> TipDraft:
    """Store ``content`` (JSON) in the place of what was saved before; it is kept for a day from the next full hour."""
    handle = handle_of(key)
    text = json.dumps(content, ensure_ascii=False).encode(errors="replace")
    # A full hour: the moment at which somebody was at his form is not written down, not even for a day.
    expires_at = at.replace(minute=0, second=0, microsecond=0) + _HOUR + KEPT
    values = {"sealed": boxes.lock(text, content_key(key), _about(handle)), "expires_at": expires_at}
    return TipDraft.objects.update_or_create(handle=handle, defaults=values)[0]


@transaction.atomic
def discard_draft(*, key: bytes) -> None:
    """Remove the draft; its files' bytes are FILES' (``draft_files``) and must be dropped or adopted before."""
    TipDraft.objects.filter(handle=handle_of(key)).delete()


def _about(handle: str) -> str:
    return f"tip_draft:{handle}:sealed"
