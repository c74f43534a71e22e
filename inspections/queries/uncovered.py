"""Who has not been inspected yet: the uncovered list (未排查清单)."""

from django.db.models import QuerySet

from inspections.choices import Coverage
from inspections.models import Duty, Round

UNCOVERED = (Coverage.PENDING, Coverage.ATTEMPTED)
_COLUMNS = {
    "duty": "pk",
    "kind": "kind",
    "title": "title",
    "county_code": "county_code",
    "cell": "cell_id",
    "cell_name": "cell_name",
    "responsible": "responsible_name",
    "supervision_class": "supervision_class",
    "is_key": "is_key",
    "is_lookback": "is_lookback",
    "coverage": "coverage",
    "visits_done": "visits_done",
    "visits_needed": "visits_needed",
    "gap_reason": "gap_reason",
    "excuse_note": "excuse_note",
}


def uncovered_of(round_: Round) -> QuerySet[Duty]:
    """Duties in force that nobody has inspected and the prefecture has not excused."""
    return Duty.objects.in_force().filter(period=round_.period, coverage__in=UNCOVERED)


def unexplained_of(round_: Round) -> QuerySet[Duty]:
    """Those of which nobody has said why either: they keep the month from being closed."""
    return uncovered_of(round_).filter(gap_reason="")


def lines(round_: Round) -> list[dict]:
    """The uncovered list with the excused ones, as plain values, by county, cell and name (``LINE`` of ``queries.figures``)."""
    rows = Duty.objects.in_force().filter(period=round_.period, coverage__in=[*UNCOVERED, Coverage.EXCUSED])
    rows = rows.order_by("county_code", "cell_name", "title", "id").values_list(*_COLUMNS.values())
    return [dict(zip(_COLUMNS, row, strict=True)) for row in rows.iterator(chunk_size=2_000)]
