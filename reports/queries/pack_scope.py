"""What goes into an evidence pack: what the asking officer sees, of one territory and period, in a fixed order."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from capacity_portal.lib import months
from capacity_portal.lib.moments import beginning_of
from capacity_portal.lib.territory import contains, next_prefix
from capacity_portal.organization.access import within_region
from inspections.choices import ReturnState as MonthlyState
from inspections.choices import VisitState
from inspections.models import Finding, MonthlyReturn, Visit, VisitPhoto
from inspections.queries.scope import findings_visible_to, visits_visible_to
from inspections.queries.scope import returns_visible_to as monthly_visible_to
from reports.choices import OUT_STATES, AssessmentState, ReturnState
from reports.models import (
    Assessment,
    DocumentTask,
    IncomingDocument,
    Meeting,
    Notice,
    NoticeReturn,
    Recipient,
)
from reports.queries.scope import (
    assessments_visible_to,
    incoming_visible_to,
    is_secretariat,
    meetings_visible_to,
    notices_visible_to,
    returns_visible_to,
)
from tipoffs.choices import TipState
from tipoffs.models import Assignment, Tip
from tipoffs.queries.scope import is_office as handles_tips
from tipoffs.queries.scope import tips_visible_to, without_excluded

_TOLD = (
    TipState.HANDED_OVER,
    TipState.VERIFYING,
    TipState.VERIFIED,
    TipState.DEALT,
    TipState.ANSWERED,
    TipState.CLOSED,
)
"""Tips of which there is a summary in the office's own words."""


@dataclass(frozen=True)
class PackScope:
    """Whose eyes, which territory (inside the officer's), which days (both included)."""

    officer: object
    region_code: str
    since: date
    until: date

    @property
    def is_whole(self) -> bool:
        """Whether the territory is all of the officer's own."""
        return self.region_code == self.officer.region_code

    def within(self, rows: QuerySet, field: str = "region_code") -> QuerySet:
        """Rows of the territory; none when it does not lie in the officer's region."""
        if not contains(self.officer.region_code, self.region_code):
            return rows.none()
        return rows.filter(
            **{f"{field}__gte": self.region_code, f"{field}__lt": next_prefix(self.region_code)}
        )

    def on_days(self, rows: QuerySet, field: str) -> QuerySet:
        return rows.filter(**{f"{field}__range": (self.since, self.until)})

    def in_time(self, rows: QuerySet, field: str) -> QuerySet:
        """The same for a moment instead of a day."""
        first, after = beginning_of(self.since), beginning_of(self.until + timedelta(days=1))
        return rows.filter(**{f"{field}__gte": first, f"{field}__lt": after})


def issued(scope: PackScope) -> QuerySet[Notice]:
    """Issued documents of the period; of a county those addressed to it."""
    rows = scope.on_days(notices_visible_to(scope.officer).filter(state__in=OUT_STATES), "dated")
    if not scope.is_whole:
        rows = rows.filter(Exists(scope.within(Recipient.objects.all()).filter(notice=OuterRef("pk"))))
    return rows.select_related("entry__series").order_by("dated", "id")


def recipients(scope: PackScope) -> QuerySet[Recipient]:
    """Addressees in the territory of those documents."""
    rows = Recipient.objects.filter(notice__in=issued(scope).order_by().values("pk"), is_copy=False)
    return scope.within(rows).order_by("notice_id", "position", "id")


def incoming(scope: PackScope) -> QuerySet[IncomingDocument]:
    """Documents that came in the period; of a county those it was given a task of."""
    rows = scope.on_days(incoming_visible_to(scope.officer), "received_on")
    if not scope.is_whole:
        tasks = scope.within(DocumentTask.objects.all()).filter(incoming=OuterRef("pk"))
        rows = scope.within(rows) | rows.filter(Exists(tasks))
    return rows.order_by("received_on", "id")


def written_returns(scope: PackScope) -> QuerySet[NoticeReturn]:
    rows = returns_visible_to(scope.officer).filter(state__in=[ReturnState.SUBMITTED, ReturnState.ACCEPTED])
    rows = scope.in_time(scope.within(rows), "submitted_at")
    return rows.select_related("recipient__notice__entry__series", "submitted_by", "accepted_by").order_by(
        "submitted_at", "id"
    )


def monthly(scope: PackScope) -> QuerySet[MonthlyReturn]:
    """Signed monthly returns of the months that the period touches."""
    rows = scope.within(monthly_visible_to(scope.officer)).filter(
        state__in=[MonthlyState.SUBMITTED, MonthlyState.ACCEPTED],
        period__range=(months.month_of(scope.since), months.month_of(scope.until)),
    )
    return rows.select_related("county", "round", "submitted_by", "accepted_by").order_by(
        "period", "region_code"
    )


def visits(scope: PackScope) -> QuerySet[Visit]:
    """Visits that stand: what was sent back or corrected proves nothing."""
    rows = scope.on_days(visits_visible_to(scope.officer).filter(state=VisitState.RECORDED), "visited_on")
    return scope.within(rows).order_by("visited_on", "id")


def photos(scope: PackScope) -> QuerySet[VisitPhoto]:
    rows = VisitPhoto.objects.filter(visit__in=visits(scope).order_by().values("pk"))
    return rows.select_related("visit__duty").order_by("visit__visited_on", "visit_id", "id")


def findings(scope: PackScope) -> QuerySet[Finding]:
    rows = scope.on_days(findings_visible_to(scope.officer), "found_on")
    return scope.within(rows).order_by("found_on", "id")


def tips(scope: PackScope) -> QuerySet[Tip]:
    """Tips of which there is a summary; of a county those handed over to it."""
    return _told(scope, tips_visible_to(scope.officer)).order_by("year", "number")


def tips_of_others(scope: PackScope) -> int:
    """How many tips the handlers' pack would hold while the office's other staff may not collect them; none he keeps out of (回避)."""
    officer = scope.officer
    if not is_secretariat(officer) or handles_tips(officer):
        return 0
    return _told(scope, without_excluded(within_region(Tip.objects.all(), officer), officer)).count()


def _told(scope: PackScope, rows: QuerySet[Tip]) -> QuerySet[Tip]:
    rows = scope.on_days(rows.filter(state__in=_TOLD), "received_on")
    if not scope.is_whole:
        rows = rows.filter(
            Exists(scope.within(Assignment.objects.all()).filter(tip=OuterRef("pk"), turn=OuterRef("turn")))
        )
    return rows.exclude(summary="")


def meetings(scope: PackScope) -> QuerySet[Meeting]:
    rows = scope.on_days(scope.within(meetings_visible_to(scope.officer)), "held_on")
    return rows.select_related("notice__entry__series", "incoming", "recorded_by").order_by("held_on", "id")


def assessments(scope: PackScope) -> QuerySet[Assessment]:
    """Final reports dated in the period, or of a year that lies in it."""
    years = range(scope.since.year, scope.until.year + 1)
    rows = scope.within(assessments_visible_to(scope.officer)).filter(state=AssessmentState.FINAL)
    rows = rows.filter(Q(dated__range=(scope.since, scope.until)) | Q(scheme__year__in=years))
    return rows.select_related("scheme", "region").order_by("scheme__year", "region_code", "id")
