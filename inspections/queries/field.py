"""What the phone's door looks up before it takes a visit."""

from uuid import UUID

from inspections.choices import Coverage, VisitState
from inspections.models import Duty, Visit


def stored_visit(client_id: UUID | None, officer) -> Visit | None:
    """The officer's own visit under this device number: its answer was lost on the way."""
    rows = Visit.objects.select_related("duty__round", "duty__checklist")
    return rows.filter(client_id=client_id, recorded_by=officer).first()


def covered_by_another(duty: Duty, officer) -> Visit | None:
    """The latest visit that somebody else made of a duty that needs no more of them."""
    if duty.coverage != Coverage.COVERED:
        return None
    others = Visit.objects.filter(duty=duty, state=VisitState.RECORDED).exclude(recorded_by=officer)
    return others.select_related("recorded_by").order_by("-id").first()
