"""What every write of this app shares: cleaning what was typed, the optimistic lock, the result of a row in a batch."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Model, TextField

from capacity_portal.lib.typed_text import storable
from enterprises.models import Enterprise


class StaleRecord(Exception):
    """Somebody saved first. ``current`` is the record as it stands now."""

    def __init__(self, current: Model):
        super().__init__("您填写期间，这份档案已被修改，请核对后再保存。")
        self.current = current


class FileMerged(ValidationError):
    """The file was merged into another one and is kept as it was; the message names the other unless it is elsewhere."""

    def __init__(self, enterprise: Enterprise):
        into = enterprise.merged_into
        named = f"“{into.name}”" if into.county_code == enterprise.county_code else "外县的一份档案"
        super().__init__(f"这份档案已并入{named}，请在那份档案中办理。")


@dataclass(frozen=True)
class RowResult:
    """What became of one enterprise of a batch; ``message`` says why not, or what was done."""

    enterprise_id: int
    name: str
    done: bool
    message: str = ""


def changed_values(record: Model, values: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    """The values that differ from ``record``, cleaned by the model's fields, keyed by field name.

    Raises ValidationError keyed by field for what the fields refuse, ValueError for a field that is not ``allowed``.
    """
    if unknown := set(values) - allowed:
        raise ValueError(f"{type(record).__name__}: not written by this operation: {sorted(unknown)}")
    typed = copy.copy(record)
    for name, value in values.items():
        setattr(typed, name, _storable(typed, name, value))
    _clean(typed, set(values) | (_required(record, allowed) if record.pk is None else set()))
    return {
        name: getattr(typed, name)
        for name in values
        if record.pk is None
        or getattr(typed, _attname(typed, name)) != getattr(record, _attname(record, name))
    }


def assign(record: Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)


def save_version(record: Model, names: set[str] | frozenset[str], version: int) -> None:
    """Write the fields ``names`` if nobody has written since ``version``. Raises StaleRecord."""
    values = {name: getattr(record, name) for name in names}
    model = type(record)
    written = model.objects.filter(pk=record.pk, version=version).update(**values, version=version + 1)
    if not written:
        raise StaleRecord(current_of(model, record.pk))
    record.version = version + 1


def current_of(model: type[Model], pk: int) -> Model:
    """The record as stored now; an enterprise with its region and the officer who changed it last."""
    with_it = ("region", "updated_by") if model is Enterprise else ("enterprise",)
    return model.objects.select_related(*with_it).get(pk=pk)


def loaded(record: Model, version: int) -> Model:
    """The stored record, never the caller's copy (a form may have written on it). Raises StaleRecord."""
    current = current_of(type(record), record.pk)
    if current.version != version:
        raise StaleRecord(current)
    return current


def open_file(pk: int) -> Enterprise:
    """The enterprise, locked until the end of the transaction. Raises FileMerged."""
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=pk)
    refuse_merged(enterprise)
    return enterprise


def refuse_merged(enterprise: Enterprise) -> None:
    """Raise FileMerged for a file that stands inside another."""
    if enterprise.merged_into_id is not None:
        raise FileMerged(enterprise)


def touch(enterprise: Enterprise, *, by, at: datetime) -> None:
    """Note that a part of the file changed; the lock of the enterprise itself stays free."""
    Enterprise.objects.filter(pk=enterprise.pk).update(updated_at=at, updated_by=by)


def _storable(record: Model, name: str, value: Any) -> Any:
    field = record._meta.get_field(name)
    if not isinstance(field, CharField | TextField):
        return None if value == "" else value
    text = storable("" if value is None else str(value))
    return text.strip()


def _clean(record: Model, names: set[str]) -> None:
    """Run the fields' own checks; foreign keys were chosen from the caller's querysets and cost a query each."""
    fields = record._meta.concrete_fields
    relations = {field.name for field in fields if field.is_relation}
    record.clean_fields(exclude={field.name for field in fields if field.name not in names} | relations)
    for field in fields:
        if field.name in names & relations and not field.null and getattr(record, field.attname) is None:
            raise ValidationError({field.name: f"请选择{field.verbose_name}。"})


def _required(record: Model, allowed: frozenset[str]) -> set[str]:
    """What a new record cannot be without, named by the caller or not."""
    fields = (record._meta.get_field(name) for name in allowed)
    return {field.name for field in fields if not (field.blank or field.null or field.has_default())}


def _attname(record: Model, name: str) -> str:
    return record._meta.get_field(name).attname
