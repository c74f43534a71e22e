"""Rows and findings of an import on their way in and out of the staging tables, a statement for many."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from json import dumps

from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.models import ImportFinding, ImportRow, SheetImport
from capacity_portal.imports.registry import Compared, Staged
from capacity_portal.lib import bulk_rows
from capacity_portal.lib.spreadsheets.findings import Finding, Level
from capacity_portal.lib.typed_text import storable

MOST_FINDINGS = 20_000
_FIRST_OF_EACH = 100
_RANK = {Level.ERROR: 0, Level.CONFIRM: 1, Level.EXPLAIN: 2}
_COLUMNS = (
    "sheet_import_id",
    "number",
    "action",
    "title",
    "target_id",
    "target_version",
    "values",
    "changes",
)
_AT_ONCE = 2_000
_STORED = (RowAction.NEW, RowAction.CHANGED)


def clear(sheet_import: SheetImport) -> None:
    ImportRow.objects.filter(sheet_import=sheet_import)._raw_delete("default")
    ImportFinding.objects.filter(sheet_import=sheet_import)._raw_delete("default")


def put_rows(sheet_import: SheetImport, rows: Iterable[Compared]) -> None:
    """Write the rows; inside the caller's transaction."""
    lines = (_line(sheet_import.pk, row) for row in rows)
    while batch := list(islice(lines, _AT_ONCE)):
        bulk_rows.insert(ImportRow, _COLUMNS, batch)


def _line(number: int, row: Compared) -> tuple:
    title = storable(row.title)[:200]
    values = dumps(row.values, ensure_ascii=True)
    changes = dumps(row.changes, ensure_ascii=True)
    return number, row.number, str(row.action), title, row.target_id, row.target_version, values, changes


def put_findings(sheet_import: SheetImport, findings: Sequence[Finding], keys: dict[int, str]) -> None:
    """Write at most MOST_FINDINGS findings; the counts know of the others."""
    records = (_record(sheet_import, finding, keys) for finding in kept(findings))
    ImportFinding.objects.bulk_create(records, batch_size=500)


def kept(findings: Sequence[Finding]) -> list[Finding]:
    """The findings to write, in their order: the first of every kind whatever happens (nothing may pass unexplained because
    something else is frequent), then errors before cells to be confirmed before what needs an explanation.
    """
    if len(findings) <= MOST_FINDINGS:
        return list(findings)
    seen: Counter[tuple[str, str]] = Counter()
    first, rest = [], []
    for number, finding in enumerate(findings):
        seen[finding.level, finding.code] += 1
        wanted = first if seen[finding.level, finding.code] <= _FIRST_OF_EACH else rest
        wanted.append(number)
    rest.sort(key=lambda number: _RANK[findings[number].level])
    return [findings[number] for number in sorted([*first, *rest][:MOST_FINDINGS])]


def _record(sheet_import: SheetImport, finding: Finding, keys: dict[int, str]) -> ImportFinding:
    return ImportFinding(
        sheet_import=sheet_import,
        level=str(finding.level),
        code=finding.code[:40],
        row=finding.row,
        place=finding.place,
        key=keys.get(finding.place or 0, "")[:60],
        column=storable(finding.column)[:200],
        value=storable(finding.value)[:200],
        message=storable(finding.message)[:500],
        suggestion=storable(finding.suggestion)[:200],
    )


def staged(sheet_import: SheetImport) -> Iterator[Staged]:
    """The rows to be stored, in the order of the file; read in pieces by number, so that the transaction may write meanwhile."""
    last = 0
    rows = ImportRow.objects.filter(sheet_import=sheet_import, action__in=_STORED)
    while batch := list(rows.filter(number__gt=last).order_by("number")[:_AT_ONCE]):
        for row in batch:
            yield Staged(
                row.number, RowAction(row.action), row.title, row.target_id, row.target_version, row.values
            )
        last = batch[-1].number
