"""Many files opened and changed at once: the same records, keys and entries as one by one, in a few statements."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from capacity_portal.journal.models import Entry
from enterprises import search
from enterprises.models import Capacity, Enterprise, Equipment
from enterprises.operations import create_enterprise
from enterprises.operations.many import Edit, NewFile, change_files, change_parts, open_files
from tests.makers import (
    NOON,
    credit_code_number,
    make_capacity,
    make_enterprise,
    make_equipment,
    make_former_name,
    make_kind,
    make_link,
    make_officer,
    make_product,
    make_region,
)

pytestmark = pytest.mark.django_db
DERIVED = (
    "region_code",
    "county_code",
    "name_key",
    "address_key",
    "registered_address_key",
    "representative_key",
    "search_text",
)


def values(number: int = 1, **more) -> dict:
    return {
        "name": f"演示批量{number}铸造有限公司", "credit_code": credit_code_number(number), "region": make_region("360802"),
        "industry": "steel", "supervision_class": "foundry", "status": "in_production", "actual_address": f"演示镇批量路{number}号",
        **more,
    }  # fmt: skip


def entries_of(subject: str) -> list[Entry]:
    return list(Entry.objects.filter(subject=subject).order_by("id"))


def test_opening_many_is_opening_each():
    by = make_officer()
    single = create_enterprise(values=values(1), by=by, at=NOON)
    entry = entries_of("enterprise")[0]
    (bulk,) = open_files(files=[NewFile(values(2))], by=by, at=NOON)
    for name in DERIVED:
        assert getattr(bulk, name) == getattr(single, name).replace("1号", "2号").replace(
            "量1", "量2"
        ).replace(single.credit_code, bulk.credit_code)
    other = entries_of("enterprise")[1]
    differing = {name for name in entry.changes if entry.changes[name] != other.changes[name]}
    assert differing == {"name", "credit_code", "actual_address"}
    same = ("at", "kind", "step", "by_id", "by_name", "region_code", "note")
    assert [getattr(entry, name) for name in same] == [getattr(other, name) for name in same]
    assert other.file_key == f"enterprise:{bulk.pk}"
    assert search.candidates("批量2") == [bulk.pk]


def test_opening_with_parts_and_another_step():
    kind, product = make_kind(), make_product()
    parts = (
        (Equipment, {"kind": kind, "size": Decimal(3), "size_unit": "t", "count": 2}),
        (Capacity, {"product": product, "unit": "万吨/年", "stated": Decimal("1.5")}),
    )
    (file,) = open_files(files=[NewFile(values(), parts)], by=None, at=NOON, note="摸底", step="import")
    assert [(entry.step, entry.note) for entry in Entry.objects.order_by("id")] == [
        ("import", "摸底"), ("import", ""), ("import", ""),
    ]  # fmt: skip
    assert file.equipment.get().region_code == "360802"


def test_change_writes_what_follows_and_one_entry():
    make_region("360803")
    by, file = make_officer("office_staff"), make_enterprise(name="演示旧名铸造有限公司")
    part, other = make_equipment(file, serial="ZZ-2001"), make_enterprise()
    link = make_link(file, other)
    make_former_name(file, "演示曾用铸造厂")
    record = Enterprise.objects.get(pk=file.pk)
    change = {"name": "演示新名铸造有限公司", "region": make_region("360803"), "employees": 12}
    change_files(edits=[Edit(record, change)], by=by, at=NOON, note="换证", step="import")
    stored = Enterprise.objects.get(pk=file.pk)
    assert (stored.name_key, stored.county_code, stored.employees, stored.version) == (
        "演示新名铸造",
        "360803",
        12,
        2,
    )
    assert (stored.updated_by, stored.updated_at) == (by, NOON)
    assert [search.candidates(word) for word in ("新名", "曾用", "旧名")] == [[file.pk], [file.pk], []]
    part.refresh_from_db()
    link.refresh_from_db()
    assert (part.region_code, link.first_region_code) == ("360803", "360803")
    (entry,) = entries_of("enterprise")
    assert (entry.step, entry.note, entry.by, sorted(entry.changes)) == (
        "import", "换证", by, ["county_code", "employees", "name", "region_code", "region_id"],
    )  # fmt: skip
    assert entry.changes["employees"] == [None, 12]


def test_closing_many_keeps_the_first_day():
    files = [make_enterprise(), make_enterprise(closed_on=date(2020, 1, 1))]
    closing = {"status": "exited", "status_on": date(2026, 2, 1), "status_document": "3号"}
    change_files(
        edits=[Edit(Enterprise.objects.get(pk=file.pk), dict(closing)) for file in files], by=None, at=NOON
    )
    found = Enterprise.objects.order_by("id").values_list("closed_on", "status")
    assert list(found) == [(date(2026, 2, 1), "exited"), (date(2020, 1, 1), "exited")]


def test_changing_parts():
    capacity = make_capacity(filed=60)
    change_parts(edits=[Edit(capacity, {"filed": Decimal("61.5")})], by=None, at=NOON, step="import")
    capacity.refresh_from_db()
    assert (capacity.filed, capacity.version) == (Decimal("61.5"), 2)
    assert entries_of("capacity")[0].changes == {"filed": ["60", "61.5"]}


def test_constraints_hold_for_changes():
    record = make_enterprise()
    with pytest.raises(IntegrityError):
        change_files(edits=[Edit(record, {"status": "exited", "status_document": ""})], by=None, at=NOON)


def count_of(count: int, first: int) -> int:
    files = [NewFile(values(first + number)) for number in range(count)]
    with CaptureQueriesContext(connection) as opened:
        made = open_files(files=files, by=None, at=NOON)
    with CaptureQueriesContext(connection) as changed:
        change_files(edits=[Edit(file, {"name": f"{file.name}新"}) for file in made], by=None, at=NOON)
    return len(opened) + len(changed)


def test_statements_do_not_grow_with_the_files():
    make_region("360802")
    assert count_of(3, 10) == count_of(30, 100)
