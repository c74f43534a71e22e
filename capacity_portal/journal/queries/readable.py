"""Changes of entries in words: labels of fields, choices and related records instead of codes and numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import DateTimeField, Field, Model
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime

from capacity_portal.journal import registry
from capacity_portal.journal.models import Entry


@dataclass(frozen=True)
class ReadableChange:
    """One row of ``_partials/changes.html``; empty text stands for no value."""

    label: str
    before: str
    after: str


def readable_changes(entry: Entry) -> list[ReadableChange]:
    """The changed fields in the order of the record's declaration, without those that were and are empty; one query for each
    kind of related record."""
    return _readable(entry, _names_of_related([entry]))


def all_readable_changes(entries: Sequence[Entry]) -> list[list[ReadableChange]]:
    """``readable_changes`` of each entry; one query for each kind of related record, however many entries."""
    names = _names_of_related(entries)
    return [_readable(entry, names) for entry in entries]


def _readable(entry: Entry, names: dict[tuple[type[Model], Any], str]) -> list[ReadableChange]:
    order = {name: position for position, name in enumerate(_fields(entry.subject))}
    changes = sorted(_pairs(entry), key=lambda change: order.get(change[0], len(order)))

    def text(name: str, value: Any) -> str:
        return _text(_fields(entry.subject).get(name), value, names)

    found = (
        ReadableChange(registry.field_label(entry.subject, name), text(name, before), text(name, after))
        for name, before, after in changes
    )
    return [change for change in found if change.before or change.after]


def changed_labels(entry: Entry) -> list[str]:
    """Labels of the changed fields, for a line in a list."""
    return [registry.field_label(entry.subject, name) for name, _, _ in _pairs(entry)]


def _pairs(entry: Entry) -> list[tuple[str, Any, Any]]:
    """(field, before, after); what is not of that form (only tampering makes it so) is shown as it stands."""
    changes = entry.changes if isinstance(entry.changes, dict) else {"": entry.changes}
    return [
        (name, *pair) if isinstance(pair, list) and len(pair) == 2 else (name, None, pair)
        for name, pair in changes.items()
    ]


def _fields(subject: str) -> dict[str, Field]:
    tracked = registry.of_subject(subject)
    return tracked.columns if tracked else {}


def _names_of_related(entries: Iterable[Entry]) -> dict[tuple[type[Model], Any], str]:
    wanted: dict[type[Model], set[int]] = {}
    for entry in entries:
        for name, *values in _pairs(entry):
            field = _fields(entry.subject).get(name)
            if field is not None and field.is_relation:
                wanted.setdefault(field.related_model, set()).update(v for v in values if type(v) is int)
    return {
        (model, key): str(record)
        for model, keys in wanted.items()
        for key, record in model._base_manager.in_bulk(keys).items()
    }


def _text(field: Field | None, value: Any, names: dict[tuple[type[Model], Any], str]) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(item) for item in value)
    if field is None or isinstance(value, dict):
        return str(value)
    if field.is_relation:
        return names.get((field.related_model, value), f"编号 {value}")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    moment = parse_moment(value) if isinstance(field, DateTimeField) else None
    return f"{localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else str(value)


def parse_moment(value: Any):
    """An aware datetime from a plain value, None when it is none."""
    try:
        moment = parse_datetime(str(value))
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo else None
