"""What the months know of one enterprise."""

from capacity_portal.lib.months import add
from inspections.models import Duty, Visit
from inspections.queries.rounds import newest_round
from inspections.queries.scope import duties_visible_to, visits_visible_to

LENGTH = 12
VISITS = 5


def standings(officer, enterprise) -> list[tuple[int, Duty | None]]:
    """(month, duty) of the last LENGTH months, the oldest first; None where it was not on the list; [] before the first month.

    Where it was taken off and put on again, the line in force counts.
    """
    newest = newest_round()
    if newest is None:
        return []
    first = add(newest.period, 1 - LENGTH)
    rows = duties_visible_to(officer).filter(
        enterprise=enterprise, period__gte=first, period__lte=newest.period
    )
    found: dict[int, Duty] = {}
    for duty in rows.order_by("period", "id"):
        if duty.period not in found or duty.removed_on is None:
            found[duty.period] = duty
    return (
        [(period, found.get(period)) for period in (add(first, count) for count in range(LENGTH))]
        if found
        else []
    )


def last_visits(officer, enterprise) -> list[Visit]:
    """The last visits, the newest first."""
    rows = visits_visible_to(officer).filter(enterprise=enterprise).select_related("recorded_by")
    return list(rows.order_by("-visited_on", "-id")[:VISITS])
