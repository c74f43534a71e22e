"""Back office of this app, and ``JournalledAdmin``, from which the other apps' back offices derive."""

from capacity_portal.organization.admin.accounts import OfficerAdmin, RoleRequirementAdmin
from capacity_portal.organization.admin.calendar import HolidayAdmin, ThresholdAdmin
from capacity_portal.organization.admin.journalled import JournalledAdmin
from capacity_portal.organization.admin.territory import DepartmentAdmin, OfficeAdmin, RegionAdmin

__all__ = [
    "DepartmentAdmin",
    "HolidayAdmin",
    "JournalledAdmin",
    "OfficeAdmin",
    "OfficerAdmin",
    "RegionAdmin",
    "RoleRequirementAdmin",
    "ThresholdAdmin",
]
