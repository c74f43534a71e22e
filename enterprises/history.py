"""Entries of the journal in words: what was done, and before and after as the officer knows the values."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Field, Model
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime

from capacity_portal.journal import registry
from capacity_portal.journal.choices import EntryKind
from capacity_portal.journal.models import Entry
from capacity_portal.journal.queries import state_at
from capacity_portal.lib.territory import contains
from enterprises.choices import RiskMark
from enterprises.models import Enterprise

# Follow from others, or say nothing to a reader.
_NOT_SHOWN = frozenset(
    {
        "region_code", "county_code", "updated_at", "updated_by_id", "created_at", "created_by_id", "enterprise_id",
        "registered_address_key", "representative_key", "uploaded_at", "uploaded_by_id", "content_type", "sha256", "size_bytes",
    }
)  # fmt: skip
_ELSEWHERE = "外县的一份档案"
_STEP_KINDS = {
    "create": "good",
    "status": "warn",
    "key": "bad",
    "merge": "bad",
    "withdraw": "warn",
    "confirm": "good",
}


@dataclass(frozen=True)
class ChangeText:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Event:
    """One line of the timeline (_partials/timeline.html)."""

    at: datetime
    who: str
    title: str
    note: str = ""
    kind: str = "neutral"
    summary: str = ""
    changes: list[ChangeText] = field(default_factory=list)


def described(entries: Iterable[Entry], within: str) -> list[Event]:
    """Entries as events, in the order given; one query for each kind of record that is named in them.

    Files outside the reader's region ``within`` are not named.
    """
    entries = list(entries)
    names = _Names(within)
    for entry in entries:
        for name, values in entry.changes.items():
            names.note(entry.subject, name, values)
    names.look_up()
    return [_event(entry, names) for entry in entries]


def _event(entry: Entry, names: "_Names") -> Event:
    changes = [
        ChangeText(
            registry.field_label(entry.subject, name),
            names.text(entry.subject, name, before),
            names.text(entry.subject, name, after),
        )
        for name, (before, after) in entry.changes.items()
        if name not in _NOT_SHOWN and (before or after)
    ]
    return Event(
        entry.at,
        entry.by_name,
        step_title(entry.subject, entry.step),
        entry.note,
        _STEP_KINDS.get(entry.step, "running"),
        f"登记内容{len(changes)}项" if entry.kind == EntryKind.CREATED else "",
        changes,
    )


def step_title(subject: str, step: str) -> str:
    """``修改设备``, ``确认``: the step's word, with the kind of record where it is a part."""
    word = registry.step_labels(subject).get(step, step)
    return word if subject == "enterprise" else f"{word}{_label(subject)}"


def state_on(
    file_key: str, day: date, within: str
) -> list[tuple[str, list[tuple[str, list[tuple[str, str]]]]]]:
    """``[(kind of record, [(name of the record, [(label, text)])])]`` as recorded by the end of ``day``; ``within`` as above."""
    state = state_at(file_key, day)
    names = _Names(within)
    for subject, records in state.items():
        for values in records.values():
            for name, value in values.items():
                names.note(subject, name, [value])
    names.look_up()
    ordered = sorted(state, key=_rank)
    return [
        (_label(subject), [_record(subject, *item, names) for item in state[subject].items()])
        for subject in ordered
    ]


def _rank(subject: str) -> int:
    order = ["enterprise", "former_name", "equipment", "capacity", "licence", "attachment"]
    return order.index(subject) if subject in order else len(order)


def _label(subject: str) -> str:
    return registry.subject_labels().get(subject, subject)


def _record(subject: str, pk: int, values: dict, names: "_Names") -> tuple[str, list[tuple[str, str]]]:
    rows = [
        (registry.field_label(subject, name), names.text(subject, name, value))
        for name, value in values.items()
        if name not in _NOT_SHOWN and (value or name != "is_withdrawn")
    ]
    return ("" if subject == "enterprise" else f"{_label(subject)}（编号{pk}）"), rows


class _Names:
    """Turns stored values into words; names of related records are fetched together, not one by one."""

    def __init__(self, within: str) -> None:
        self._within = within
        self._wanted: dict[type[Model], set[int]] = {}
        self._found: dict[tuple[type[Model], int], str] = {}

    def note(self, subject: str, name: str, values: Iterable) -> None:
        related = _related(_field(subject, name))
        if related is not None:
            self._wanted.setdefault(related, set()).update(v for v in values if isinstance(v, int))

    def look_up(self) -> None:
        for model, ids in self._wanted.items():
            for pk, record in model.objects.in_bulk(ids).items():
                self._found[model, pk] = self._name_of(record)

    def _name_of(self, record: Model) -> str:
        if isinstance(record, Enterprise) and not contains(self._within, record.region_code):
            return _ELSEWHERE
        return getattr(record, "name", "") or str(record)

    def text(self, subject: str, name: str, value: object) -> str:
        if value is None or value == "" or value == []:
            return ""
        field_ = _field(subject, name)
        related = _related(field_)
        if related is not None:
            return self._found.get((related, value), f"编号{value}")
        return _plain(field_, value)


def _field(subject: str, name: str) -> Field | None:
    tracked = registry.of_subject(subject)
    if tracked is None or name not in tracked.fields:
        return None
    return next(field for field in tracked.model._meta.concrete_fields if field.attname == name)


def _related(field_: Field | None) -> type[Model] | None:
    return field_.related_model if field_ is not None and field_.is_relation else None


def _plain(field_: Field | None, value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        known = dict(RiskMark.choices)
        return "、".join(str(known.get(item, item)) for item in value)
    if field_ is not None and field_.choices:
        return str(dict(field_.flatchoices).get(value, value))
    if field_ is not None and field_.get_internal_type() == "DateTimeField":
        moment = parse_datetime(str(value))
        return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else str(value)
    return str(value)


def file_key(enterprise: Enterprise) -> str:
    """The key under which the journal keeps everything of one file."""
    return f"enterprise:{enterprise.pk}"
