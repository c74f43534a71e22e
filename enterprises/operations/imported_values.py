"""From the JSON of a compared row to values of the models."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Model

from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.registry import Staged
from capacity_portal.organization.models import Region
from enterprises.choices import CLOSED_STATUSES
from enterprises.models import Capacity, Enterprise, Equipment
from enterprises.operations.many import Edit
from enterprises.queries.among import among_ids

_UNSAID = {
    "status_document": "导入的表格没有填写依据文号",
    "no_code_reason": "导入的表格没有填写代码",
}
_ASKED = {"status_document": "no_document", "no_code_reason": "no_code"}
_ATTNAMES = {
    "supervising_department": "supervising_department_id",
    "supervising_officer": "supervising_officer_id",
}


@dataclass(frozen=True)
class Explained:
    """What the officer said: ``by_code`` of the finding, ``joined`` for the journal (and for a caller that has no codes)."""

    joined: str = ""
    by_code: Mapping[str, str] = field(default_factory=dict)

    def instead_of(self, name: str) -> str:
        """The explanation in place of the field ``name`` that was not filled in, as long as the column holds."""
        told = self.by_code.get(_ASKED[name], "") if self.by_code else self.joined
        return shortened(
            f"说明：{told.strip() or _UNSAID[name]}", Enterprise._meta.get_field(name).max_length
        )


def shortened(text: str, most: int) -> str:
    """The text in at most ``most`` characters; one that was cut ends with an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def file_values(row: Staged, regions: Mapping[str, Region], explained: Explained) -> dict[str, Any]:
    """Values by field of an Enterprise; what is missing is said by the explanation. Raises KeyError for a region that is gone."""
    given = row.values.get("fields", {})
    values = {
        _ATTNAMES.get(name, name): _typed(name, value) for name, value in given.items() if name != "region"
    }
    if "region" in given:
        values["region"] = regions[given["region"]]
    if values.get("status") in CLOSED_STATUSES and not values.get("status_document"):
        values["status_document"] = explained.instead_of("status_document")
    if row.action == RowAction.NEW and not values.get("credit_code") and not values.get("no_code_reason"):
        values["no_code_reason"] = explained.instead_of("no_code_reason")
    return values


def _typed(name: str, value: Any) -> Any:
    column = Enterprise._meta.get_field(name)
    return value if isinstance(value, str) and column.max_length else column.to_python(value)


def new_parts(values: Mapping[str, Any]) -> Iterator[tuple[type[Model], dict[str, Any]]]:
    """(model, values) of the capacities and the equipment to be added; a capacity is what the enterprise states."""
    for one in values.get("capacities", ()):
        amount = Decimal(one["value"])
        yield Capacity, {"product_id": one["product"], "unit": one["unit"], "stated": amount}
    for one in values.get("equipment", ()):
        yield Equipment, {"kind_id": one["kind"], **_of_equipment(one)}


def _of_equipment(one: Mapping[str, Any]) -> dict[str, Any]:
    size = None if one["size"] is None else Decimal(one["size"])
    return {"size": size, "size_unit": one["size_unit"], "count": one["count"]}


def part_edits(rows: Sequence[Mapping[str, Any]], files: set[int]) -> Iterator[list[Edit] | None]:
    """The edits of capacities, then of equipment; None when one was changed since, or belongs to no file of ``files``."""
    amounts = [one for row in rows for one in row.get("changed_capacities", ())]
    yield _edits(Capacity, amounts, files, lambda one: {one["field"]: Decimal(one["value"])})
    items = [one for row in rows for one in row.get("changed_equipment", ())]
    yield _edits(Equipment, items, files, _of_equipment)


def _edits(
    model: type[Model], wanted: Sequence[Mapping[str, Any]], files: set[int], values
) -> list[Edit] | None:
    locked = model.objects.select_for_update(of=("self",)).select_related("enterprise").order_by("id")
    records = (
        {record.pk: record for record in among_ids(locked, [one["id"] for one in wanted])} if wanted else {}
    )
    found = []
    for one in wanted:
        record = records.get(one["id"])
        if record is None or record.version != one["version"] or record.enterprise_id not in files:
            return None
        found.append(Edit(record, values(one)))
    return found
