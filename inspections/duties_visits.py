"""What visits put on the desk: confirm that one was there, and do again what was sent back."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from capacity_portal.lib.pages import bounded_count
from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import Duty
from inspections.choices import RoundState, VisitState
from inspections.models import VisitInspector
from inspections.queries.desk import to_redo
from inspections.queries.scope import is_bound_to_cells, visits_visible_to

OPEN = (RoundState.OPEN, RoundState.REOPENED)


def register() -> None:
    """Called from AppConfig.ready."""
    registries.register_duty(to_confirm)
    registries.register_duty(sent_back)


def to_confirm(officer, today: date) -> Iterable[Duty]:
    """Visits of open months that name the officer as an inspector, which he has not confirmed."""
    if not officer.may(Permission.VIEW_INSPECTIONS):
        return
    seen = visits_visible_to(officer).filter(state=VisitState.RECORDED, duty__round__state__in=OPEN)
    rows = VisitInspector.objects.filter(officer=officer, confirmed_at=None, visit__in=seen).order_by("visit")
    found = bounded_count(rows)
    if found.n:
        url = reverse("inspections:visit", args=[rows.values_list("visit", flat=True)[0]])
        yield Duty(
            "列您为检查人员的排查记录", url, found.label, "份", "请打开记录，由本人确认参加", "待确认", "warn"
        )


def sent_back(officer, today: date) -> Iterable[Duty]:
    """Visits that came back and nobody has made good: a grid officer's in his cells, whoever made them, else one's own."""
    if not officer.may(Permission.RECORD_VISITS):
        return
    rows = to_redo(officer)
    found = bounded_count(rows if is_bound_to_cells(officer) else rows.filter(recorded_by=officer))
    if found.n:
        query = urlencode({"state": VisitState.SENT_BACK.value})
        url = f"{reverse('inspections:visits')}?{query}"
        yield Duty("被退回的排查记录", url, found.label, "份", "按退回意见重新排查，或更正", "已退回", "bad")
