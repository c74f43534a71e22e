"""Dictionaries of the office: regions, units, holidays, thresholds, requirements; by hand in the back office or from lists."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Model

from capacity_portal.lib.territory import parent_code
from capacity_portal.organization import recorder
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import (
    Department,
    Holiday,
    Officer,
    Region,
    RoleRequirement,
    Threshold,
)
from capacity_portal.organization.roles import ADMINISTRATORS, ROLES
from capacity_portal.organization.rules.member_units import units_of


@transaction.atomic
def save_record(*, record: Model, by: Officer | None, at: datetime, note: str = "") -> Model:
    """Store a validated record of a dictionary, new or edited, with its journal entry. Used by ``JournalledAdmin``."""
    if record._state.adding:
        record.save(force_insert=True)
        recorder.record_created(record, step="create", by=by, at=at, note=note)
        return record
    stored = type(record).objects.select_for_update().get(pk=record.pk)
    with recorder.recording(stored, step="edit", by=by, at=at, note=note):
        for field in record._meta.concrete_fields:
            setattr(stored, field.attname, getattr(record, field.attname))
        stored.save()
    return stored


@transaction.atomic
def load_departments(
    *, region: str, patterns: list[Mapping[str, str]], by: Officer | None, at: datetime
) -> int:
    """Make the member units of the prefecture ``region`` and of its counties and zones that are missing; how many."""
    kinds = [RegionKind.PREFECTURE, RegionKind.COUNTY, RegionKind.ZONE]
    regions = list(Region.objects.within(region).filter(kind__in=kinds, is_statistics_only=False))
    names = {place.code: place.name for place in regions}
    known = set(Department.objects.filter(region__in=regions).values_list("region_id", "name"))
    missing = [
        Department(region=place, name=unit.name, short_name=unit.short_name, dimensions=unit.dimensions)
        for place in regions
        for unit in units_of(place.kind, place.name, names.get(parent_code(place.code), ""), patterns)
        if (place.pk, unit.name) not in known
    ]
    Department.objects.bulk_create(missing, batch_size=500)
    recorder.record_all_created(missing, step="load", by=by, at=at)
    return len(missing)


@transaction.atomic
def load_thresholds(*, rows: Iterable[Mapping[str, str]], by: Officer | None, at: datetime) -> int:
    """Make the parameters that are missing, with their default values; what the office has set stays."""
    known = set(Threshold.objects.values_list("code", flat=True))
    missing = [
        Threshold(**{**row, "value": Decimal(row["value"])}) for row in rows if row["code"] not in known
    ]
    Threshold.objects.bulk_create(missing)
    recorder.record_all_created(missing, step="load", by=by, at=at)
    return len(missing)


@transaction.atomic
def load_holidays(
    *, days: Mapping[date, tuple[bool, str]], source: str, by: Officer | None, at: datetime
) -> int:
    """Make the days (day -> is it worked, name) that are missing; days that the office has entered stay as they are."""
    known = set(Holiday.objects.values_list("day", flat=True))
    missing = [
        Holiday(day=day, is_workday=is_workday, name=name, source=source)
        for day, (is_workday, name) in sorted(days.items())
        if day not in known
    ]
    Holiday.objects.bulk_create(missing, batch_size=500)
    recorder.record_all_created(missing, step="load", by=by, at=at)
    return len(missing)


@transaction.atomic
def set_role_requirements(*, by: Officer | None, at: datetime) -> int:
    """Make the missing rows: the second factor is compulsory for administrators (GB/T 22239-2019 8.1.4.1 d), optional else."""
    known = set(RoleRequirement.objects.values_list("role", flat=True))
    missing = [
        RoleRequirement(role=role, needs_second_factor=role in ADMINISTRATORS)
        for role in ROLES
        if role not in known
    ]
    RoleRequirement.objects.bulk_create(missing)
    recorder.record_all_created(missing, step="load", by=by, at=at)
    return len(missing)
