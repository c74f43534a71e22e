"""Who stands at the desk: proved by what only the reporter has, or against the identity that was opened; nothing is kept of it."""

from datetime import datetime

from tipoffs.choices import OpeningState
from tipoffs.models import Opening, Tip
from tipoffs.queries.lookup import find_tip


def proves(tip: Tip, number_typed: str, code_typed: str) -> bool:
    """Whether number and query code shown at the desk belong to this very tip."""
    found = find_tip(number_typed, code_typed)
    return found is not None and found.pk == tip.pk


def open_opening_of(tip: Tip, at: datetime) -> Opening | None:
    """The opening of the tip's identity that is open at this moment."""
    rows = Opening.objects.filter(tip=tip, state=OpeningState.OPEN, opened_at__lte=at, expires_at__gt=at)
    return rows.order_by("id").last()
