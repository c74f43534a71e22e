"""Which parts of a file were there when a sheet was compared with it: adding a part raises no version of the file."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

from enterprises.choices import EquipmentState
from enterprises.models import Capacity, Equipment
from enterprises.queries.among import among_ids

# Where the values of a staged row keep what was seen.
KEYS: dict[str, type[Model]] = {"seen_capacities": Capacity, "seen_equipment": Equipment}

Seen = list[list[int]]  # [id, version], by id


def in_place(model: type[Model]) -> QuerySet:
    """The parts that a sheet is compared with: all capacities, and the equipment that still stands."""
    rows = model.objects.order_by("id")
    if model is Equipment:
        rows = rows.filter(is_withdrawn=False).exclude(state=EquipmentState.DISMANTLED)
    return rows


def seen(parts: Iterable[Model]) -> Seen:
    return sorted([part.pk, part.version] for part in parts)


def seen_now(model: type[Model], files: Iterable[int]) -> dict[int, Seen]:
    """By id of the file, without the files that have none (one query)."""
    found: dict[int, Seen] = {}
    rows = among_ids(in_place(model), files, "enterprise").values_list("enterprise_id", "id", "version")
    for file, *part in rows:
        found.setdefault(file, []).append(part)
    return found


def have_changed(staged: Iterable[tuple[int, dict[str, Any]]]) -> bool:
    """Tell whether the parts of a file are others than its staged row saw; ``staged``: (id of the file, values of the row)."""
    staged = list(staged)
    return any(_differ(staged, key, model) for key, model in KEYS.items())


def _differ(staged: list[tuple[int, dict[str, Any]]], key: str, model: type[Model]) -> bool:
    then = {file: values[key] for file, values in staged if key in values}
    now = seen_now(model, then) if then else {}
    return any(parts != now.get(file, []) for file, parts in then.items())
