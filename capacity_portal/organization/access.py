"""Who may open a page: one decorator, and the queryset wall of regions."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404

from capacity_portal.lib.territory import contains, next_prefix
from capacity_portal.organization.roles import Permission


def requires(permission: Permission) -> Callable:
    """Let a view run only for officers who have ``permission``; for others the page does not exist (404)."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated or not request.user.may(permission):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.permission = permission
        return guarded

    return decorate


def within_region(queryset, officer, field: str = "region_code"):
    """Rows of ``queryset`` whose ``field`` lies in the officer's region (an index range)."""
    code = officer.region_code
    return queryset.filter(**{f"{field}__gte": code, f"{field}__lt": next_prefix(code)})


def insist(by, permission: Permission, *region_codes: str) -> None:
    """Raise PermissionDenied unless the officer has the permission and covers every region; None is the system."""
    if by is None:
        return
    if not by.may(permission):
        raise PermissionDenied("您的角色没有这项权限。")
    if not all(contains(by.region_code, code) for code in region_codes):
        raise PermissionDenied("这个网格不在您负责的地区内。")
