"""The dictionaries (equipment kinds, products, industry codes, conversion table), from ``load_dictionaries`` and imports."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Model

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.organization.roles import Permission
from enterprises import access
from enterprises.models import ConversionRow, EquipmentKind, IndustryCode, Product
from enterprises.operations.records import assign, changed_values

# The natural key of each dictionary, and what may change under it.
KEYS: dict[type[Model], tuple[str, ...]] = {
    EquipmentKind: ("code",),
    Product: ("code",),
    IndustryCode: ("edition", "code"),
    ConversionRow: ("kind", "product", "size", "edition"),
}
VALUES: dict[type[Model], frozenset[str]] = {
    EquipmentKind: frozenset(
        {"name", "industry", "size_unit", "is_induction_furnace", "position", "is_active"}
    ),
    Product: frozenset({"name", "industry", "unit", "position", "is_active"}),
    IndustryCode: frozenset({"name", "industry"}),
    ConversionRow: frozenset({"capacity", "source", "may_interpolate", "is_active"}),
}


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@refused_in_chinese
@transaction.atomic
def save_dictionary_row(
    *, model: type[Model], values: Mapping[str, Any], by, at: datetime, note: str = ""
) -> tuple[Model, Outcome]:
    """Create or change the row that ``values`` name by their natural key. Raises ValidationError, ConstraintRefused."""
    access.insist(by, Permission.MANAGE_SYSTEM)
    key = {name: values[name] for name in KEYS[model]}
    record = model.objects.filter(**key).first()
    if record is None:
        record = model()
        assign(record, changed_values(record, values, VALUES[model] | set(key)))
        record.save(force_insert=True)
        journal.record_created(record, step="create", by=by, at=at, note=note)
        return record, Outcome.CREATED
    rest = {name: value for name, value in values.items() if name not in key}
    changes = changed_values(record, rest, VALUES[model])
    if not changes:
        return record, Outcome.UNCHANGED
    with journal.recording(record, step="edit", by=by, at=at, note=note):
        assign(record, changes)
        record.save(update_fields=list(changes))
    return record, Outcome.CHANGED
