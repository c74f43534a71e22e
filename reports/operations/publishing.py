"""此件公开发布: putting an issued document on /published/, and taking it off again."""

from datetime import datetime

from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from reports.access import insist
from reports.choices import NoticeState
from reports.models import Notice
from reports.operations.door import locked
from reports.queries.scope import notices_visible_to

AGAINST_TIP = "涉及举报的文件不得公开发布。"


@transaction.atomic
def set_public(*, notice: Notice, version: int, is_public: bool, by, at: datetime) -> Notice:
    """Publish an issued document, or end it. What concerns a tip is never public.

    Raises door.NoticeChanged, StepRefused, PermissionDenied.
    """
    insist(by, Permission.SIGN_DOCUMENTS, notices_visible_to(by) if by else Notice.objects.all(), notice.pk)
    current = locked(notice, version)
    if current.state != NoticeState.ISSUED:
        raise StepRefused(f"文件现在是“{current.get_state_display()}”，只有现行有效的文件能公开发布。")
    if is_public and current.tip_id is not None:
        raise StepRefused(AGAINST_TIP)
    with journal.recording(current, step="publish" if is_public else "unpublish", by=by, at=at):
        current.is_public = is_public
        current.version += 1
        current.save()
    return current
