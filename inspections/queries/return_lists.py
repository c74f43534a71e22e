"""Which returns there are: the months and counties an officer sees, each with its return or none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from capacity_portal.lib.territory import Level, level_of
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Region
from capacity_portal.organization.queries import counties_of
from capacity_portal.organization.roles import Permission
from inspections.choices import ReturnState
from inspections.models import MonthlyReturn, Round
from inspections.queries.rounds import rounds_listed
from inspections.queries.scope import is_bound_to_cells, returns_visible_to

MONTHS = 12
SIGNED = (ReturnState.SUBMITTED, ReturnState.ACCEPTED)


@dataclass(frozen=True)
class Slot:
    """One county's month; ``record`` None where nobody has begun. ``is_missing``: due and not signed."""

    county: Region
    round: Round
    record: MonthlyReturn | None
    is_missing: bool

    @property
    def label(self) -> str:
        return "未编制" if self.record is None else self.record.get_state_display()

    @property
    def kind(self) -> str:
        """As in _partials/status.html."""
        if self.is_missing:
            return "bad"
        kinds = {"draft": "running", "submitted": "warn", "accepted": "good", "sent_back": "warn"}
        return kinds[self.record.state] if self.record else "neutral"

    @property
    def marks(self) -> list[str]:
        """零报告, 逾期, and what the zero report must not hide."""
        record = self.record
        if record is None:
            return ["逾期未报"] if self.is_missing else []
        named = [
            ("零报告", record.is_zero_report),
            ("逾期报送", record.is_late),
            ("逾期未报", self.is_missing),
        ]
        return [text for text, holds in [*named, ("有提示", bool(record.zero_flags))] if holds]


def sees_returns(officer) -> bool:
    """Officers of a county or the prefecture; a grid officer has his own list, a town signs no return."""
    return (
        officer.may(Permission.VIEW_INSPECTIONS)
        and not is_bound_to_cells(officer)
        and level_of(officer.region_code) <= Level.COUNTY
    )


def counties_for(officer, on: date) -> list[Region]:
    """The counties and zones whose returns the officer sees, in order of code."""
    return list(counties_of(officer.region_code, on)) if sees_returns(officer) else []


def county_for(officer, code: str) -> Region | None:
    """One of them by its code, one that has been dissolved since too; None for any other."""
    if not sees_returns(officer):
        return None
    kinds = [RegionKind.COUNTY, RegionKind.ZONE]
    found = Region.objects.within(officer.region_code).filter(code=code, kind__in=kinds).first()
    return found if found is not None and level_of(found.code) == Level.COUNTY else None


def months_shown() -> list[Round]:
    """The last twelve months there are, the newest first."""
    return list(rounds_listed()[:MONTHS])


def slots(officer, rounds: Iterable[Round], counties: Iterable[Region], today: date) -> list[list[Slot]]:
    """A line a county, a slot a month, in the order given; one query for all returns."""
    rounds = list(rounds)
    asked = returns_visible_to(officer).filter(round__in=rounds).defer("figures", "text", "problems")
    found = {
        (record.county_id, record.round_id): record
        for record in asked.select_related("submitted_by", "accepted_by")
    }
    return [
        [_slot(county, round_, found.get((county.pk, round_.pk)), today) for round_ in rounds]
        for county in counties
    ]


def record_of(officer, round_: Round, county: Region) -> MonthlyReturn | None:
    """The county's return of the month as the officer may see it, with the people who signed."""
    people = ("county", "round", "submitted_by", "accepted_by", "sent_back_by")
    return returns_visible_to(officer).select_related(*people).filter(round=round_, county=county).first()


def _slot(county: Region, round_: Round, record: MonthlyReturn | None, today: date) -> Slot:
    is_signed = record is not None and record.state in SIGNED
    return Slot(county, round_, record, not is_signed and today > round_.return_due_on)
