"""What an officer reads of a tip's timeline: the office all of it; a unit what all may see, and what is its own."""

from datetime import date

from django.db.models import Q, QuerySet

from tipoffs.models import Tip, TipEvent
from tipoffs.queries.scope import is_office


def began_on(tip: Tip) -> tuple[date, str]:
    """The day from which the hand-over of this turn is counted, and what happened then: "" for the receipt, 重新办理之日."""
    if tip.turn > 1:
        day = tip.events.filter(step="reopen").order_by("-id").values_list("on", flat=True).first()
        if day is not None:
            return day, "重新办理之日"
    return tip.counted_on, ""


def events_for(tip: Tip, officer) -> QuerySet[TipEvent]:
    """Newest first. Units do not learn the day of receipt. What is kept for the office stands under the prefecture's own code, which opens it to nobody else."""
    rows = tip.events.select_related("happened_by").order_by("-id")
    if is_office(officer):
        return rows
    seen = Q(region_code="") & ~Q(step="receive")
    if officer.region_code != tip.region_code:
        seen |= Q(region_code=officer.region_code)
    if officer.department_id:
        seen |= Q(happened_by__department=officer.department_id)
    return rows.filter(seen)
