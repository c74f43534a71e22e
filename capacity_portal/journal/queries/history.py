"""What was done to a file, and what it looked like on a past day."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from capacity_portal.journal.models import Entry
from capacity_portal.journal.rules.folding import Past, fold

State = dict[str, dict[int, dict[str, Any]]]


def history_of(file_key: str) -> QuerySet[Entry]:
    """Entries of a file, the newest first. The caller has made sure that the officer may see the file."""
    return Entry.objects.filter(file_key=file_key).order_by("-id")


def last_entry_of(file_key: str) -> Entry | None:
    return history_of(file_key).first()


def end_of(day: date) -> datetime:
    """The first moment that no longer belongs to ``day`` (in the portal's time zone)."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))


def state_at(file_key: str, moment: date | datetime) -> State:
    """``{subject: {id: {field: value}}}`` of a file as it was recorded by the end of a day, or before a moment.

    Values are those of ``Entry.changes`` (dates and decimals as text, foreign keys as ids). A part that moved between
    files belongs to the one it was in; removed ones are left out. Two queries, whatever the length.
    """
    limit = moment if isinstance(moment, datetime) else end_of(moment)
    past: dict[tuple[str, int], Past] = {}
    for subject, subject_id, *entry in _entries_of_parts(file_key, limit):
        key = (subject, subject_id)
        past[key] = fold([tuple(entry)], past.get(key))
    state: State = {}
    for (subject, subject_id), record in past.items():
        if record.file_key == file_key and not record.is_removed:
            state.setdefault(subject, {})[subject_id] = record.values
    return state


def _entries_of_parts(file_key: str, limit: datetime):
    """Entries before ``limit`` of every record that was ever part of the file, also those written in other files."""
    parts: dict[str, set[int]] = {}
    known = Entry.objects.filter(file_key=file_key, at__lt=limit)
    for subject, subject_id in known.values_list("subject", "subject_id").distinct():
        parts.setdefault(subject, set()).add(subject_id)
    if not parts:
        return ()
    asked = Q()
    for subject, ids in parts.items():
        asked |= Q(subject=subject, subject_id__in=ids)
    return (
        Entry.objects.filter(asked, at__lt=limit)
        .order_by("id")
        .values_list("subject", "subject_id", "kind", "file_key", "changes")
    )
