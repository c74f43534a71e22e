"""Sealing who the reporter is: from here on the server cannot read it again."""

import json
from datetime import datetime

from capacity_portal.journal import operations as journal
from capacity_portal.lib.moments import day_alone
from capacity_portal.lib.sealing import boxes
from tipoffs.models import SealedIdentity, Tip
from tipoffs.queries.custody import active_key
from tipoffs.rules.report import Identity

BLOCK = 4096


def seal_identity(*, tip: Tip, identity: Identity, received_at: datetime) -> SealedIdentity | None:
    """Seal contact and exact moment of receipt for the custodians, inside the transaction that receives the tip.

    None without a custody key (the caller then offers no contact and sets ``tip.has_identity`` accordingly). All boxes have the same
    length, so that it tells nothing; the journal's entry carries the day alone.
    """
    key = active_key()
    if key is None:
        return None
    box = boxes.seal(padded(identity, received_at), key.public_key, about(tip.pk))
    sealed = SealedIdentity.objects.create(tip=tip, custody=key, sealed=box)
    journal.record_created(sealed, step="seal", by=None, at=day_alone(received_at))
    return sealed


def about(tip_id: int) -> str:
    """The place a tip's sealed identity is bound to."""
    return f"sealed_identity:{tip_id}"


def padded(identity: Identity, received_at: datetime) -> bytes:
    """The identity as JSON of UTF-8, filled with spaces to whole blocks (every identity within its limits fits into one)."""
    content = {"received_at": received_at.isoformat(), **vars(identity)}
    text = json.dumps(content, ensure_ascii=False).encode(errors="replace")
    return text.ljust(-(-len(text) // BLOCK) * BLOCK)
