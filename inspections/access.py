"""Who may do what to which rows, for the operations: the pages have asked before, this is the second lock."""

from django.core.exceptions import PermissionDenied

from capacity_portal.lib import territory
from capacity_portal.organization.models import GridPost
from capacity_portal.organization.roles import Permission
from inspections.queries.scope import is_bound_to_cells
from inspections.queries.territory import prefecture


def insist(by, permission: Permission, region_code: str) -> None:
    """Raise PermissionDenied unless the officer has the permission and covers the region; None is the system."""
    if by is None:
        return
    if not by.may(permission):
        raise PermissionDenied("您的角色没有这项权限。")
    if not territory.contains(by.region_code, region_code):
        raise PermissionDenied("这条记录不在您负责的地区内。")


def insist_on_all(by, permission: Permission) -> None:
    """The same for what concerns the whole prefecture: a month, its opening and closing."""
    if by is not None and (not by.may(permission) or not covers_all(by)):
        raise PermissionDenied("只有本市有这项权限的人员可以办理。")


def covers_all(officer) -> bool:
    """Whether the officer's region is the whole prefecture, or more."""
    home = prefecture()
    return home is not None and territory.contains(officer.region_code, home.code)


def insist_on_place(by, permission: Permission, *, region_code: str, cell_id: int | None) -> None:
    """The same for a row that lies in a cell: a grid officer must answer for the cell today."""
    insist(by, permission, region_code)
    if by is None or not is_bound_to_cells(by):
        return
    held = cell_id is not None and GridPost.objects.filter(officer=by, cell=cell_id, to_on=None).exists()
    if not held:
        raise PermissionDenied("这条记录不在您负责的网格内。")
