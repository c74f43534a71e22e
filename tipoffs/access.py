"""Who may do what to which tip, for the operations: the pages have asked before, this is the second lock."""

from django.core.exceptions import PermissionDenied

from capacity_portal.organization.roles import Permission
from tipoffs.models import Tip
from tipoffs.queries.scope import dismissals_visible_to, is_office, tips_visible_to


def insist(by, permission: Permission, tip: Tip) -> None:
    """Raise PermissionDenied unless the officer has the permission and sees the tip; None is the system."""
    if by is None:
        return
    if not by.may(permission):
        raise PermissionDenied("您的角色没有这项权限。")
    seen = dismissals_visible_to(by) if permission == Permission.CONFIRM_DISMISSALS else tips_visible_to(by)
    if not seen.filter(pk=tip.pk).exists():
        raise PermissionDenied("这件举报不在您的办理范围内。")


def reads_original(officer) -> bool:
    """Whether the officer reads the reporter's own words and files; all others have the handler's summary."""
    return is_office(officer)
