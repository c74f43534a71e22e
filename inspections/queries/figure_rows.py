"""The aggregates behind the month's figures: one query each, grouped by county and cell, whatever the size of the month."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from inspections.choices import FindingState, Severity, VisitState
from inspections.models import Duty, Finding, Round, Visit
from inspections.queries.numerator import ATTEMPTS, night_checks
from inspections.queries.tallies import COUNTS, duties_of
from inspections.queries.uncovered import UNCOVERED

Place = tuple[str, int | None]
"""County code ("" for none) and cell (None for none)."""

_PLACE = ("county_code", "cell_id")
_UNCOVERED = Q(removed_on=None, coverage__in=UNCOVERED)


@dataclass
class Rows:
    """Rows of one place, or of many taken together."""

    duties: list[dict] = field(default_factory=list)
    nights: list[dict] = field(default_factory=list)
    visits: list[dict] = field(default_factory=list)
    findings: list[dict] = field(default_factory=list)


def together(parts: Iterable[Rows]) -> Rows:
    """The rows of several places as those of one."""
    sum_ = Rows()
    for part in parts:
        sum_.duties += part.duties
        sum_.nights += part.nights
        sum_.visits += part.visits
        sum_.findings += part.findings
    return sum_


def by_place(round_: Round) -> dict[Place, Rows]:
    """Everything the figures count, by county and cell."""
    found: dict[Place, Rows] = defaultdict(Rows)
    asked = {"duties": _duties, "nights": _nights, "visits": _visits, "findings": _findings}
    for name, rows_of in asked.items():
        for row in rows_of(round_).order_by():
            getattr(found[row["county_code"], row["cell_id"]], name).append(row)
    return dict(found)


def _duties(round_: Round) -> QuerySet[Duty]:
    groups = duties_of(round_).values(*_PLACE, "kind", "supervision_class", "is_key", "is_lookback")
    return groups.annotate(
        **COUNTS,
        explained=Count("id", filter=_UNCOVERED & ~Q(gap_reason="")),
        unexplained=Count("id", filter=_UNCOVERED & Q(gap_reason="")),
        nights_needed=Count("id", filter=Q(removed_on=None, needs_night=True)),
    )


def _nights(round_: Round) -> QuerySet[Duty]:
    by_night = night_checks().filter(duty=OuterRef("pk"))
    found = duties_of(round_).filter(Exists(by_night), removed_on=None, needs_night=True)
    return found.values(*_PLACE).annotate(n=Count("id"))


def _visits(round_: Round) -> QuerySet[Visit]:
    valid = Visit.objects.filter(period=round_.period, state=VisitState.RECORDED)
    return valid.values(*_PLACE, "outcome").annotate(
        n=Count("id"),
        night=Count("id", filter=Q(is_night=True) & ~Q(outcome__in=ATTEMPTS)),
        backfilled=Count("id", filter=Q(is_backfilled=True)),
    )


def _findings(round_: Round) -> QuerySet[Finding]:
    open_ = ~Q(state=FindingState.CLOSED)
    found = Finding.objects.filter(period=round_.period).values(*_PLACE, "kind")
    return found.annotate(
        n=Count("id"),
        open=Count("id", filter=open_),
        serious_open=Count("id", filter=open_ & Q(severity=Severity.SERIOUS)),
    )
