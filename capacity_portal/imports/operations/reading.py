"""What the worker writes down after reading a file."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from capacity_portal.imports import files, mapping, staging
from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.models import SheetImport
from capacity_portal.imports.operations.running import locked
from capacity_portal.imports.understanding import Understood

_MOST_LEFT_OUT = 1_000


@transaction.atomic
def note_read(*, sheet_import: SheetImport, understood: Understood, marked: str = "") -> SheetImport:
    """Stage what was understood; ``marked`` is the stored workbook with the findings. The import is then READY or MAPPING.

    Raises StepRefused when it is no longer being read (discarded meanwhile).
    """
    record = locked(sheet_import, ImportState.READING)
    staging.clear(record)
    record.sheet = understood.table.sheet
    record.sheets = [sheet.name for sheet in understood.book.sheets]
    record.headings = mapping.described(understood.table)
    record.mapping = [asdict(one) for one in understood.matched.mapped]
    record.left_out = [asdict(one) for one in understood.table.left_out[:_MOST_LEFT_OUT]]
    record.counts = understood.counts()
    record.totals = list(understood.comparison.totals) if understood.comparison else []
    if understood.comparison:
        staging.put_rows(record, understood.comparison.rows)
        staging.put_findings(record, understood.findings, understood.keys)
    record.state = ImportState.MAPPING if understood.needs_mapping else ImportState.READY
    _replace_marked(record, marked)
    record.save()
    return record


def _replace_marked(record: SheetImport, marked: str) -> None:
    if record.marked_file:
        transaction.on_commit(lambda gone=record.marked_file: files.remove(gone))
    record.marked_file = marked


@transaction.atomic
def note_refused(*, sheet_import: SheetImport, message: str, at: datetime) -> SheetImport:
    """The file cannot be read; ``message`` says why, in Chinese. It is of no further use, and may hold what it should not: it goes."""
    record = locked(sheet_import, ImportState.READING)
    staging.clear(record)
    record.state, record.message = ImportState.REFUSED, message[:300]
    record.ended_at = at
    transaction.on_commit(lambda gone=record.stored_file: files.remove(gone))
    record.stored_file = ""
    record.save()
    return record
