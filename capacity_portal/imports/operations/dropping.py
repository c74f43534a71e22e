"""Letting go of what an import holds of the file."""

from django.db import transaction

from capacity_portal.imports import files, staging
from capacity_portal.imports.models import SheetImport


def drop_contents(record: SheetImport) -> None:
    """Clear staged rows and findings and forget both files, which go once the caller's transaction holds; the caller saves."""
    staging.clear(record)
    for stored in filter(None, (record.stored_file, record.marked_file)):
        transaction.on_commit(lambda gone=stored: files.remove(gone))
    record.stored_file = record.marked_file = ""
