"""What the worker writes down after reading a file."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from capacity_portal.imports import files, mapping, staging
from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.models import SheetImport
from capacity_portal.imports.operations.dropping import drop_contents
from capacity_portal.imports.operations.running import locked
from capacity_portal.imports.queries import to_explain
from capacity_portal.imports.understanding import Understood
from capacity_portal.lib.spreadsheets.book import Sheet

_MOST_LEFT_OUT = 1_000


@transaction.atomic
def note_read(*, sheet_import: SheetImport, understood: Understood, marked: str = "") -> SheetImport:
    """Stage what was understood; ``marked`` is the stored workbook with the findings. The import is then READY or MAPPING.

    Raises StepRefused when it is no longer being read (discarded meanwhile).
    """
    record = locked(sheet_import, ImportState.READING)
    asked_before = _asked(record)
    staging.clear(record)
    record.sheet = understood.table.sheet
    record.sheets = [sheet.name for sheet in understood.book.sheets if _may_hold_records(sheet, record.sheet)]
    record.headings = mapping.described(understood.table)
    record.mapping = [asdict(one) for one in understood.matched.mapped]
    record.left_out = [asdict(one) for one in understood.table.left_out[:_MOST_LEFT_OUT]]
    record.counts = understood.counts()
    record.totals = list(understood.comparison.totals) if understood.comparison else []
    if understood.comparison:
        staging.put_rows(record, understood.comparison.rows)
        staging.put_findings(record, understood.findings, understood.keys)
        _forget_explanations(record, asked_before)
    record.state = ImportState.MAPPING if understood.needs_mapping else ImportState.READY
    _replace_marked(record, marked)
    record.save()
    return record


def _may_hold_records(sheet: Sheet, read: str) -> bool:
    return sheet.name == read or (not sheet.is_hidden and any(sheet.rows))


def _asked(record: SheetImport) -> dict[str, tuple]:
    """What the explanations given so far are about."""
    found = to_explain(record)
    return {str(one["code"]): (record.sheet, one["rows"], one["message"], one["first"]) for one in found}


def _forget_explanations(record: SheetImport, before: dict[str, tuple]) -> None:
    """An explanation of something else is none."""
    now = _asked(record)
    same = {code for code, about in now.items() if before.get(code, about) == about}
    record.explanations = {code: text for code, text in record.explanations.items() if code in same}


def _replace_marked(record: SheetImport, marked: str) -> None:
    if record.marked_file:
        transaction.on_commit(lambda gone=record.marked_file: files.remove(gone))
    record.marked_file = marked


@transaction.atomic
def note_not_stored(*, sheet_import: SheetImport, message: str, at: datetime) -> SheetImport:
    """The owner may no longer store it; ``message`` says why, in Chinese. Raises StepRefused unless it was being stored."""
    return _refused(locked(sheet_import, ImportState.STORING), message, at)


@transaction.atomic
def note_refused(*, sheet_import: SheetImport, message: str, at: datetime) -> SheetImport:
    """The file cannot be read; ``message`` says why, in Chinese. It is of no further use, and may hold what it should not: it goes."""
    return _refused(locked(sheet_import, ImportState.READING), message, at)


def _refused(record: SheetImport, message: str, at: datetime) -> SheetImport:
    drop_contents(record)
    record.state, record.message = ImportState.REFUSED, message[:300]
    record.ended_at = at
    record.save()
    return record
