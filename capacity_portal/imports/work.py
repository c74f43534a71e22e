"""The background work of an import: read and compare; store."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from capacity_portal.imports import files, operations, queries, registry
from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.models import SheetImport
from capacity_portal.imports.operations.running import locked, read_later
from capacity_portal.imports.operations.uploading import limits_for
from capacity_portal.imports.understanding import Told, Understood, Wish, understand
from capacity_portal.jobs.registry import JobFailed, JobResult
from capacity_portal.lib.spreadsheets.book import FileRefused
from capacity_portal.lib.spreadsheets.map_options import MapError
from capacity_portal.lib.spreadsheets.marking import mark
from capacity_portal.lib.spreadsheets.reading import read as read_book
from capacity_portal.lib.workflow import StepRefused

_GONE = "文件已经清理，请重新上传。"


def context_of(record: SheetImport) -> registry.Context:
    return registry.Context(record.owner, record.region_code, localdate())


def wish_of(record: SheetImport, options: Sequence[tuple[str, str]] | None = None) -> Wish:
    """What has been said about the file so far; ``options`` as typed on the command line, None in the portal."""
    kind = registry.find(record.kind)
    answers = {}
    for place, text in record.answers.items():
        row, _, key = place.partition("|")
        answers[int(row), key] = text
    return Wish(
        sheet=record.sheet,
        remembered=queries.remembered(context_of(record), kind),
        choices={int(place): field for place, field in record.choices.items()},
        options=options or (),
        answers=answers,
        leaves_unknown=options is not None,
    )


def understand_file(
    record: SheetImport, content: bytes, told: Told, options: Sequence[tuple[str, str]] | None = None
) -> Understood:
    """Read ``content`` and compare it with what is on file. Raises FileRefused, MapError."""
    told(5, "正在读取文件")
    book = read_book(content, record.file_name, limits_for(record.owner))
    kind = registry.find(record.kind)
    return understand(book, kind, context_of(record), wish_of(record, options), told)


def read(job, progress) -> JobResult:
    """Job ``imports.read``."""
    record = SheetImport.objects.select_related("owner").get(pk=job.parameters["import"])
    try:
        content = _content(record)
        understood = understand_file(record, content, progress)
        marked = marked_workbook(content, understood, progress)
        note = operations.note_read(sheet_import=record, understood=understood, marked=marked)
    except (FileRefused, MapError) as refused:
        with suppress(StepRefused):  # refused before, and now repeated
            operations.note_refused(sheet_import=record, message=str(refused), at=timezone.now())
        raise JobFailed(str(refused)) from refused
    except StepRefused as refused:
        raise JobFailed(str(refused)) from refused
    return JobResult(message=note.get_state_display())


def _content(record: SheetImport) -> bytes:
    path = files.path_of(record.stored_file)
    if path is None:
        raise FileRefused(_GONE)
    return path.read_bytes()


def marked_workbook(content: bytes, understood: Understood, told: Told) -> str:
    """The user's own workbook with the findings in it, stored; "" when there is nothing to mark."""
    if not understood.findings:
        return ""
    told(80, "正在生成批注文件")
    path = files.new_path()
    rows = {understood.table.sheet: understood.table.heading_row}
    mark(content, understood.book, rows, understood.findings, path)
    return files.keep(path)


def store(job, progress) -> JobResult:
    """Job ``imports.store``: all rows or none; a second run after a kill finds either everything or nothing done."""
    record = SheetImport.objects.select_related("owner").get(pk=job.parameters["import"])
    kind = registry.find(record.kind)
    total = max(1, record.counts.get("new", 0) + record.counts.get("changed", 0))

    def made_ready(done: int) -> None:
        progress(min(99, 100 * done / total), f"已准备 {done:,} 行，共 {total:,} 行")

    def told(done: int) -> None:
        progress(min(99, 100 * done / total), f"已写入 {done:,} 行，共 {total:,} 行")

    now = timezone.now()
    try:
        outcome = operations.store_rows(
            sheet_import=record,
            kind=kind,
            context=context_of(record),
            by=record.owner,
            at=now,
            told=told,
            prepared=operations.prepare(sheet_import=record, kind=kind, told=made_ready),
        )
    except registry.Outdated as outdated:
        _compare_again(record, now)
        raise JobFailed(f"{outdated}正在重新比对，请再核对一次。") from outdated
    except PermissionDenied as refused:
        operations.note_not_stored(sheet_import=record, message=str(refused), at=now)
        raise JobFailed(str(refused)) from refused
    if outcome is None:
        return _nothing_to_store(record)
    return JobResult(content=outcome.content, name=outcome.name, message=outcome.message, is_once=True)


def _compare_again(record: SheetImport, now: datetime) -> None:
    with suppress(StepRefused), transaction.atomic():
        read_later(locked(record, ImportState.STORING), by=record.owner, at=now)


def _nothing_to_store(record: SheetImport) -> JobResult:
    record.refresh_from_db()
    if record.state != ImportState.STORED:
        raise JobFailed(f"这份表格{record.get_state_display()}，没有写入任何内容，请从它的页面继续。")
    return JobResult(message="这份表格已经入库。")
