"""The filters of the list of findings as an address carries them: read tolerantly, written back the same."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from capacity_portal.lib import months, territory
from capacity_portal.lib.typed_text import storable
from inspections.choices import EnforcementState, FindingKind, FindingState, Severity

UNCLOSED, ANY_ENFORCEMENT = "unclosed", "any"
STATE_CHOICES = [(UNCLOSED, "未销号"), *FindingState.choices]
ENFORCEMENT_CHOICES = [
    (ANY_ENFORCEMENT, "已列入移交"),
    *(pair for pair in EnforcementState.choices if pair[0] != EnforcementState.NONE),
]
LONGEST_TEXT = 60
_YES = {"1", "on", "true"}


@dataclass(frozen=True)
class FindingFilters:
    """Empty values do not filter. ``period`` is yyyymm, 0 for all; ``text``: a part of number, object or responsible person.

    ``overdue``: not closed and past the deadline; ``escalated``: handed up to the prefecture; ``unconfirmed``: suspected
    地条钢 that nobody has confirmed yet; ``look_back``: cleared ones that somebody must look at again; ``order`` is a name of ``queries.finding_list.ORDERS``.
    """

    county: str = ""
    period: int = 0
    kind: str = ""
    severity: str = ""
    state: str = ""
    overdue: bool = False
    escalated: bool = False
    unconfirmed: bool = False
    look_back: bool = False
    enforcement: str = ""
    text: str = ""
    order: str = ""

    def without(self, *names: str) -> "FindingFilters":
        """The same filters with some of them empty."""
        return replace(self, **{name: getattr(FindingFilters, name) for name in names})

    @property
    def is_empty(self) -> bool:
        return self.without("order") == FindingFilters()


def parse(parameters: Mapping[str, str]) -> FindingFilters:
    """Read the filters from GET parameters; what cannot be understood is left out."""
    typed = {field.name: str(parameters.get(field.name) or "")[:200] for field in fields(FindingFilters)}
    return FindingFilters(
        county=territory.normalise_or_blank(typed["county"]),
        period=months.parse_or_none(typed["period"]) or 0,
        kind=_one_of(FindingKind.values, typed["kind"]),
        severity=_one_of(Severity.values, typed["severity"]),
        state=_one_of(dict(STATE_CHOICES), typed["state"]),
        overdue=typed["overdue"] in _YES,
        escalated=typed["escalated"] in _YES,
        unconfirmed=typed["unconfirmed"] in _YES,
        look_back=typed["look_back"] in _YES,
        enforcement=_one_of(dict(ENFORCEMENT_CHOICES), typed["enforcement"]),
        text=storable(typed["text"]).strip()[:LONGEST_TEXT],
        order=_one_of(("deadline", "newest"), typed["order"]),
    )


def as_parameters(filters: FindingFilters) -> dict[str, str]:
    """The GET parameters of ``filters``, empty ones left out; ``parse`` reads them back."""
    written = {field.name: getattr(filters, field.name) for field in fields(filters)}
    return {name: _written(name, value) for name, value in written.items() if value}


def _written(name: str, value) -> str:
    if name == "period":
        return months.slug(value)
    return "1" if value is True else value


def _one_of(known, value: str) -> str:
    return value if value in known else ""
