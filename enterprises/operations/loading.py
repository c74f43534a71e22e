"""Dictionaries and real cases from ``fixtures/``: by natural key, repeatable, journalled like any other write."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from capacity_portal.organization.models import Region
from enterprises.models import ConversionRow, EquipmentKind, IndustryCode, Product, ReductionTask
from enterprises.operations.dictionaries import Outcome, save_dictionary_row
from enterprises.operations.reduction import save_reduction_task

NOTE = "载入预置数据"
Row = Mapping[str, str]


@transaction.atomic
def load_dictionaries(*, folder: Path, by, at: datetime) -> dict[str, Counter[Outcome]]:
    """Read the four CSV files of ``folder``; returns, by file, how many rows were new, changed and as before.

    Raises ValidationError, KeyError for a file with other columns, EquipmentKind.DoesNotExist and the like for a row that
    names an unknown kind or product. All or nothing.
    """
    results: dict[str, Counter[Outcome]] = {}
    for name, model, values_of in _FILES:
        rows = _read(folder / name)
        results[name] = Counter(
            save_dictionary_row(model=model, values=values_of(row), by=by, at=at, note=NOTE)[1]
            for row in rows
        )
    return results


@transaction.atomic
def load_cases(*, path: Path, region: Region | None, by, at: datetime) -> list[ReductionTask]:
    """Enter the reduction tasks of a JSON file that are not on file yet; ``region`` takes the place of their own.

    Raises Region.DoesNotExist when a case's own region is not loaded. All or nothing.
    """
    return [
        task
        for case in json.loads(path.read_text(encoding="utf-8"))
        if (task := _load_case(case, region or Region.objects.get(code=case["region"]), by=by, at=at))
    ]


def _load_case(case: Mapping[str, Any], region: Region, *, by, at: datetime) -> ReductionTask | None:
    values = {name: case[name] for name in ("year", "industry", "title", "document", "note")}
    key = {name: values[name] for name in ("year", "industry", "title")}
    if ReductionTask.objects.filter(region=region, **key).exists():
        return None
    return save_reduction_task(
        values=values | {"region": region},
        totals=[_figures(total, "stated") for total in case["totals"]],
        items=[_figures(item, "amount") for item in case["items"]],
        by=by,
        at=at,
        note=NOTE,
    )


def _figures(row: Mapping[str, Any], amount: str) -> dict[str, Any]:
    product = Product.objects.get(code=row["product"]) if row["product"] else None
    return {**row, "product": product, amount: Decimal(row[amount])}


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _kind(row: Row) -> dict[str, Any]:
    return {
        **_only(row, "code", "name", "industry", "size_unit"),
        "is_induction_furnace": row["is_induction_furnace"] == "1",
        "position": int(row["position"]),
    }


def _product(row: Row) -> dict[str, Any]:
    return {**_only(row, "code", "name", "industry", "unit"), "position": int(row["position"])}


def _industry_code(row: Row) -> dict[str, Any]:
    return _only(row, "edition", "code", "name", "industry")


def _conversion(row: Row) -> dict[str, Any]:
    return {
        "kind": EquipmentKind.objects.get(code=row["kind"]),
        "product": Product.objects.get(code=row["product"]),
        "size": Decimal(row["size"]),
        "capacity": Decimal(row["capacity"]),
        "may_interpolate": row["may_interpolate"] == "1",
        **_only(row, "edition", "source"),
    }


def _only(row: Row, *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


_FILES: list[tuple[str, type[Model], Callable[[Row], dict[str, Any]]]] = [
    ("products.csv", Product, _product),
    ("equipment_kinds.csv", EquipmentKind, _kind),
    ("industry_codes.csv", IndustryCode, _industry_code),
    ("conversion_rows.csv", ConversionRow, _conversion),
]
