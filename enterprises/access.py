"""Who may do what to which file, for the operations: the pages have asked before, this is the second lock."""

from django.core.exceptions import PermissionDenied

from capacity_portal.lib import territory
from capacity_portal.organization.roles import Permission
from enterprises.models import Enterprise, Link


def permissions_of(by) -> frozenset | None:
    """Permissions of an officer; None for the system, which may do everything."""
    return None if by is None else frozenset(p for p in Permission if by.may(p))


def covers(by, region_code: str) -> bool:
    """Whether the region lies in the officer's; the system covers all."""
    return by is None or territory.contains(by.region_code, region_code)


def may_see(officer, enterprise: Enterprise) -> bool:
    return officer is None or (
        officer.may(Permission.VIEW_LEDGER) and covers(officer, enterprise.region_code)
    )


def insist(by, permission: Permission, *region_codes: str) -> None:
    """Raise PermissionDenied unless the officer has the permission and covers every region."""
    if by is None:
        return
    if not by.may(permission):
        raise PermissionDenied("您的角色没有这项权限。")
    if not all(covers(by, code) for code in region_codes):
        raise PermissionDenied("这份档案不在您负责的地区内。")


def may_decide(officer, link: Link) -> bool:
    """A pair inside one's own region is decided by whoever keeps its files; one across counties by the prefecture."""
    inside = covers(officer, link.first_region_code) and covers(officer, link.second_region_code)
    allowed = {Permission.DECIDE_LINKS, Permission.EDIT_LEDGER}
    return inside and (officer is None or any(map(officer.may, allowed)))
