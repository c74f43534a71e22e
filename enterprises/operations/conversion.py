"""Capacity by table: computed on request, kept with its note beside the filed figure."""

from datetime import datetime

from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.organization.roles import Permission
from enterprises import access
from enterprises.models import Capacity, Enterprise, Product
from enterprises.operations.records import open_file, touch
from enterprises.queries import converted_equipment
from enterprises.rules.conversion import Sum, sums

_LONGEST = Capacity._meta.get_field("by_table_note").max_length


@refused_in_chinese
@transaction.atomic
def convert_capacities(*, enterprise: Enterprise, by, at: datetime) -> list[Capacity]:
    """Write ``by_table`` and its note for every product the file's equipment is converted to; filed figures stay.

    A capacity whose unit is not the table's gets the note and no figure: units are never mixed.
    """
    file = open_file(enterprise.pk)
    access.insist(by, Permission.EDIT_LEDGER, file.region_code)
    known = {capacity.product.code: capacity for capacity in file.capacities.select_related("product")}
    products = Product.objects.in_bulk(field_name="code")
    results = sums(converted for _, converted in converted_equipment(file))
    written = [
        _write(file, products[one.product], known.get(one.product), one, by=by, at=at) for one in results
    ]
    gone = [capacity for code, capacity in known.items() if code not in {one.product for one in results}]
    for capacity in gone:
        _put(capacity, None, "", by=by, at=at)
    touch(file, by=by, at=at)
    return written


def _write(file: Enterprise, product, capacity: Capacity | None, found: Sum, *, by, at: datetime) -> Capacity:
    if capacity is None:
        capacity = Capacity(enterprise=file, product=product, unit=found.unit)
        capacity.by_table, capacity.by_table_note = found.total, _note(found)
        capacity.save(force_insert=True)
        journal.record_created(capacity, step="create", by=by, at=at)
    elif capacity.unit != found.unit:
        _put(capacity, None, f"单位不同：换算为{found.unit}，本档为{capacity.unit}。", by=by, at=at)
    else:
        _put(capacity, found.total, _note(found), by=by, at=at)
    return capacity


def _put(capacity: Capacity, total, note: str, *, by, at: datetime) -> None:
    if (capacity.by_table, capacity.by_table_note) == (total, note):
        return
    with journal.recording(capacity, step="edit", by=by, at=at):
        capacity.by_table, capacity.by_table_note = total, note
        capacity.version += 1
        capacity.save(update_fields=["by_table", "by_table_note", "version"])


def _note(found: Sum) -> str:
    note = found.note if found.is_complete else f"不完整：{found.note}"
    return note if len(note) <= _LONGEST else f"{note[: _LONGEST - 1]}…"
