"""The digest of a month's frozen list, taken again from the stored rows."""

from capacity_portal.journal.models import Entry
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
"""What a line of the list says, in this order; none of it ever changes but a cell found later, where there was none."""
_CELL = {
    "cell_id": None,
    "cell_name": "",
    "risk_marks": [],
    "responsible_officer_id": None,
    "responsible_name": "",
}


def list_digest(round_: Round) -> str:
    """SHA-256 over the lines that were in force at the month's beginning, by kind, enterprise and cell.

    Additions and removals are not in it, nor cells found later (``operations.placing``): each has its own entry in the journal.
    """
    placed = _placed(round_)
    rows = Duty.objects.filter(period=round_.period, entry=DutyEntry.OPENING)
    rows = rows.order_by("kind", "enterprise_id", "cell_id").values_list("id", *FROZEN)
    return digest_of_lines(
        _as_frozen(row, number in placed) for number, *row in rows.iterator(chunk_size=5_000)
    )


def _placed(round_: Round) -> set[int]:
    """Numbers of the duties that were given a cell after they had been frozen without one."""
    entries = Entry.objects.filter(subject="duty", step="place", at__gte=round_.opened_at)
    return set(entries.values_list("subject_id", flat=True))


def _as_frozen(row: list, is_placed: bool) -> list:
    return [_CELL.get(name, value) for name, value in zip(FROZEN, row, strict=True)] if is_placed else row
