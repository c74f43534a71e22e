"""What the records of mechanism and preparation have in common: whose they are, and how words become a row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model

from capacity_portal.journal import operations as journal
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from reports.operations.secrecy import insist_unmarked

Record = TypeVar("Record", bound=Model)


class RecordChanged(StepRefused):
    """Somebody was first; ``current`` is the record as it stands now."""

    def __init__(self, current: Model):
        super().__init__("您填写期间，这条记录已有他人改动，请核对最新内容后再提交；您填写的内容保留在下方。")
        self.current = current


def insist_own(by, permission: Permission, region_code: str) -> None:
    """Raise PermissionDenied unless the officer has the permission and the record is his own region's; None is the system.

    The prefecture reads what its counties keep, and leaves the writing to them.
    """
    if by is None:
        return
    if not by.may(permission):
        raise PermissionDenied("您的角色没有这项权限。")
    if by.region_code != region_code:
        raise PermissionDenied("这条记录由其他地区管理，您只能查看。")


def fill(record: Record, values: Mapping[str, Any]) -> Record:
    """Put ``values`` on the record, texts storable and stripped. Raises ValidationError by field, also for a 密级 mark."""
    insist_unmarked(values)
    for name, value in values.items():
        setattr(record, name, storable(value).strip() if isinstance(value, str) else value)
    record.clean_fields()
    return record


def created(record: Record, *, step: str = "create", by, at: datetime) -> Record:
    """Save a new record with the first entry of its journal."""
    record.save(force_insert=True)
    journal.record_created(record, step=step, by=by, at=at)
    return record


def removed(record: Model, *, by, at: datetime, note: str) -> None:
    """Take a record out that was entered by mistake; the journal keeps what it said."""
    journal.record_removed(record, step="remove", by=by, at=at, note=note[:200])
    record.delete()


def at_version(model: type[Record], pk: int, version: int) -> Record:
    """The stored record, locked. Raises RecordChanged unless it stands at ``version``."""
    current = model.objects.select_for_update(of=("self",)).get(pk=pk)
    if current.version != version:
        raise RecordChanged(current)
    return current
