"""The slot through which this app writes into the journal, which lies above it.

The journal's AppConfig.ready calls ``install(capacity_portal.journal.operations)``. With nothing installed every write
fails: an account operation without its entry must not happen.

Signatures as in ``journal.operations``:

    with recorder.recording(officer, step="edit", by=by, at=at, note=note): ...
    recorder.record_created(officer, step="create", by=by, at=at)
    recorder.record_all_created(regions, step="load", by=by, at=at)      # journal.record_many of Change(record, None)
    with recorder.recording_all(regions, step="import", by=by, at=at): ...
    recorder.record_event(subject="officer", subject_id=officer.pk, step="sign_in", by=officer, at=at)

Which models and fields are followed stands in ``tracking``.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


class NoJournal(RuntimeError):
    """The journal app has not filled the slot (see the module's text)."""


_installed: Any = None


def install(journal_operations: Any) -> None:
    """Fill the slot with anything that has these functions, ``Change`` and ``snapshot``."""
    global _installed
    _installed = journal_operations


def _journal() -> Any:
    if _installed is None:
        raise NoJournal("capacity_portal.journal has not called recorder.install()")
    return _installed


def recording(record, **about):
    return _journal().recording(record, **about)


def record_created(record, **about):
    return _journal().record_created(record, **about)


def record_all_created(records, **about):
    """One first entry for each of many new records, in bulk."""
    journal = _journal()
    return journal.record_many((journal.Change(record, None) for record in records), **about)


@contextmanager
def recording_all(records: Sequence[Any], **about) -> Iterator[None]:
    """One entry for each of many records, with what the body changed on it and saved, in bulk."""
    journal = _journal()
    before = [journal.snapshot(record) for record in records]
    yield
    changes = zip(records, before, strict=True)
    journal.record_many((journal.Change(record, earlier) for record, earlier in changes), **about)


def record_event(**about):
    return _journal().record_event(**about)
