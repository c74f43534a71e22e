"""The prefecture whose office receives the tips, and the places in it that a reporter may choose."""

from datetime import date

from django.db.models import QuerySet

from capacity_portal.lib.short_memory import remembered
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Office, Region


@remembered
def prefecture() -> Region | None:
    """The prefecture of the office; where no office was set up yet, the first there is."""
    office = Office.objects.select_related("region").order_by("id").first()
    if office is not None:
        return office.region
    return Region.objects.filter(kind=RegionKind.PREFECTURE).order_by("code").first()


def places_in(code: str, on: date) -> QuerySet[Region]:
    """Regions in force inside ``code`` that may be chosen: counties, zones and towns, in order of code."""
    found = Region.objects.within(code).current(on)
    return found.filter(kind__in=[RegionKind.COUNTY, RegionKind.ZONE, RegionKind.TOWN]).order_by("code")
