"""Entries as the auditor's pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from urllib.parse import urlencode

from django.utils.timezone import localtime

from capacity_portal.journal import queries, registry
from capacity_portal.journal.choices import EntryKind
from capacity_portal.journal.forms import EntryFilterForm
from capacity_portal.journal.models import Entry
from capacity_portal.journal.rules.filters import NAMES, Filters
from capacity_portal.organization.models import Office
from capacity_portal.organization.queries import region_names

_STATUS = {
    EntryKind.CREATED: "good",
    EntryKind.CHANGED: "running",
    EntryKind.REMOVED: "bad",
    EntryKind.EVENT: "neutral",
}
_LABELS_SHOWN = 4


@dataclass(frozen=True)
class Row:
    """``summary``: which fields changed; ``kind``: of the status badge; ``has_day_only``: no hour of it may be shown."""

    entry: Entry
    subject: str
    step: str
    file: str
    region: str
    kind: str
    summary: str
    has_day_only: bool


def rows_of(entries: Iterable[Entry]) -> list[Row]:
    """One query for the names of all regions."""
    entries = list(entries)
    regions = region_names(entry.region_code for entry in entries)
    return [row_of(entry, regions) for entry in entries]


def row_of(entry: Entry, regions: dict[str, str]) -> Row:
    return Row(
        entry,
        registry.subject_labels().get(entry.subject, entry.subject),
        registry.step_labels(entry.subject).get(entry.step, entry.step),
        _file_of(entry),
        regions.get(entry.region_code, entry.region_code),
        _STATUS.get(entry.kind, "neutral"),
        _summary(entry),
        has_day_only(entry),
    )


def has_day_only(entry: Entry) -> bool:
    """Whether ``entry`` tells the day alone: nobody's, at midnight. So stand what a reporter does himself, and his receipt.

    The moment at which its block was sealed, a minute later, would tell the hour.
    """
    return entry.by_id is None and localtime(entry.at).time() == time.min


def _file_of(entry: Entry) -> str:
    """``企业 17`` for ``enterprise:17``."""
    subject, _, number = entry.file_key.partition(":")
    return f"{registry.subject_labels().get(subject, subject)} {number}".strip()


def _summary(entry: Entry) -> str:
    if entry.kind != EntryKind.CHANGED:
        return ""
    labels = queries.changed_labels(entry)
    shown = "、".join(labels[:_LABELS_SHOWN])
    return f"{shown}等{len(labels)}项" if len(labels) > _LABELS_SHOWN else shown


def applied(asked: Filters, form: EntryFilterForm) -> list[tuple[str, str]]:
    """(what is asked, address without it) for the chips of the filter bar."""
    return [
        (f"{form.fields[name].label}：{_shown(form, name, value)}", f"?{urlencode(asked.without(name))}")
        for name in NAMES
        if (value := getattr(asked, name))
    ]


def _shown(form: EntryFilterForm, name: str, value: object) -> str:
    return str(dict(getattr(form.fields[name], "choices", ())).get(value, value))


def office_name() -> str:
    office = Office.objects.order_by("id").only("full_name").first()
    return office.full_name if office else "化解过剩产能工作领导小组办公室"
