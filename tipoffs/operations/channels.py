"""Telephones and addresses for the public, from a list; by hand they are kept in the back office."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from capacity_portal.journal import operations as journal
from tipoffs.models import ReportChannel

COLUMNS = ("department", "telephone", "telephone_off_hours", "hours", "letter_address", "visit_address")


@transaction.atomic
def load_channels(*, rows: Iterable[Mapping[str, str]], by, at: datetime) -> int:
    """Make the channels that are missing, in the order of the list; what the office has set stays. Returns how many.

    ``rows`` have COLUMNS. Raises KeyError, ValidationError.
    """
    known = set(ReportChannel.objects.values_list("department", flat=True))
    missing = [
        ReportChannel(position=position, **{name: row[name].strip() for name in COLUMNS})
        for position, row in enumerate(rows, 1)
        if row["department"].strip() not in known
    ]
    for channel in missing:
        channel.full_clean()
        channel.save(force_insert=True)
        journal.record_created(channel, step="load", by=by, at=at)
    return len(missing)
