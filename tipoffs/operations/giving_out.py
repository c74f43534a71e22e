"""What leaves the portal of the figures: nothing is changed, but the journal says who took what."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.organization.roles import Permission


@transaction.atomic
def note_figures_export(*, about: str, is_print: bool, by, at: datetime) -> None:
    """Enter into the journal that ``by`` takes figures or the list behind one; ``about`` names period, number and format."""
    if not by.may(Permission.VIEW_TIPOFF_FIGURES):
        raise PermissionDenied("您的角色没有这项权限。")
    journal.record_event(
        subject="tip_list", subject_id=by.pk, step="print" if is_print else "export", by=by, at=at, note=about[:1_000],
        region_code=by.region_code,
    )  # fmt: skip
