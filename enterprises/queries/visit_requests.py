"""Requests for a look, for those whose region they lie in: the open ones in order of their last day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from capacity_portal.lib.pages import Order
from capacity_portal.organization.access import within_region
from capacity_portal.organization.roles import Permission
from enterprises.models import VisitRequest

_OFFICE = (Permission.MANAGE_ROUNDS, Permission.HANDLE_TIPOFFS, Permission.DECIDE_TIPOFFS)
BY_DUE = Order("due", "期限近的在前", ("due_on", "id"))


def requests_visible_to(officer) -> QuerySet[VisitRequest]:
    """All requests in the officer's region, answered ones too."""
    if not officer.may(Permission.VIEW_LEDGER):
        return VisitRequest.objects.none()
    return within_region(VisitRequest.objects.all(), officer)


def open_requests(officer) -> QuerySet[VisitRequest]:
    """Those nobody has answered yet."""
    return requests_visible_to(officer).filter(answered_at=None)


def enterprises_asked_about(officer, numbers: Iterable[int]) -> set[int]:
    """Those of the enterprises that have an open request: one query for a whole list."""
    found = open_requests(officer).filter(enterprise__in=list(numbers))
    return set(found.values_list("enterprise", flat=True))


def number_for(request: VisitRequest, officer) -> str:
    """The receipt number for the office and for who asked; whoever only looks reads the reason, not that a tip stands behind it."""
    own = request.requested_by_id == officer.pk
    return request.receipt_number if own or any(map(officer.may, _OFFICE)) else ""


def due_words(due_on: date, today: date) -> str:
    """``还有3天``, ``今天到期``, ``逾期2天``"""
    left = (due_on - today).days
    return "今天到期" if left == 0 else f"还有{left}天" if left > 0 else f"逾期{-left}天"
