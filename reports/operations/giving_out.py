"""What leaves the portal of documents: nothing is changed, but the journal says who took what."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.organization.roles import Permission
from reports.models import Notice


@transaction.atomic
def note_notice_export(*, notice: Notice, about: str, is_print: bool, by, at: datetime) -> None:
    """Enter into the journal that ``by`` takes a list about ``notice``; ``about`` names the list and its format."""
    _insist(by, Permission.VIEW_DOCUMENTS)
    journal.record_event(
        subject="notice", subject_id=notice.pk, step="print" if is_print else "export", by=by, at=at, note=about[:1_000],
        region_code=notice.region_code, file_key=f"notice:{notice.pk}",
    )  # fmt: skip


@transaction.atomic
def note_register_export(*, about: str, is_print: bool, by, at: datetime) -> None:
    """The same for the register of incoming documents."""
    _insist(by, Permission.KEEP_REGISTER)
    journal.record_event(
        subject="incoming", subject_id=by.pk, step="print" if is_print else "export", by=by, at=at, note=about[:1_000],
        region_code=by.region_code,
    )  # fmt: skip


def _insist(by, permission: Permission) -> None:
    if not by.may(permission):
        raise PermissionDenied("您的角色没有这项权限。")
