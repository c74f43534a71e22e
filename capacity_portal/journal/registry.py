"""Which models the journal follows, and how a record becomes a plain dictionary.

Apps declare their models in ``AppConfig.ready``; nothing is followed by signal, the operations write the entries.
Subjects without a model (exports, jobs) are named with ``name_events``, so that pages can show them in Chinese.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    DecimalField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    TextField,
)


@dataclass(frozen=True)
class Tracked:
    """One followed model: its subject name, label, fields in order, and the file and region of a record.

    ``digests``: those of the fields whose values are too large for entries; their digest is followed instead.
    """

    model: type[Model]
    subject: str
    label: str
    fields: tuple[str, ...]
    file_key: Callable[[Model], str]
    region_code: Callable[[Model], str]
    steps: dict[str, str]
    digests: frozenset[str] = frozenset()

    @cached_property
    def columns(self) -> dict[str, Field]:
        return {name: self.model._meta.get_field(name) for name in self.fields}

    @cached_property
    def plain_types(self) -> list[tuple[str, Field, frozenset[type]]]:
        """For each field the exact types of values that are plain and stored as they are."""
        return [(name, field, _plain_types(field)) for name, field in self.columns.items()]


_UNCHANGED: list[tuple[tuple[type[Field], ...], type]] = [
    ((CharField, TextField), str),
    ((IntegerField, ForeignKey), int),
    ((BooleanField,), bool),
]


def _plain_types(field: Field) -> frozenset[type]:
    return frozenset({type(None), *(kind for fields, kind in _UNCHANGED if isinstance(field, fields))})


_by_model: dict[type[Model], Tracked] = {}
_by_subject: dict[str, Tracked] = {}
_event_labels: dict[str, tuple[str, dict[str, str]]] = {}


def track(
    model: type[Model],
    *,
    subject: str,
    label: str,
    fields: Iterable[str],
    file_key: Callable[[Model], str] | None = None,
    region_code: Callable[[Model], str] | None = None,
    steps: dict[str, str] | None = None,
    digests: Iterable[str] = (),
) -> None:
    """Follow ``model``. ``fields`` are attribute names (``region_id`` for a foreign key); ``steps`` are step labels.

    Of ``digests``, some of the fields, entries tell only what changed by its digest, see ``digest``.
    """
    tracked = Tracked(
        model,
        subject,
        label,
        tuple(fields),
        file_key or (lambda record: f"{subject}:{record.pk}"),
        region_code or (lambda record: getattr(record, "region_code", "")),
        steps or {},
        frozenset(digests),
    )
    if unknown := tracked.digests - set(tracked.fields):
        raise ValueError(f"digests of fields that are not followed: {sorted(unknown)}")
    tracked.columns  # noqa: B018 - a field that does not exist shall fail at start-up
    _by_model[model] = tracked
    _by_subject[subject] = tracked


def name_events(subject: str, *, label: str, steps: dict[str, str]) -> None:
    """Chinese names of a subject that stands for no model."""
    _event_labels[subject] = (label, steps)


def of_model(model: type[Model]) -> Tracked:
    return _by_model[model]


def of_subject(subject: str) -> Tracked | None:
    return _by_subject.get(subject)


def all_tracked() -> tuple[Tracked, ...]:
    return tuple(_by_subject.values())


def plain(value: Any) -> Any:
    """A JSON value that compares equal after a trip through either database: moments in UTC, decimals as plain text."""
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal):
        return format(value.normalize() if value else Decimal(0), "f")
    return value


def _stored(field: Field, value: Any) -> Any:
    """``value`` as the column will give it back: "450" becomes a number, decimals have the column's places."""
    value = field.to_python(value)
    if isinstance(field, DecimalField) and value is not None:
        value = round(value, field.decimal_places)
    return value


def digest(value: Any) -> str | None:
    """``sha256:`` and 64 hex digits of a JSON value, the same for every order of its keys; None of None."""
    if value is None:
        return None
    written = json.dumps(
        json.loads(json.dumps(value)), ensure_ascii=True, sort_keys=True, separators=(",", ":")
    )
    return f"sha256:{sha256(written.encode()).hexdigest()}"


def snapshot(record: Model) -> dict[str, Any]:
    """``{field: plain value}`` of the followed fields of ``record``."""
    tracked = of_model(type(record))
    values = {
        name: value if (value := getattr(record, name)).__class__ in types else plain(_stored(field, value))
        for name, field, types in tracked.plain_types
    }
    return values | {name: digest(values[name]) for name in tracked.digests} if tracked.digests else values


# --- Chinese names ----------------------------------------------------------------------------------------------------
def subject_labels() -> dict[str, str]:
    """Subject -> label, in the order in which the apps declared them."""
    events = {subject: label for subject, (label, _) in _event_labels.items()}
    return {subject: tracked.label for subject, tracked in _by_subject.items()} | events


def step_labels(subject: str) -> dict[str, str]:
    """Step -> label of a subject; empty for an unknown one."""
    tracked = of_subject(subject)
    return tracked.steps if tracked else _event_labels.get(subject, ("", {}))[1]


def field_label(subject: str, field: str) -> str:
    """Chinese label of a followed field, the field's own name when unknown."""
    tracked = of_subject(subject)
    if tracked is None or field not in tracked.fields:
        return field
    return str(tracked.columns[field].verbose_name)
