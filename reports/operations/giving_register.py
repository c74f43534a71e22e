"""What leaves the portal of the register and of documents: nothing is changed, but the journal says who took what."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from capacity_portal.jobs.models import Job
from capacity_portal.jobs.operations import start_job
from capacity_portal.journal import operations as journal
from capacity_portal.organization.roles import Permission
from reports.models import Notice
from reports.queries.scope import notices_visible_to

PRINT_KIND = "reports.print"
MOST_PRINTED = 500
FORMS = {"zip": "压缩包（每份一个 PDF）", "pdf": "合并成一个 PDF"}


@transaction.atomic
def note_register(*, about: str, is_print: bool, by, at: datetime) -> None:
    """Enter into the journal that ``by`` takes the register; ``about`` names filters and format. Raises PermissionDenied."""
    if not by.may(Permission.KEEP_REGISTER):
        raise PermissionDenied("您的角色没有这项权限。")
    journal.record_event(
        subject="document_register", subject_id=by.pk, step="print" if is_print else "export", by=by, at=at, note=about[:1_000],
        region_code=by.region_code,
    )  # fmt: skip


@transaction.atomic
def print_many(*, notices: Sequence[Notice], form: str, by, at: datetime) -> Job:
    """Queue the printing of many documents, in the order given; each one's history says so. ``form``: one of FORMS.

    Raises ValidationError (none, or too many), PermissionDenied (one is not among those ``by`` sees).
    """
    if not by.may(Permission.DRAFT_DOCUMENTS):
        raise PermissionDenied("您的角色没有这项权限。")
    if not 1 <= len(notices) <= MOST_PRINTED:
        raise ValidationError(f"选了{len(notices)}份文件，一次可以打印1到{MOST_PRINTED}份。")
    ids = [notice.pk for notice in notices]
    if notices_visible_to(by).filter(pk__in=ids).count() != len(set(ids)):
        raise PermissionDenied("所选文件有的不在您的办理范围内。")
    events = [
        journal.Event(notice.pk, f"notice:{notice.pk}", notice.region_code, "批量打印") for notice in notices
    ]
    journal.record_events(events, subject="notice", step="print", by=by, at=at)
    label = f"打印公文（{len(ids)}份）"
    return start_job(kind=PRINT_KIND, label=label, parameters={"notices": ids, "form": form}, by=by, at=at)
