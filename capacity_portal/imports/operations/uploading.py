"""Taking a file in."""

from datetime import datetime
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from capacity_portal.imports import files
from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.models import SheetImport
from capacity_portal.imports.operations.noting import note
from capacity_portal.imports.operations.running import read_later
from capacity_portal.imports.queries import may_import
from capacity_portal.imports.registry import Kind
from capacity_portal.lib.spreadsheets import guard
from capacity_portal.lib.spreadsheets.book import COUNTY_LIMITS, OFFICE_LIMITS, FileRefused, Limits
from capacity_portal.lib.territory import Level, contains, level_of
from capacity_portal.lib.typed_text import INVISIBLE, storable


class ImportRefused(ValidationError):
    """The import cannot be begun or go on; keyed by field, in Chinese."""


def limits_for(officer) -> Limits:
    """The prefecture's office may send larger files than counties (settled.md 18)."""
    return OFFICE_LIMITS if level_of(officer.region_code) <= Level.PREFECTURE else COUNTY_LIMITS


@transaction.atomic
def begin_import(
    *,
    kind: Kind,
    content: bytes,
    name: str,
    region_code: str,
    by,
    at: datetime,
    sheet: str = "",
    reads_now: bool = False,
) -> SheetImport:
    """Keep the file and have it read in the background (``reads_now``: the caller reads it himself).

    Raises PermissionDenied, ImportRefused keyed by ``file`` or ``region``.
    """
    if not may_import(by, kind):
        raise PermissionDenied("您的角色没有这项权限。")
    if not contains(by.region_code, region_code):
        raise ImportRefused({"region": "只能导入到本辖区内的地区。"})
    try:
        guard.glance(content, limits_for(by))
    except FileRefused as refused:
        raise ImportRefused({"file": str(refused)}) from refused
    stored = files.store(content)
    try:
        record = SheetImport.objects.create(
            kind=kind.name,
            owner=by,
            region_code=region_code,
            file_name=" ".join(INVISIBLE.sub(" ", name[-2_000:]).split())[-200:] or "未命名",
            stored_file=stored,
            size=len(content),
            sha256=sha256(content).hexdigest(),
            sheet=storable(sheet)[:200],
            state=ImportState.READING,
            created_at=at,
        )
        note(record, "upload", by=by, at=at, text=f"{record.file_name}（{record.sha256[:16]}）")
        if not reads_now:
            read_later(record, by=by, at=at)
    except BaseException:
        files.remove(stored)
        raise
    return record
