"""What waits for an officer in the inspections."""

from django.db.models import Exists, OuterRef, QuerySet

from capacity_portal.lib import months
from capacity_portal.organization.queries import counties_of
from inspections.choices import VisitState
from inspections.models import Round, Tally, Visit
from inspections.queries.scope import visits_answered_for_by
from inspections.rules import stock

SOON = 3
"""So many working days before the visits are due, a county below BEHIND is behind."""
BEHIND = 800
"""Per mille."""


def to_redo(officer) -> QuerySet[Visit]:
    """Visits of open months, in the officer's region or cells, that were sent back and nobody has made good since.

    Neither by a correction nor by a new valid visit of the same duty; what was taken off the list is not done again.
    """
    anew = Visit.objects.filter(duty=OuterRef("duty"), state=VisitState.RECORDED)
    anew = anew.filter(recorded_at__gte=OuterRef("sent_back_at"))
    rows = visits_answered_for_by(officer).filter(state=VisitState.SENT_BACK, replaced_by=None)
    return rows.filter(~Exists(anew), duty__round__closed_at=None, duty__removed_on=None)


def behind(officer, round_: Round, days_left: int) -> list[tuple[str, dict]]:
    """(name, account) of counties that are behind, the lowest first; from the tallies, two queries.

    After the due day: whoever is not done; in the last SOON working days: whoever is below BEHIND per mille.
    """
    if days_left > SOON:
        return []
    bound = 1000 if days_left < 0 else BEHIND
    names = dict(counties_of(officer.region_code, months.last_day(round_.period)).values_list("code", "name"))
    rows = Tally.objects.filter(round=round_, county_code__in=names).values("county_code", *stock.COUNTED)
    parts: dict[str, list[dict]] = {}
    for row in rows:
        parts.setdefault(row["county_code"], []).append(row)
    accounts = [(names[code], stock.together(found)) for code, found in parts.items()]
    late = [one for one in accounts if one[1]["denominator"] and one[1]["per_mille"] < bound]
    return sorted(late, key=lambda one: (one[1]["per_mille"], one[0]))
