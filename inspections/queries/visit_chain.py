"""What a visit corrects, and what that one corrected."""

from django.utils.timezone import localdate

from inspections.choices import VisitState
from inspections.models import Visit
from inspections.rules.corrections import Link, first_taken
from inspections.rules.visits import FirstTaken


def first_taken_of(visit: Visit) -> FirstTaken | None:
    """By what the correction of ``visit`` is judged; None for one that was sent back: its correction is judged anew."""
    if visit.state == VisitState.SENT_BACK:
        return None
    rows = Visit.objects.filter(duty=visit.duty_id)
    links = {
        number: Link(replaces, recorded_at, sent_back_at is not None)
        for number, replaces, recorded_at, sent_back_at in rows.values_list(
            "pk", "replaces", "recorded_at", "sent_back_at"
        )
    }
    return FirstTaken(localdate(first_taken(visit.pk, links)), visit.is_backfilled, visit.backfill_reason)
