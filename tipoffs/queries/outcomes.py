"""Published outcomes for the office, and the closed tips that could still be published."""

from django.db.models import Exists, OuterRef, QuerySet

from capacity_portal.organization.roles import Permission
from tipoffs.choices import Conclusion, TipState
from tipoffs.models import PublishedOutcome, Tip
from tipoffs.queries.scope import is_office, tips_visible_to


def outcomes_visible_to(officer) -> QuerySet[PublishedOutcome]:
    """Outcomes of the tips that the office sees."""
    if not (officer.may(Permission.PUBLISH_OUTCOMES) and is_office(officer)):
        return PublishedOutcome.objects.none()
    return PublishedOutcome.objects.filter(tip__in=tips_visible_to(officer).values("pk"))


def unpublished(officer) -> QuerySet[Tip]:
    """Closed tips found true of which nothing is public, the latest first."""
    shown = PublishedOutcome.objects.filter(tip=OuterRef("pk"), withdrawn_at=None)
    rows = tips_visible_to(officer).filter(
        state=TipState.CLOSED, conclusion__in=[Conclusion.CONFIRMED, Conclusion.PARTLY]
    )
    return rows.exclude(Exists(shown)).order_by("-closed_at", "-id")
