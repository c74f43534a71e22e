"""The access log: who looked at what of a tip. The one thing besides sessions that a GET writes."""

from datetime import datetime, timedelta

from django.db import transaction

from capacity_portal.lib.readonly import writing_allowed
from tipoffs.models import Tip, TipRead

SHOWN_AGAIN = timedelta(hours=1)
"""So long what was read, and logged, may be shown again by the answer to a refused form, whose own writing is taken back."""


def has_read(*, tip: Tip, what: str, by, at: datetime) -> bool:
    """Whether the officer's reading of ``what`` was logged within the last hour."""
    return TipRead.objects.filter(tip=tip, what=what, read_by=by, read_at__gt=at - SHOWN_AGAIN).exists()


@transaction.atomic
def log_read(*, tip: Tip, what: str, by, at: datetime) -> None:
    """Note that ``by`` looked at ``what`` (see ``TipRead``); one row an officer, tip, what and minute."""
    minute = at.replace(second=0, microsecond=0)
    within = {"read_at__gte": minute, "read_at__lt": minute + timedelta(minutes=1)}
    if TipRead.objects.filter(tip=tip, what=what, read_by=by, **within).exists():
        return
    with writing_allowed("access log"):
        TipRead.objects.create(tip=tip, what=what, read_at=at, read_by=by)
