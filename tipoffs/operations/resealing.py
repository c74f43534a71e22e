"""Sealing again for another key, box by box, inside one transaction: identities, and the keys of original files."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.views.decorators.debug import sensitive_variables

from capacity_portal.journal import operations as journal
from capacity_portal.journal import registry
from capacity_portal.lib.sealing import boxes
from tipoffs.models import CustodyKey, SealedIdentity, TipFile
from tipoffs.operations.identities import about
from tipoffs.operations.originals import about_key
from tipoffs.queries.custody import files_with, identities_with

_BATCH = 200


@sensitive_variables("private")
def reseal_all(*, old: CustodyKey, private: bytes, new: CustodyKey, by, at: datetime) -> int:
    """Move everything sealed with ``old`` to ``new``; returns how many boxes. Raises CannotOpen, and then nothing has moved."""
    count = 0
    for rows in _batches(identities_with(old).select_related("tip")):
        _identities(rows, private, new, by=by, at=at)
        count += len(rows)
    for rows in _batches(files_with(old)):
        _files(rows, private, new)
        count += len(rows)
    note = f"共 {count} 件"
    journal.record_event(subject="custody_key", subject_id=new.pk, step="reseal", by=by, at=at, note=note)
    return count


def _batches(found: QuerySet) -> Iterator[list]:
    """All rows, asked for once: what is moved no longer answers the question."""
    numbers = list(found.values_list("pk", flat=True))
    for start in range(0, len(numbers), _BATCH):
        some = found.filter(pk__in=numbers[start : start + _BATCH])
        yield list(some.select_for_update(of=("self",)))


@sensitive_variables("private")
def _identities(rows: list[SealedIdentity], private: bytes, new: CustodyKey, *, by, at: datetime) -> None:
    before = [registry.snapshot(row) for row in rows]
    for row in rows:
        row.sealed = _moved(row.sealed, private, new, about(row.tip_id))
        row.custody = new
    SealedIdentity.objects.bulk_update(rows, ["sealed", "custody"])
    changes = (journal.Change(row, earlier) for row, earlier in zip(rows, before, strict=True))
    journal.record_many(changes, step="reseal", by=by, at=at)


@sensitive_variables("private")
def _files(rows: list[TipFile], private: bytes, new: CustodyKey) -> None:
    for row in rows:
        row.sealed_key = _moved(row.sealed_key, private, new, about_key(row.uuid))
        row.custody = new
    TipFile.objects.bulk_update(rows, ["sealed_key", "custody"])


@sensitive_variables()
def _moved(box: bytes, private: bytes, new: CustodyKey, place: str) -> bytes:
    return boxes.seal(boxes.unseal(box, private, place), new.public_key, place)
