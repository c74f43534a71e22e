"""Which reports there are to choose from, and which an officer has still to begin."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from capacity_portal.organization.roles import Permission
from reports.models import Assessment, Scheme
from reports.queries.assessments import PREFECTURE, level_for, schemes_visible_to


def years_listed(rows: QuerySet[Assessment]) -> list[int]:
    """Years of which there are reports, the newest first."""
    return list(rows.order_by("-scheme__year").values_list("scheme__year", flat=True).distinct())


def regions_listed(rows: QuerySet[Assessment]) -> list[tuple[str, str]]:
    """(code, name) of the regions with reports."""
    return list(rows.order_by("region_code").values_list("region_code", "region__name").distinct())


def schemes_to_open(officer, today: date) -> Iterable[Scheme]:
    """Schemes in force that ask the officer's own region for a report nobody has begun, the next due first."""
    if not officer.may(Permission.COMPILE_REPORTS):
        return []
    begun = Assessment.objects.filter(scheme=OuterRef("pk"), region_code=officer.region_code)
    rows = schemes_visible_to(officer).filter(
        is_active=True, level=level_for(officer), year__gte=today.year - 1
    )
    if level_for(officer) == PREFECTURE:
        rows = rows.filter(region_code=officer.region_code)
    return rows.filter(~Exists(begun)).order_by("due_on")[:20]
