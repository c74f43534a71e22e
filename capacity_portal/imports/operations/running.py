"""Asking for the background work of an import."""

from datetime import datetime

from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.models import SheetImport
from capacity_portal.jobs import operations as jobs
from capacity_portal.lib.workflow import StepRefused

READ, STORE = "imports.read", "imports.store"


def locked(sheet_import: SheetImport, *states: ImportState) -> SheetImport:
    """The import as it is now, held for this transaction. Raises StepRefused unless it is in one of ``states``."""
    record = SheetImport.objects.select_for_update().get(pk=sheet_import.pk)
    if record.state not in states:
        raise StepRefused(f"这份表格{record.get_state_display()}，不能再这样处理，请刷新页面。")
    return record


def read_later(record: SheetImport, *, by, at: datetime) -> None:
    """Have the file read (again) and compared; inside the caller's transaction."""
    record.state, record.message = ImportState.READING, ""
    _start(record, READ, f"读取表格：{record.file_name}", by, at)


def store_later(record: SheetImport, *, by, at: datetime) -> None:
    record.state = ImportState.STORING
    _start(record, STORE, f"导入表格：{record.file_name}", by, at)


def _start(record: SheetImport, kind: str, label: str, by, at: datetime) -> None:
    record.job = jobs.start_job(kind=kind, label=label, parameters={"import": record.pk}, by=by, at=at)
    record.save()
