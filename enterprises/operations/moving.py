"""What goes along when an enterprise's region changes: the region codes copied to equipment and links."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Model, QuerySet

from capacity_portal.journal import operations as journal
from capacity_portal.journal import registry
from enterprises.models import Enterprise, Equipment, Link


def carry_parts(enterprise: Enterprise, *, by, at: datetime) -> None:
    """Write the enterprise's new region code wherever it is copied, one entry for each record."""
    carry_parts_of([enterprise.pk], enterprise.region_code, by=by, at=at)


def carry_parts_of(ids: Sequence[int], code: str, *, by, at: datetime) -> None:
    """The same for many enterprises that moved to one region."""
    equipment = Equipment.objects.filter(enterprise__in=ids).select_related("enterprise")
    _carry(equipment, "region_code", code, by=by, at=at)
    links = Link.objects.all()
    _carry(links.filter(first__in=ids), "first_region_code", code, by=by, at=at)
    _carry(links.filter(second__in=ids), "second_region_code", code, by=by, at=at)


def _carry(records: QuerySet[Model], field: str, code: str, *, by, at: datetime) -> None:
    changes = []
    for record in records.exclude(**{field: code}).order_by("id"):
        changes.append(journal.Change(record, registry.snapshot(record)))
        setattr(record, field, code)
    if changes:
        records.model.objects.filter(pk__in=[change.record.pk for change in changes]).update(**{field: code})
        journal.record_many(changes, step="move", by=by, at=at)
