"""Storing the rows of a sheet that has been compared with the ledger: all of them, or none."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from types import MappingProxyType

from django.db import IntegrityError, transaction

from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.registry import Context, Outcome, Outdated, Staged
from capacity_portal.organization.models import Region
from capacity_portal.organization.roles import Permission
from enterprises import access
from enterprises.models import Enterprise
from enterprises.operations import derived
from enterprises.operations.imported_values import Explained, file_values, new_parts, part_edits
from enterprises.operations.many import (
    Edit,
    NewFile,
    add_parts,
    change_files,
    change_parts,
    open_files,
)
from enterprises.operations.many_links import dispute_codes, remember_many
from enterprises.queries.among import among_ids
from enterprises.queries.appeared import appeared
from enterprises.queries.seen_parts import have_changed

STEP = "import"
_AT_ONCE = 1_000
_OUTDATED = "预览之后台账有了变动，这份表格要重新比对。"


def _nobody(done: int) -> None:
    """Nobody wants to know."""


@dataclass
class _Storing:
    """What is the same for all chunks; ``own`` are the ids of files that this import has opened or changed."""

    context: Context
    explained: Explained
    by: object
    at: datetime
    regions: dict[str, Region]
    own: set[int] = field(default_factory=set)
    new: int = 0
    changed: int = 0


@transaction.atomic
def store_import(
    *,
    rows: Iterable[Staged],
    context: Context,
    explanation: str,
    by,
    at: datetime,
    told: Callable[[int], None] = _nobody,
    explanations: Mapping[str, str] = MappingProxyType({}),
) -> Outcome:
    """Store the rows that ``queries.comparing.compare`` left new or changed, in the caller's transaction.

    ``explanation``, all that was said, goes into the journal; of ``explanations`` (by code of the finding) that of no_document
    or no_code stands in where a document or a reason is missing; ``told(rows)`` after each thousand. Raises Outdated when the ledger has changed since, PermissionDenied for a region that is not the officer's.
    """
    access.insist(by, Permission.IMPORT_LEDGER)
    regions = {region.code: region for region in Region.objects.within(context.officer.region_code)}
    explained = Explained(explanation.strip(), explanations)
    storing = _Storing(context, explained, by, at, regions)
    done = 0
    try:
        for chunk in _chunks(rows):
            _store(storing, chunk)
            done += len(chunk)
            told(done)
    except IntegrityError as error:
        raise Outdated(_OUTDATED) from error
    return Outcome(f"新增 {storing.new:,} 家企业，变更 {storing.changed:,} 家。")


def _chunks(rows: Iterable[Staged]) -> Iterator[list[Staged]]:
    rows = iter(rows)
    while chunk := list(islice(rows, _AT_ONCE)):
        yield chunk


def _store(storing: _Storing, chunk: Sequence[Staged]) -> None:
    new = [row for row in chunk if row.action == RowAction.NEW]
    changed = [row for row in chunk if row.action == RowAction.CHANGED]
    files = [*_open(storing, new), *_change(storing, changed)]
    disputed = {
        row.values.get("disputed_code"): file for row, file in zip([*new, *changed], files, strict=True)
    }
    disputed.pop(None, None)
    if disputed:
        dispute_codes(disputed=disputed, by=storing.by, at=storing.at)
    seen = {row.number for row in changed if not derived.IDENTIFYING & row.values.get("fields", {}).keys()}
    telling = [file for row, file in zip([*new, *changed], files, strict=True) if row.number not in seen]
    remember_many(enterprises=telling, by=storing.by, at=storing.at)
    storing.new += len(new)
    storing.changed += len(changed)


def _open(storing: _Storing, rows: Sequence[Staged]) -> list[Enterprise]:
    if appeared(storing.context.officer, rows, besides=storing.own):
        raise Outdated(_OUTDATED)
    files = []
    for row in rows:
        values = _values(storing, row)
        access.insist(storing.by, Permission.IMPORT_LEDGER, values["region"].code)
        files.append(NewFile(values, tuple(new_parts(row.values))))
    opened = open_files(files=files, by=storing.by, at=storing.at, note=storing.explained.joined, step=STEP)
    storing.own |= {file.pk for file in opened}
    return opened


def _change(storing: _Storing, rows: Sequence[Staged]) -> list[Enterprise]:
    locked = Enterprise.objects.select_for_update(of=("self",)).select_related("region")
    files = {file.pk: file for file in among_ids(locked.order_by("id"), [row.target_id for row in rows])}
    edits = []
    for row in rows:
        file = files.get(row.target_id)
        if file is None or file.version != row.target_version or file.merged_into_id is not None:
            raise Outdated(_OUTDATED)
        values = _values(storing, row)
        after = values["region"].code if "region" in values else file.region_code
        access.insist(storing.by, Permission.IMPORT_LEDGER, file.region_code, after)
        edits.append(Edit(file, values))
    if have_changed((row.target_id, row.values) for row in rows):
        raise Outdated(_OUTDATED)
    about = {"by": storing.by, "at": storing.at, "step": STEP}
    of_files = [edit for edit in edits if edit.values]
    change_files(edits=of_files, note=storing.explained.joined, **about)
    add_parts(
        parts=[(edit.record, new_parts(row.values)) for row, edit in zip(rows, edits, strict=True)], **about
    )
    for model_edits in part_edits([row.values for row in rows], {edit.record.pk for edit in edits}):
        if model_edits is None:
            raise Outdated(_OUTDATED)
        change_parts(edits=model_edits, **about)
    _touch([edit.record.pk for edit in edits if not edit.values], storing)
    storing.own |= files.keys()
    return [edit.record for edit in edits]


def _touch(ids: Sequence[int], storing: _Storing) -> None:
    if ids:
        Enterprise.objects.filter(pk__in=ids).update(updated_at=storing.at, updated_by=storing.by)


def _values(storing: _Storing, row: Staged) -> dict:
    try:
        return file_values(row, storing.regions, storing.explained)
    except KeyError as error:
        raise Outdated(_OUTDATED) from error
