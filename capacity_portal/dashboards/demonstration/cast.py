"""Who acts in the story: the office's staff, leader and staff of every county, all grid officers, the counties' units."""

from dataclasses import dataclass

from capacity_portal.dashboards.demonstration.people import UNIT, ZONE_UNIT
from capacity_portal.organization.models import Department, Officer, Region
from capacity_portal.organization.roles import RoleCode


@dataclass(frozen=True)
class Cast:
    """``staff``, ``leaders`` and ``units`` (ids) by county; ``officers`` by number."""

    counties: list[Region]
    officers: dict[int, Officer]
    staff: dict[str, Officer]
    leaders: dict[str, Officer]
    units: dict[str, int]
    office: Officer
    office_leader: Officer


def cast_of(counties: list[Region]) -> Cast:
    rows = Officer.objects.select_related("region", "department").order_by("id")
    officers = {officer.pk: officer for officer in rows}
    named = {officer.username: officer for officer in officers.values()}
    units = Department.objects.filter(short_name__in=(UNIT, ZONE_UNIT), region__in=counties)
    return Cast(
        counties=counties,
        officers=officers,
        staff=_by_county(officers, RoleCode.COUNTY_STAFF),
        leaders=_by_county(officers, RoleCode.COUNTY_LEADER),
        units=dict(units.values_list("region__code", "id")),
        office=named["office_staff"],
        office_leader=named["office_leader"],
    )


def _by_county(officers: dict[int, Officer], role: RoleCode) -> dict[str, Officer]:
    return {officer.region_code: officer for officer in officers.values() if officer.role == role}
