"""The filters of the list of visits as an address carries them; what cannot be understood is left out."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from capacity_portal.lib import months, territory
from inspections.choices import Outcome, VisitState
from inspections.rules.visit_marks import FAR_METRES

MARKS = {
    "backfilled": "补录",
    "night": "夜查",
    "far": "距离较远",
    "offline": "离线填报",
    "no_photo": "没有照片",
}
_CONDITIONS: dict[str, dict[str, Any]] = {
    "backfilled": {"is_backfilled": True},
    "night": {"is_night": True},
    "far": {"distance_m__gt": FAR_METRES},
    "offline": {"source": "offline"},
    "no_photo": {"has_photo": False},
}


@dataclass(frozen=True)
class VisitFilters:
    """Empty values do not filter. ``month`` yyyymm, ``region`` a code (prefix), ``mark`` one of MARKS."""

    month: int | None = None
    region: str = ""
    outcome: str = ""
    state: str = ""
    mark: str = ""
    cell: int | None = None
    enterprise: int | None = None
    duty: int | None = None

    def conditions(self) -> dict[str, Any]:
        """Keyword arguments of a filter on visits."""
        found: dict[str, Any] = dict(_CONDITIONS.get(self.mark, {}))
        if self.region:
            found |= {"region_code__gte": self.region, "region_code__lt": territory.next_prefix(self.region)}
        plain = {"period": self.month, "outcome": self.outcome, "state": self.state}
        plain |= {"cell": self.cell, "enterprise": self.enterprise, "duty": self.duty}
        return found | {name: value for name, value in plain.items() if value}

    def as_parameters(self) -> dict[str, str]:
        """The names and values of the address."""
        values = {name: str(value) for name, value in asdict(self).items() if value}
        return values | ({"month": months.slug(self.month)} if self.month else {})


def parse(parameters: Mapping[str, str]) -> VisitFilters:
    """The filters of an address."""
    return VisitFilters(
        month=months.parse_or_none(parameters.get("month", "")),
        region=territory.normalise_or_blank(parameters.get("region", "")),
        outcome=_one_of(parameters.get("outcome", ""), Outcome.values),
        state=_one_of(parameters.get("state", ""), VisitState.values),
        mark=_one_of(parameters.get("mark", ""), MARKS),
        cell=_number(parameters.get("cell", "")),
        enterprise=_number(parameters.get("enterprise", "")),
        duty=_number(parameters.get("duty", "")),
    )


def _one_of(value: str, known) -> str:
    return value if value in known else ""


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 18 else None
