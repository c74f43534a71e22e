"""Taking a tip on: the first step of the office."""

from datetime import datetime

from django.db import transaction

from capacity_portal.lib import dates
from tipoffs.models import Tip
from tipoffs.operations import door


@transaction.atomic
def accept(*, tip: Tip, version: int, by, at: datetime) -> Tip:
    """Accept a received tip. Raises StepRefused, TipChanged, PermissionDenied."""
    tip = door.locked(tip, version)
    step = door.step_of(tip, "accept", by)
    told = f"已受理。承诺于{dates.label(tip.handover_due_on)}前交办核查。"
    with door.stepping(tip, step, by=by, at=at, public_text=told):
        tip.accepted_at, tip.accepted_by = at, by
        tip.refusal, tip.refusal_text = "", ""
        tip.refusal_proposed_at = tip.refusal_proposed_by = None
    return tip
