"""Regular work: files and staged rows go after a week, the report of an import stays."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from capacity_portal.imports import files
from capacity_portal.imports.choices import OVER, ImportState
from capacity_portal.imports.models import SheetImport
from capacity_portal.imports.operations.dropping import drop_contents
from capacity_portal.jobs.choices import JobState

KEPT = timedelta(days=7)
_ORPHAN_AFTER = timedelta(days=1)


def forget_files(at: datetime) -> int:
    """Remove files and staged rows of imports older than a week, and files that no import knows; returns how many imports."""
    old = SheetImport.objects.filter(created_at__lt=at - KEPT).exclude(stored_file="", marked_file="")
    working = Q(state=ImportState.STORING, job__state__in=(JobState.QUEUED, JobState.RUNNING))
    numbers = list(old.exclude(working).order_by("id").values_list("pk", flat=True))
    for number in numbers:
        _forget(number, at)
    _remove_orphans(at)
    return len(numbers)


@transaction.atomic
def _forget(number: int, at: datetime) -> None:
    record = SheetImport.objects.select_for_update().get(pk=number)
    drop_contents(record)
    if record.state not in OVER:
        record.state, record.ended_at, record.message = ImportState.DISCARDED, at, "超过 7 天未入库，已清理。"
    record.save()


def _remove_orphans(at: datetime) -> None:
    known = {
        path
        for pair in SheetImport.objects.values_list("stored_file", "marked_file")
        for path in pair
        if path
    }
    before = (at - _ORPHAN_AFTER).timestamp()
    for path in files.folder().iterdir():
        stored = f"{files.FOLDER}/{path.name}"
        if stored not in known and path.is_file() and path.stat().st_mtime < before:
            files.remove(stored)
