"""What a machine may ask: does the database answer, can files be written, is the journal protected, does regular work run."""

import tempfile
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from capacity_portal.jobs import schedule
from capacity_portal.journal import health as journal

LATE_AFTER = timedelta(minutes=5)


def report(at: datetime) -> dict[str, Any]:
    """``ok`` when database, storage and journal are well. Late regular work is told but does not make the portal sick:
    a balancer that took the pages away would not bring the worker back."""
    database = _database_answers()
    last = schedule.last_run_at() if database else None
    found = {
        "database": database,
        "storage": _storage_is_writable(),
        "journal": database and not journal.missing_triggers(),
    }
    return {
        "ok": all(found.values()),
        **found,
        "regular_work_at": last.isoformat() if last else None,
        "regular_work": last is not None and at - last < LATE_AFTER,
    }


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def _storage_is_writable() -> bool:
    try:
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT) as file:
            file.write(b"ok")
        return True
    except OSError:
        return False
