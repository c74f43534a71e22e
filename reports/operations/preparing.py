"""Inspections by superiors (迎检): put on the calendar, prepared for county by county, closed with their result."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Region
from capacity_portal.organization.queries import counties_of
from capacity_portal.organization.roles import Permission
from reports.access import insist
from reports.models import IncomingDocument, Preparation, SuperiorInspection
from reports.operations.door import worded
from reports.operations.keeping import at_version, created, fill, insist_own
from reports.queries.scope import superior_inspections_visible_to
from reports.rules.pack_checklist import DEFAULT, Entry, entries_from

_KEEP = Permission.KEEP_REGISTER


@dataclass(frozen=True)
class Announced:
    """What is known of an announced inspection; ``checklist``: what its evidence pack must hold."""

    name: str
    organizer: str
    starts_on: date
    ends_on: date
    period_from: date
    period_to: date
    announced_on: date | None = None
    incoming: IncomingDocument | None = None
    scope: str = ""
    checklist: Sequence[Entry] = field(default=DEFAULT)


@refused_in_chinese
@transaction.atomic
def register_inspection(*, region_code: str, announced: Announced, by, at: datetime) -> SuperiorInspection:
    """Put an inspection on the calendar and ask every county of the region how far it is.

    Raises PermissionDenied, ValidationError by field, ConstraintRefused.
    """
    insist_own(by, _KEEP, region_code)
    record = SuperiorInspection(region_code=region_code, registered_at=at, registered_by=by)
    created(fill(record, _values(announced)), by=by, at=at)
    for county in counties_of(region_code, localdate(at)):
        created(Preparation(inspection=record, region=county, region_code=county.code), by=by, at=at)
    return record


@refused_in_chinese
@transaction.atomic
def edit_inspection(
    *, inspection: SuperiorInspection, announced: Announced, version: int, by, at: datetime
) -> SuperiorInspection:
    """Correct an inspection that stands at ``version`` and is not over. Raises StepRefused and as ``register_inspection``."""
    current = _open(inspection, version, by)
    with journal.recording(current, step="edit", by=by, at=at):
        fill(current, _values(announced)).version += 1
        current.save()
    return current


@transaction.atomic
def close_inspection(
    *, inspection: SuperiorInspection, result: str, version: int, by, at: datetime
) -> SuperiorInspection:
    """End an inspection with its result. Raises StepRefused, ValidationError."""
    current = _open(inspection, version, by)
    with journal.recording(current, step="close", by=by, at=at):
        current.result = worded(result, "result", 1000, wanted="请写明检查结果。")
        current.is_over = True
        current.version += 1
        current.save()
    return current


@refused_in_chinese
@transaction.atomic
def report_preparation(
    *, inspection: SuperiorInspection, region: Region, percent: int, text: str, version: int, by, at: datetime
) -> Preparation:
    """A county says how far it is (``percent`` 0 to 100) and what is ready; ``version`` of its line, 0 where it has none.

    Raises PermissionDenied, StepRefused, ValidationError, ConstraintRefused.
    """
    insist_own(by, Permission.PREPARE_INSPECTIONS, region.code)
    if by is not None and not superior_inspections_visible_to(by).filter(pk=inspection.pk).exists():
        raise PermissionDenied("这次检查没有要求您所在的地区准备。")
    if SuperiorInspection.objects.filter(pk=inspection.pk, is_over=True).exists():
        raise StepRefused("这次检查已经结束，不再填报准备情况。")
    line = Preparation.objects.get(inspection=inspection, region=region)
    current = at_version(Preparation, line.pk, version)
    with journal.recording(current, step="report", by=by, at=at):
        text = worded(text, "text", 1000, wanted="请写明准备情况。")
        fill(current, {"percent": percent, "text": text, "reported_at": at, "reported_by": by}).version += 1
        current.save()
    return current


def _open(inspection: SuperiorInspection, version: int, by) -> SuperiorInspection:
    if by is not None:
        insist(by, _KEEP, superior_inspections_visible_to(by), inspection.pk)
    current = at_version(SuperiorInspection, inspection.pk, version)
    if current.is_over:
        raise StepRefused("这次检查已经结束，不能再改。")
    return current


def _values(announced: Announced) -> dict:
    values = {one.name: getattr(announced, one.name) for one in fields(announced)}
    return values | {"checklist": [asdict(entry) for entry in entries_from(announced.checklist)]}
