"""Progress and sign of life of a running job, written beside its work by a thread with a connection of its own.

The job only notes how far it is, which never waits and never fails. On PostgreSQL the thread's writes are seen while
the job is inside a transaction. SQLite has one writer: while the job holds the lock the thread's write is refused
("database is locked") and tried again a second later, so long work should write in short transactions.
Inside a transaction from the start (tests) there is no thread; progress is written in place.
"""

import logging
import threading
import time

from django.db import DatabaseError, connection
from django.utils import timezone

from capacity_portal.jobs import operations
from capacity_portal.jobs.models import Job
from capacity_portal.jobs.rules.lifetimes import HEARTBEAT_EVERY, clamp

logger = logging.getLogger(__name__)

_LOOK_EVERY = 1.0
_SQLITE_WAIT_MS = 300


class Heartbeat:
    """Context manager; its value is the ``progress`` function that the job calls."""

    def __init__(self, job: Job, every: float = HEARTBEAT_EVERY.total_seconds()) -> None:
        self._job, self._every = job, every
        self._latest, self._written = (0, ""), (0, "")
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self):
        if connection.in_atomic_block:
            return self._write_in_place
        self._thread = threading.Thread(target=self._beat, name=f"job-{self._job.pk}", daemon=True)
        self._thread.start()
        return self._note

    def __exit__(self, *exception) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _note(self, percent: float, message: str = "") -> None:
        self._latest = (clamp(percent), str(message))

    def _write_in_place(self, percent: float, message: str = "") -> None:
        operations.beat(job=self._job, percent=clamp(percent), message=str(message), at=timezone.now())

    def _beat(self) -> None:
        last = time.monotonic()
        try:
            while not self._over.wait(_LOOK_EVERY):
                is_due = time.monotonic() - last >= self._every
                if (is_due or self._latest != self._written) and self._write():
                    last = time.monotonic()
        finally:
            connection.close()

    def _write(self) -> bool:
        percent, message = latest = self._latest
        try:
            if connection.vendor == "sqlite":
                with connection.cursor() as cursor:
                    cursor.execute(f"PRAGMA busy_timeout = {_SQLITE_WAIT_MS}")
            operations.beat(job=self._job, percent=percent, message=message, at=timezone.now())
        except DatabaseError as error:
            logger.debug("progress of job %s not written: %s", self._job.pk, error)
            connection.close()
            return False
        self._written = latest
        return True
