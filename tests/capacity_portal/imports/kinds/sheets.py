"""Sheets as .csv, taken in as the command line and the worker take them in."""

import csv
import io
from collections.abc import Sequence

from django.utils import timezone

from capacity_portal.imports import operations, registry
from capacity_portal.imports.at_once import Asked, Trip, take_in
from capacity_portal.imports.models import SheetImport
from tests.capacity_portal.jobs.kinds import run_queued


def as_csv(*rows: Sequence[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def bring(kind: str, by, *rows: Sequence[object], **asked) -> Trip:
    """Headings and rows, taken in at once."""
    given = Asked(registry.find(kind), as_csv(*rows), "表.csv", by.region_code, **asked)
    return take_in(given, by=by, at=timezone.now())


def errors(trip: Trip) -> list[tuple[int | None, str, str, str]]:
    """(row, heading, value, message) of the 强制性 findings."""
    return [(one["row"], one["column"], one["value"], one["message"]) for one in trip.report()["errors"]]


def counted(trip: Trip) -> tuple[int, int, int]:
    counts = trip.understood.counts()
    return counts["new"], counts["changed"], counts["unchanged"]


def uploaded(kind: str, by, *rows: Sequence[object]) -> SheetImport:
    """Headings and rows, uploaded and read by the worker."""
    record = operations.begin_import(
        kind=registry.find(kind),
        content=as_csv(*rows),
        name="表.csv",
        region_code=by.region_code,
        by=by,
        at=timezone.now(),
    )
    run_queued()
    record.refresh_from_db()
    return record


def confirmed(record: SheetImport) -> SheetImport:
    """The import, confirmed and stored by the worker."""
    operations.confirm_import(sheet_import=record, by=record.owner, at=timezone.now())
    run_queued()
    record.refresh_from_db()
    return record
