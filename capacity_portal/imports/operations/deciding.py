"""What the owner decides between upload and confirmation."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.imports import mapping
from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.models import HeadingChoice, SheetImport
from capacity_portal.imports.operations.noting import note
from capacity_portal.imports.operations.running import locked, read_later
from capacity_portal.imports.operations.uploading import ImportRefused
from capacity_portal.imports.registry import Context, find
from capacity_portal.jobs.choices import JobState
from capacity_portal.lib.spreadsheets import map_options
from capacity_portal.lib.spreadsheets.findings import letters
from capacity_portal.lib.typed_text import excerpt, squeeze, storable
from capacity_portal.lib.workflow import StepRefused

_OPEN = (ImportState.MAPPING, ImportState.READY)
_LONGEST_TEXT = _LONGEST_NOTE = 500
_MOST_ANSWERS = 20_000


@transaction.atomic
def choose_columns(
    *, sheet_import: SheetImport, choices: Mapping[int, str], by, at: datetime, sheet: str = ""
) -> SheetImport:
    """Say what the headings are (``choices`` by place, "" leaves one out), or that another sheet is meant; read again.

    What is chosen is remembered for the office's next file. Raises StepRefused, ImportRefused keyed by ``choices`` or ``sheet``.
    """
    record = locked(sheet_import, *_OPEN)
    if sheet and sheet != record.sheet:
        if sheet not in record.sheets:
            raise ImportRefused({"sheet": "文件里没有这张工作表。"})
        record.sheet, record.choices, record.answers, record.explanations = sheet, {}, {}, {}
    else:
        _remember(record, choices, by, at)
        record.answers = _still_answered(record, choices)
        record.choices = {**record.choices, **{str(place): field for place, field in choices.items()}}
    read_later(record, by=by, at=at)
    return record


def _still_answered(record: SheetImport, choices: Mapping[int, str]) -> dict[str, str]:
    """The answers without those of columns that stood elsewhere, or are no longer read: they were about other cells."""
    before = {one["place"]: one["key"] for one in record.mapping}
    chosen = {place: map_options.split_choice(field)[0] for place, field in choices.items()}
    moved = {place: key for place, key in chosen.items() if before.get(place, "") != key}
    gone = {*moved.values(), *(before.get(place, "") for place in moved)}
    return {cell: text for cell, text in record.answers.items() if cell.partition("|")[2] not in gone}


def _remember(record: SheetImport, choices: Mapping[int, str], by, at: datetime) -> None:
    try:
        for field in choices.values():
            map_options.split_choice(field)
    except map_options.MapError as error:
        raise ImportRefused({"choices": str(error)}) from error
    for heading, field in map_options.remember(mapping.headings_of(record), choices).items():
        HeadingChoice.objects.update_or_create(
            region_code=by.region_code,
            kind=record.kind,
            heading=heading[:200],
            defaults={"field": field[:80]},
        )
    if choices:
        _note_choices(record, choices, by, at)


def _note_choices(record: SheetImport, choices: Mapping[int, str], by, at: datetime) -> None:
    columns = find(record.kind).columns(Context(by, record.region_code, localdate(at)))
    titles = {column.key: column.title for column in columns}
    labels = {heading.place: heading.label for heading in mapping.headings_of(record)}
    said = []
    for place, field in choices.items():
        key, unit = map_options.split_choice(field)
        meant = f"“{titles.get(key, key)}”" if key else "不导入"
        said.append(f"{excerpt(labels.get(place, letters(place)))}→{meant}{unit and f'（{unit}）'}")
    text = f"{record.file_name}：{'；'.join(said)}"
    cut = text if len(text) <= _LONGEST_NOTE else f"{text[: _LONGEST_NOTE - 1]}…"
    note(record, "columns", by=by, at=at, text=cut)


@transaction.atomic
def answer_cells(
    *, sheet_import: SheetImport, answers: Mapping[tuple[int, str], str], by, at: datetime
) -> SheetImport:
    """Decide unclear cells: ``answers[(row, column key)]`` is what the cell says from now on ("" for nothing); read again."""
    record = locked(sheet_import, ImportState.READY)
    kept = {f"{row}|{key}": storable(text)[:200] for (row, key), text in answers.items()}
    record.answers = {**record.answers, **kept}
    if len(record.answers) > _MOST_ANSWERS:
        raise ImportRefused(
            {"answers": f"逐个确认的单元格最多 {_MOST_ANSWERS:,} 个，请在表格里改正后重新上传。"}
        )
    read_later(record, by=by, at=at)
    return record


@transaction.atomic
def explain(*, sheet_import: SheetImport, explanations: Mapping[str, str], by, at: datetime) -> SheetImport:
    """Write down why the 核实性 findings are right all the same, by code of the finding; an empty text takes one back."""
    record = locked(sheet_import, ImportState.READY)
    for code, text in explanations.items():
        said = storable(text).strip()
        if len(said) > _LONGEST_TEXT:
            raise ImportRefused(
                {"explanations": f"说明共 {len(said)} 个字，最多 {_LONGEST_TEXT} 个字，请精简。"}
            )
        if said and len(squeeze(said)) < 2:
            raise ImportRefused({"explanations": f"说明“{said}”过短，请写明情况。"})
        record.explanations = {**record.explanations, code: said}
    record.save(update_fields=["explanations"])
    return record


@transaction.atomic
def read_again(*, sheet_import: SheetImport, by, at: datetime) -> SheetImport:
    """Read once more when the work was interrupted. Raises StepRefused while it still goes on."""
    record = locked(sheet_import, ImportState.READING, ImportState.STORING)
    if record.job is not None and record.job.state in (JobState.QUEUED, JobState.RUNNING):
        raise StepRefused("任务还在进行，请稍候。")
    read_later(record, by=by, at=at)
    return record


@transaction.atomic
def discard_import(*, sheet_import: SheetImport, by, at: datetime) -> SheetImport:
    """Give the sheet up; nothing of it has been stored."""
    record = locked(sheet_import, ImportState.READING, *_OPEN)
    record.state, record.ended_at, record.ended_by = ImportState.DISCARDED, at, by
    record.save()
    note(record, "discard", by=by, at=at, text=record.file_name)
    return record
