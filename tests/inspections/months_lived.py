"""What tests of whole months share: templates, the counties, months opened by the operation."""

from datetime import UTC, datetime

from inspections.models import Duty, MonthlyReturn, Round
from inspections.operations.opening import open_round
from inspections.queries.freezing import NEEDED_CODES
from inspections.queries.territory import county_names
from tests.makers import make_checklist, make_officer, make_region

FEBRUARY = datetime(2026, 2, 1, 1, tzinfo=UTC)
MARCH = datetime(2026, 3, 1, 1, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 1, tzinfo=UTC)


def prepare() -> None:
    """All templates, and a prefecture with two counties."""
    for code in NEEDED_CODES:
        make_checklist(code.value, items=1)
    for code in ("3608", "360802", "360803"):
        make_region(code)


def opened(at: datetime = MARCH, **values) -> Round:
    values = {"period": at.year * 100 + at.month, "by": None, "at": at, **values}
    return open_round(**values)


def list_of(round_: Round) -> list[tuple]:
    """Title, county, entry, reason of entry, reason of removal of every line, in the order it was written."""
    columns = ("title", "county_code", "entry", "entered_reason", "removed_reason")
    return list(Duty.objects.filter(round=round_).order_by("id").values_list(*columns))


def accept_returns(round_: Round, at: datetime = APRIL) -> None:
    """An accepted return of every county, around the operations."""
    leader, staff = make_officer("county_leader"), make_officer("office_staff")
    for code in county_names(round_.period):
        MonthlyReturn.objects.update_or_create(
            round=round_, county=make_region(code),
            defaults={
                "period": round_.period, "region_code": code, "state": "accepted", "begun_at": at, "submitted_at": at,
                "submitted_by": leader, "accepted_at": at, "accepted_by": staff,
            },
        )  # fmt: skip
