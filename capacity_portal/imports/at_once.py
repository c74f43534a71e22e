"""The whole trip of a file in one call, for administrators' commands: read, compare, explain, store or leave it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from capacity_portal.imports import files, operations, queries
from capacity_portal.imports.models import SheetImport
from capacity_portal.imports.registry import Kind, Outcome
from capacity_portal.imports.understanding import Understood, as_json
from capacity_portal.imports.work import context_of, understand_file
from capacity_portal.lib.spreadsheets.findings import Level


class _Undone(Exception):
    """Takes back a dry run."""


@dataclass(frozen=True)
class Asked:
    """``options`` are (header, field) pairs, ``explanation`` answers every 核实性 finding; a dry run keeps nothing."""

    kind: Kind
    content: bytes
    name: str
    region_code: str
    sheet: str = ""
    options: Sequence[tuple[str, str]] = ()
    explanation: str = ""
    is_dry_run: bool = False


@dataclass(frozen=True)
class Trip:
    """``blockers``: Chinese sentences, empty when the file is stored or could be; ``outcome`` None when nothing was stored."""

    understood: Understood
    blockers: Sequence[str]
    is_explained: bool
    outcome: Outcome | None = None

    @property
    def is_fine(self) -> bool:
        return not self.blockers

    def report(self) -> dict[str, Any]:
        """The JSON of ``import_ledger``: counts are numbers, quantities decimal strings.

        ``totals``: ``rows`` is what the rows add up to, ``stated`` what the sheet says itself, the same sum where it says nothing.
        """
        counts, findings = self.understood.counts(), self.understood.findings
        by_level = {level: [as_json(one) for one in findings if one.level == level] for level in Level}
        comparison = self.understood.comparison
        return {
            **{name: counts[name] for name in ("rows", "new", "changed", "unchanged")},
            "to_confirm": by_level[Level.CONFIRM],
            "to_explain": [] if self.is_explained else by_level[Level.EXPLAIN],
            "errors": by_level[Level.ERROR],
            "left_out": [asdict(one) for one in self.understood.table.left_out],
            "totals": [_total(one) for one in comparison.totals] if comparison else [],
        }


def _total(one: Mapping[str, Any]) -> dict[str, Any]:
    return {**one, "stated": one["stated"] or one["rows"]}


def take_in(asked: Asked, *, by, at: datetime) -> Trip:
    """Do all of it. Raises ImportRefused, PermissionDenied, FileRefused, MapError, Outdated; then nothing is kept."""
    trip: list[Trip] = []
    stored: list[str] = []
    try:
        with transaction.atomic():
            trip.append(_taken_in(asked, stored, by=by, at=at))
            if asked.is_dry_run or trip[0].outcome is None:
                raise _Undone
    except BaseException as error:
        for path in stored:
            files.remove(path)
        if not isinstance(error, _Undone):
            raise
    return trip[0]


def _taken_in(asked: Asked, stored: list[str], *, by, at: datetime) -> Trip:
    record = operations.begin_import(
        kind=asked.kind,
        content=asked.content,
        name=asked.name,
        region_code=asked.region_code,
        sheet=asked.sheet,
        by=by,
        at=at,
        reads_now=True,
    )
    stored.append(record.stored_file)
    understood = understand_file(record, asked.content, lambda percent, message: None, asked.options)
    if understood.needs_mapping:
        return Trip(understood, headings_left(understood), is_explained=False)
    record = operations.note_read(sheet_import=record, understood=understood)
    _explain(record, asked.explanation, by, at)
    reasons = queries.blockers(SheetImport.objects.get(pk=record.pk))
    if reasons == [queries.NOTHING_TO_STORE]:
        return Trip(understood, (), bool(asked.explanation))
    if reasons or asked.is_dry_run:
        return Trip(understood, reasons, bool(asked.explanation))
    record = operations.confirm_import(sheet_import=record, by=by, at=at, stores_now=True)
    outcome = operations.store_rows(
        sheet_import=record, kind=asked.kind, context=context_of(record), by=by, at=at
    )
    return Trip(understood, (), bool(asked.explanation), outcome)


def _explain(record: SheetImport, text: str, by, at: datetime) -> None:
    codes = [str(one["code"]) for one in queries.to_explain(record)]
    if text and codes:
        operations.explain(sheet_import=record, explanations=dict.fromkeys(codes, text), by=by, at=at)


def headings_left(understood: Understood) -> list[str]:
    """What the mapping still lacks, as Chinese sentences."""
    matched = understood.matched
    found = [f"表头“{heading.label}”没有对应的列。" for heading in matched.unknown]
    found += [f"表头“{one.label}”与其他列重复，请指明用哪一列。" for one in matched.ambiguous]
    found += [f"缺少必填的列“{column.title}”。" for column in matched.missing_required]
    return found
