"""Which models the journal follows, and how a record becomes a plain dictionary.

Apps declare their models in ``AppConfig.ready``; nothing is followed by signal, the operations write the entries.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import DecimalField, Field, Model


@dataclass(frozen=True)
class Tracked:
    """One followed model: its subject name, label, fields in order, and the file and region of a record."""

    model: type[Model]
    subject: str
    label: str
    fields: tuple[str, ...]
    file_key: Callable[[Model], str]
    region_code: Callable[[Model], str]
    steps: dict[str, str]

    @cached_property
    def columns(self) -> dict[str, Field]:
        return {name: self.model._meta.get_field(name) for name in self.fields}


_by_model: dict[type[Model], Tracked] = {}
_by_subject: dict[str, Tracked] = {}


def track(
    model: type[Model],
    *,
    subject: str,
    label: str,
    fields: Iterable[str],
    file_key: Callable[[Model], str] | None = None,
    region_code: Callable[[Model], str] | None = None,
    steps: dict[str, str] | None = None,
) -> None:
    """Follow ``model``. ``fields`` are attribute names (``region_id`` for a foreign key); ``steps`` are step labels."""
    tracked = Tracked(
        model,
        subject,
        label,
        tuple(fields),
        file_key or (lambda record: f"{subject}:{record.pk}"),
        region_code or (lambda record: getattr(record, "region_code", "")),
        steps or {},
    )
    _by_model[model] = tracked
    _by_subject[subject] = tracked


def of_model(model: type[Model]) -> Tracked:
    return _by_model[model]


def of_subject(subject: str) -> Tracked | None:
    return _by_subject.get(subject)


def all_tracked() -> tuple[Tracked, ...]:
    return tuple(_by_subject.values())


def plain(value: Any) -> Any:
    """A JSON value that compares equal after a trip through either database: moments in UTC, decimals as plain text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize() if value else Decimal(0), "f")
    return value


def _stored(field: Field, value: Any) -> Any:
    """``value`` as the column will give it back: "450" becomes a number, decimals have the column's places."""
    value = field.to_python(value)
    if isinstance(field, DecimalField) and value is not None:
        value = round(value, field.decimal_places)
    return value


def snapshot(record: Model) -> dict[str, Any]:
    """``{field: plain value}`` of the followed fields of ``record``."""
    fields = of_model(type(record)).columns
    return {name: plain(_stored(field, getattr(record, name))) for name, field in fields.items()}


def field_label(subject: str, field: str) -> str:
    """Chinese label of a followed field, the field's own name when unknown."""
    tracked = of_subject(subject)
    if tracked is None or field not in tracked.fields:
        return field
    name = field.removesuffix("_id") if field.endswith("_id") else field
    return str(tracked.model._meta.get_field(name).verbose_name)
