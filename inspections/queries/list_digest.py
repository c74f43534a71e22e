"""The digest of a month's frozen list, taken again from the stored rows."""

from inspections.choices import DutyEntry
from inspections.models import Duty, Round
from inspections.rules.digests import digest_of_lines

FROZEN = (
    "kind",
    "enterprise_id",
    "cell_id",
    "region_code",
    "county_code",
    "title",
    "cell_name",
    "supervision_class",
    "status",
    "is_key",
    "is_lookback",
    "needs_night",
    "risk_marks",
    "responsible_officer_id",
    "responsible_name",
    "checklist_id",
    "visits_needed",
)
"""What a line of the list says, in this order; none of it ever changes."""


def list_digest(round_: Round) -> str:
    """SHA-256 over the lines that were in force at the month's beginning, by kind, enterprise and cell.

    Additions and removals are not in it: each has its own entry in the journal.
    """
    rows = Duty.objects.filter(period=round_.period, entry=DutyEntry.OPENING)
    rows = rows.order_by("kind", "enterprise_id", "cell_id").values_list(*FROZEN)
    return digest_of_lines(list(row) for row in rows.iterator(chunk_size=5_000))
