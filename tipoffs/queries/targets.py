"""Units a tip may be handed over to: counties and zones of the prefecture, and the departments there."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from capacity_portal.lib.territory import county_of
from capacity_portal.organization.models import Department, Region
from capacity_portal.organization.queries import counties_of, units_for_accounts
from tipoffs.models import Tip
from tipoffs.queries.scope import exclusions_in_force


@dataclass(frozen=True)
class Target:
    """A county (``department`` None) or a department in a region."""

    region: Region
    department: Department | None = None

    @property
    def key(self) -> str:
        """``d12`` or the code of the county: the value of a choice."""
        return f"d{self.department.pk}" if self.department else self.region.code

    @property
    def label(self) -> str:
        return self.department.name if self.department else self.region.name


def targets(region_code: str, today: date) -> dict[str, Target]:
    """By key: the counties in order of code, then the departments of the prefecture and its counties. Two queries."""
    counties = [Target(region) for region in counties_of(region_code, today)]
    units = [Target(unit.region, unit) for unit in units_for_accounts(region_code)]
    return {target.key: target for target in [*counties, *units]}


def target_choices(
    found: dict[str, Target], region_code: str, county_code: str = ""
) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same as groups of a select: of the counties' departments those of ``county_code`` alone, named with their county."""
    counties = [(key, target.label) for key, target in found.items() if target.department is None]
    units = [(key, target) for key, target in found.items() if target.department]
    own = [(key, target.label) for key, target in units if target.region.code == region_code]
    below = [
        (key, f"{target.region.name}·{target.label}")
        for key, target in units
        if county_code and target.region.code != region_code and county_of(target.region.code) == county_code
    ]
    groups = [("县（市、区）", counties), ("市级成员单位", own), ("举报所在县（市、区）的成员单位", below)]
    return [(title, pairs) for title, pairs in groups if pairs]


def keeps_out(tip: Tip, target: Target) -> bool:
    """Whether the unit keeps out of this tip or of an enterprise it is about (回避)."""
    party = Q(region=target.region)
    if target.department:
        party |= Q(department=target.department)
    return exclusions_in_force(tip).filter(party).exists()
