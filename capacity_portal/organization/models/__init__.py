from capacity_portal.organization.models.department import Department
from capacity_portal.organization.models.holiday import Holiday
from capacity_portal.organization.models.office import Office
from capacity_portal.organization.models.officer import Officer, RoleRequirement
from capacity_portal.organization.models.region import Region
from capacity_portal.organization.models.threshold import Threshold

__all__ = ["Department", "Holiday", "Office", "Officer", "Region", "RoleRequirement", "Threshold"]
