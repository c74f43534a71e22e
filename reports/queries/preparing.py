"""Inspections by superiors with how far the counties are."""

from datetime import date, timedelta

from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet

from capacity_portal.organization.access import within_region
from reports.models import Preparation, SuperiorInspection
from reports.queries.scope import is_secretariat, superior_inspections_visible_to

AHEAD = timedelta(days=14)


def preparations_visible_to(officer, inspection: SuperiorInspection) -> QuerySet[Preparation]:
    """All counties for the office, his own line for a county."""
    rows = Preparation.objects.filter(inspection=inspection).select_related("region", "reported_by")
    own = (
        within_region(rows, officer)
        if is_secretariat(officer)
        else rows.filter(region_code=officer.region_code)
    )
    return own.order_by("region_code")


def own_preparation(officer, inspection: SuperiorInspection) -> Preparation | None:
    """The line the officer's own region fills in, None for the prefecture."""
    rows = Preparation.objects.filter(inspection=inspection, region_code=officer.region_code)
    return rows.select_related("region").first()


def with_progress(rows: QuerySet[SuperiorInspection]) -> QuerySet[SuperiorInspection]:
    """``asked``, ``told``: how many counties were asked and have answered; ``mean``: percent over all that were asked."""
    return rows.annotate(
        asked=Count("preparations"), told=Count("preparations", filter=Q(preparations__reported_at__isnull=False)),
        mean=Avg("preparations__percent"),
    )  # fmt: skip


def touching(rows: QuerySet[SuperiorInspection], first: date, last: date) -> QuerySet[SuperiorInspection]:
    """Inspections of which a day lies between ``first`` and ``last``."""
    return rows.filter(starts_on__lte=last, ends_on__gte=first)


def to_fill_in(officer) -> QuerySet[SuperiorInspection]:
    """Open inspections about which the officer's own region has said nothing yet."""
    silent = Preparation.objects.filter(
        inspection=OuterRef("pk"), region_code=officer.region_code, reported_at=None
    )
    return (
        superior_inspections_visible_to(officer)
        .filter(Exists(silent), is_over=False)
        .order_by("starts_on", "id")
    )


def near(officer, today: date) -> QuerySet[SuperiorInspection]:
    """Open inspections that begin within 14 days, or are under way."""
    rows = superior_inspections_visible_to(officer).filter(is_over=False)
    return touching(rows, today, today + AHEAD).order_by("starts_on", "id")
