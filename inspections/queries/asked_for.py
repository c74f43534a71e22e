"""Visits and the looks somebody asked for: which requests a visit may answer."""

from django.db.models import QuerySet

from enterprises.models import VisitRequest
from enterprises.queries.visit_requests import open_requests
from inspections.choices import VisitState
from inspections.models import Visit


def open_about(officer, visit: Visit) -> QuerySet[VisitRequest]:
    """Requests that this visit may answer: of its enterprise, asked for on its day or before."""
    if visit.enterprise_id is None or visit.state != VisitState.RECORDED:
        return VisitRequest.objects.none()
    rows = open_requests(officer).filter(enterprise=visit.enterprise_id)
    return rows.filter(requested_at__date__lte=visit.visited_on).order_by("due_on", "id")
