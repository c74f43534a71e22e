"""Who looked at a draft: the access log of documents that are not out yet, kept in the journal."""

from datetime import datetime, timedelta

from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.journal.models import Entry
from capacity_portal.lib.readonly import writing_allowed
from reports.choices import OPEN_STATES
from reports.models import Notice


@transaction.atomic
def log_read(*, notice: Notice, what: str, by, at: datetime) -> None:
    """Note that ``by`` looked at ``what`` (正文, 版面, PDF, docx) of a draft that is not his own; one entry an officer, draft, what and hour."""
    if notice.state not in OPEN_STATES or by.pk == notice.drafted_by_id:
        return
    since = at.replace(minute=0, second=0, microsecond=0)
    known = Entry.objects.filter(
        file_key=f"notice:{notice.pk}", subject="notice", subject_id=notice.pk, step="read", note=what, by=by, at__gte=since,
        at__lt=since + timedelta(hours=1),
    )  # fmt: skip
    if known.exists():
        return
    with writing_allowed("access log"):
        journal.record_event(
            subject="notice", subject_id=notice.pk, step="read", by=by, at=at, note=what, region_code=notice.region_code,
            file_key=f"notice:{notice.pk}",
        )  # fmt: skip
