"""Two versions of one form side by side: what was opened, what another officer saved meanwhile, what is typed here."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.core import signing

_SALT = "forms.opened"


@dataclass(frozen=True)
class VersionRow:
    """One field on the conflict page; ``differs``: the other officer's text is neither the one opened nor the one typed."""

    label: str
    opened: str
    saved: str
    typed: str
    differs: bool


@dataclass(frozen=True)
class Conflict:
    """``rows``: the fields about which the three versions do not agree."""

    who: str
    at: datetime
    rows: list[VersionRow]


def raw_values(form: forms.Form) -> dict[str, object]:
    """What each field shows, as JSON values: typed text of a bound form, initial values of an unbound one."""
    return {field.name: _plain(field.value()) for field in form}


def opened_token(form: forms.Form) -> str:
    """The initial values of ``form``, signed, for a hidden field: the page that comes back says what it was opened with."""
    return sealed(raw_values(form))


def sealed(values: dict[str, object]) -> str:
    """Values of one or more forms, signed; ``read_opened`` gives them back."""
    return signing.dumps(values, salt=_SALT, compress=True)


def read_opened(token: str) -> dict[str, object]:
    """The values of ``opened_token``; empty for anything else."""
    try:
        found = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, json.JSONDecodeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def compare(typed: forms.Form, saved: forms.Form, opened: dict[str, object]) -> list[VersionRow]:
    """One row for each field that differs, as labels. ``typed`` is bound, ``saved`` an unbound form of the record as it is now."""
    mine, theirs = raw_values(typed), raw_values(saved)
    rows = []
    for field in typed:
        before, now, here = (
            _shown(field, values.get(field.name, "")) for values in (opened or theirs, theirs, mine)
        )
        if not before == now == here:
            rows.append(VersionRow(field.label, before, now, here, now not in (before, here)))
    return rows


def reconciled(typed: forms.Form, saved: forms.Form, opened: dict[str, object]) -> dict[str, object]:
    """Initial values for the next try: what was changed here stays as typed, what was not touched follows what is saved."""
    mine, theirs = raw_values(typed), raw_values(saved)
    return {
        name: theirs.get(name, value) if opened and opened.get(name, value) == value else value
        for name, value in mine.items()
    }


def shown(field: forms.BoundField) -> str:
    """What stands in the field, as a label."""
    return _shown(field, _plain(field.value()))


def _plain(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    if isinstance(value, bool):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _shown(field: forms.BoundField, value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    values = value if isinstance(value, list) else [value]
    labels = _labels(field.field)
    return "、".join(str(labels.get(str(item), item)) for item in values if item != "")


def _labels(field: forms.Field) -> dict[str, str]:
    labels: dict[str, str] = {}
    for value, label in getattr(field, "choices", []):
        group = label if isinstance(label, list | tuple) else [(value, label)]
        labels |= {str(code): name for code, name in group}
    return labels
