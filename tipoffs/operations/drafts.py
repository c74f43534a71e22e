"""What a reporter has typed before he submits: stored encrypted, under a name and with a key that only his cookie gives."""

import json
from datetime import datetime, timedelta

from django.db import transaction

from capacity_portal.lib.sealing import boxes
from tipoffs.models import TipDraft
from tipoffs.operations import file_store

KEPT = timedelta(hours=24)
_HOUR = timedelta(hours=1)
_AT_A_TIME = 2_000
_ENDINGS = (".clean", ".sealed")  # as ``kept_files`` names them


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
    return _opened(row, key)


def locked_content(key: bytes) -> dict | None:
    """What the draft holds, which nobody changes before the caller's transaction ends; None when it is gone."""
    row = TipDraft.objects.select_for_update().filter(handle=handle_of(key)).first()
    return None if row is None else _opened(row, key)


def _opened(row: TipDraft, key: bytes) -> dict | None:
    try:
        return json.loads(boxes.unlock(row.sealed, content_key(key), _about(row.handle)))
    except boxes.CannotOpen:
        return None


@transaction.atomic
def save_draft(*, key: bytes, content: dict, at: datetime) -> TipDraft:
    """Begin a draft with ``content`` (JSON), or put it in the place of what was saved; it is kept for a day from its beginning.

    The day runs from the next full hour: the moment at which somebody was at his form is not written down, not even for a day.
    """
    handle = handle_of(key)
    expires_at = at.replace(minute=0, second=0, microsecond=0) + _HOUR + KEPT
    begun = TipDraft.objects.select_for_update().filter(handle=handle, expires_at__gt=at).first()
    if begun is not None:
        expires_at = begun.expires_at
    values = {"sealed": _locked(content, key), "expires_at": expires_at}
    return TipDraft.objects.update_or_create(handle=handle, defaults=values)[0]


@transaction.atomic
def save_step(*, key: bytes, step: str, answers: dict, at: datetime) -> bool:
    """Put the answers of one step into the draft, the others untouched; False, and nothing is stored, when it is gone or over.

    A draft that was submitted is not begun again by a page that is still open: what it held is sealed by now.
    """
    row = TipDraft.objects.select_for_update().filter(handle=handle_of(key), expires_at__gt=at).first()
    content = None if row is None else _opened(row, key)
    if content is None:
        return False
    row.sealed = _locked(content | {step: answers}, key)
    row.save(update_fields=["sealed"])
    return True


def _locked(content: dict, key: bytes) -> bytes:
    text = json.dumps(content, ensure_ascii=False).encode(errors="replace")
    return boxes.lock(text, content_key(key), _about(handle_of(key)))


@transaction.atomic
def discard_draft(*, key: bytes) -> bool:
    """Remove the draft, whose files were adopted or dropped before; False when it was gone."""
    _, removed = TipDraft.objects.filter(handle=handle_of(key)).delete()
    return bool(removed.get(TipDraft._meta.label))


def _about(handle: str) -> str:
    return f"tip_draft:{handle}:sealed"


def forget_expired_drafts(at: datetime) -> int:
    """Regular work: drafts whose time is over go, with the bytes of their files; returns how many drafts."""
    over = list(
        TipDraft.objects.filter(expires_at__lte=at).order_by("id").values_list("pk", flat=True)[:_AT_A_TIME]
    )
    return sum(_forgotten(number, at) for number in over)


@transaction.atomic
def _forgotten(number: int, at: datetime) -> bool:
    draft = TipDraft.objects.select_for_update().filter(pk=number, expires_at__lte=at).first()
    if draft is None:  # submitted or taken up again meanwhile
        return False
    for uuid in draft.files.values_list("uuid", flat=True):
        file_store.remove_on_commit(*(f"{file_store.DRAFTS}/{uuid}{ending}" for ending in _ENDINGS))
    draft.delete()
    return True
