"""Steps of an import for the tests of every layer: a file in, its work done, the import as it is then."""

from collections.abc import Sequence
from io import BytesIO

from django.utils import timezone

from capacity_portal.imports import operations
from capacity_portal.imports.models import SheetImport
from capacity_portal.jobs import running

CLEAN = "名称,产能,编号\n甲厂,12,A-1\n乙厂,3万吨,A-2\n"
UNCLEAR = "名称,产能,编号\n甲厂,约33,A-1\n乙厂,3,\n丙厂,4,A-3\n,5,A-4\n"


def book(rows: Sequence[Sequence[object]], **more: Sequence[Sequence[object]]) -> bytes:
    """An .xlsx; ``more`` are further sheets by name."""
    from openpyxl import Workbook

    made = Workbook()
    made.active.title = "台账"
    for sheet, lines in [
        (made.active, rows),
        *((made.create_sheet(name), lines) for name, lines in more.items()),
    ]:
        for line in lines:
            sheet.append(line)
    content = BytesIO()
    made.save(content)
    return content.getvalue()


def uploaded(kind, by, content: bytes | str = CLEAN, name: str = "清单.csv", region: str = "") -> SheetImport:
    content = content.encode() if isinstance(content, str) else content
    return operations.begin_import(
        kind=kind, content=content, name=name, region_code=region or by.region_code, by=by, at=timezone.now()
    )


def worked(record: SheetImport) -> SheetImport:
    """Let the worker do what the import waits for."""
    record.refresh_from_db()
    running.run(record.job_id, record.job.attempt)
    return SheetImport.objects.select_related("job", "owner").get(pk=record.pk)


def read(kind, by, content: bytes | str = CLEAN, name: str = "清单.csv") -> SheetImport:
    return worked(uploaded(kind, by, content, name))
