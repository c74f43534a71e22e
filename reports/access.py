"""Who may do what to which document, for the operations: the pages have asked before, this is the second lock."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from capacity_portal.organization.roles import Permission

NOT_YOURS = "这份文件不在您的办理范围内。"


def insist(by, permission: Permission, seen: QuerySet, pk: int) -> None:
    """Raise PermissionDenied unless the officer has the permission and ``pk`` is among the rows he sees; None is the system."""
    if by is None:
        return
    if not by.may(permission):
        raise PermissionDenied("您的角色没有这项权限。")
    if not seen.filter(pk=pk).exists():
        raise PermissionDenied(NOT_YOURS)
