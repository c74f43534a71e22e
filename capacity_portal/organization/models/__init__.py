from capacity_portal.organization.models.administrator_request import AdministratorRequest
from capacity_portal.organization.models.department import Department
from capacity_portal.organization.models.grid import GridCell, GridPost
from capacity_portal.organization.models.holiday import Holiday
from capacity_portal.organization.models.office import Office
from capacity_portal.organization.models.officer import Officer, RoleRequirement
from capacity_portal.organization.models.recovery_code import RecoveryCode
from capacity_portal.organization.models.region import Region
from capacity_portal.organization.models.session import OfficerSession
from capacity_portal.organization.models.submission import Submission
from capacity_portal.organization.models.threshold import Threshold

__all__ = [
    "AdministratorRequest",
    "Department",
    "GridCell",
    "GridPost",
    "Holiday",
    "Office",
    "Officer",
    "OfficerSession",
    "RecoveryCode",
    "Region",
    "RoleRequirement",
    "Submission",
    "Threshold",
]
