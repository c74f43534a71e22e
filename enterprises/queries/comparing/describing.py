"""What a new file would hold, in words, for the page of a preview: from the staged values, a handful of queries for all."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from capacity_portal.lib.quantities import trimmed
from capacity_portal.organization.models import Department, Officer, Region
from enterprises.models import Enterprise, EquipmentKind, Product
from enterprises.queries.comparing.fields import title

Said = list[tuple[str, str]]
_NAMED = {"region": Region, "supervising_department": Department, "supervising_officer": Officer}


def describe(rows: Sequence[Mapping[str, Any]]) -> list[Said]:
    """(heading, text) of all but the name, for each of ``rows``, which are ``ImportRow.values`` of new files."""
    names = {name: _names_of(model, _asked(rows, name), name) for name, model in _NAMED.items()}
    products = dict(Product.objects.values_list("pk", "name"))
    kinds = dict(EquipmentKind.objects.values_list("pk", "name"))
    return [[*_fields(row, names), *_capacities(row, products), *_equipment(row, kinds)] for row in rows]


def _asked(rows: Sequence[Mapping[str, Any]], name: str) -> set:
    return {row["fields"][name] for row in rows if name in row.get("fields", {})}


def _names_of(model, asked: set, name: str) -> dict[Any, str]:
    key = "code" if name == "region" else "pk"
    return dict(model.objects.filter(**{f"{key}__in": asked}).values_list(key, "name")) if asked else {}


def _fields(row: Mapping[str, Any], names: Mapping[str, Mapping[Any, str]]) -> Said:
    given = row.get("fields", {})
    shown = ((name, _text(name, value, names)) for name, value in given.items() if name != "name")
    return [(title(name), text) for name, text in shown if text]


def _text(name: str, value: Any, names: Mapping[str, Mapping[Any, str]]) -> str:
    if name in names:
        return names[name].get(value, "")
    choices = dict(Enterprise._meta.get_field(name).flatchoices)
    return str(choices.get(value, value))


def _capacities(row: Mapping[str, Any], products: Mapping[int, str]) -> Said:
    return [
        (f"{products.get(one['product'], '')}产能", trimmed(Decimal(one["value"]), one["unit"]))
        for one in row.get("capacities", ())
    ]


def _equipment(row: Mapping[str, Any], kinds: Mapping[int, str]) -> Said:
    items = [
        f"{kinds.get(one['kind'], '')}{one['size'] or ''}{one['size_unit'] if one['size'] else ''}×{one['count']}"
        for one in row.get("equipment", ())
    ]
    return [("主要设备", "；".join(items))] if items else []
