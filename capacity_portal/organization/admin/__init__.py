"""Back office of this app, and ``JournalledAdmin``, from which the other apps' back offices derive."""

from capacity_portal.organization.admin.accounts import OfficerAdmin, RoleRequirementAdmin
from capacity_portal.organization.admin.calendar import HolidayAdmin, ThresholdAdmin
from capacity_portal.organization.admin.journalled import JournalledAdmin
from capacity_portal.organization.admin.lists import ListOfRecords
from capacity_portal.organization.admin.territory import DepartmentAdmin, OfficeAdmin, RegionAdmin
from capacity_portal.organization.resources import JournalledResource, WordWidget

__all__ = [
    "DepartmentAdmin",
    "HolidayAdmin",
    "JournalledAdmin",
    "JournalledResource",
    "ListOfRecords",
    "OfficeAdmin",
    "OfficerAdmin",
    "RegionAdmin",
    "RoleRequirementAdmin",
    "ThresholdAdmin",
    "WordWidget",
]
