"""The prefecture and its counties as a month knows them."""

from capacity_portal.lib import months
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Office, Region
from capacity_portal.organization.queries import counties_of

NOWHERE = "未落到县区"
"""Name of what lies in no county: enterprises filed at the prefecture itself."""


def prefecture() -> Region | None:
    """The prefecture of the office; where no office was set up yet, the first there is."""
    office = Office.objects.select_related("region").order_by("id").first()
    if office is not None:
        return office.region
    return Region.objects.filter(kind=RegionKind.PREFECTURE).order_by("code").first()


def county_names(period: int) -> dict[str, str]:
    """Names of the counties and zones in force on the last day of the month, by code, in order."""
    home = prefecture()
    if home is None:
        return {}
    return dict(counties_of(home.code, months.last_day(period)).values_list("code", "name"))
