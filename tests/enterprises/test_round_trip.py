"""What the ledger exports comes back and changes nothing; the public tracker's Chinese plants through a mapping."""

import csv
import io
from decimal import Decimal

import pytest

from capacity_portal.lib.spreadsheets.findings import Level
from enterprises import exports, sheets
from tests.enterprises.ledger_sheets import actions, look
from tests.makers import (
    make_capacity,
    make_department,
    make_enterprise,
    make_equipment,
    make_kind,
    make_officer,
    make_product,
    make_region,
)


@pytest.fixture
def full_ledger(ledger):
    """Files of every state, with parts and with what spreadsheets break."""
    bureau, person = (
        make_department(make_region("3608"), name="市工信局"),
        make_officer("office_staff", name="市办某人"),
    )
    full = make_enterprise(
        "360802001", name="=演示 “公式”铸造有限公司", legal_representative="+张三", contact_name="-李四", contact_phone="0796-8220000",
        actual_address="@演示镇\n1号", registered_address="演示镇，2号", employees=35, power_account="0360012345678",
        transformer_kva=Decimal("630.5"), supervising_department=bureau, supervising_officer=person,
    )  # fmt: skip
    make_capacity(full, product=make_product("pig_iron"), filed=None, stated=Decimal("1234.5678"))
    make_capacity(full, product=make_product("crude_steel"), filed=100, stated=90)
    for code, size, count in [
        ("medium_frequency_furnace", 3, 2),
        ("rolling_mill", 1200, 1),
        ("refining_furnace", Decimal("0.5"), 3),
        ("other", None, 4),
    ]:
        make_equipment(full, kind=make_kind(code), size=size, count=count)
    make_equipment(full, kind=make_kind("cupola"), size=5, state="dismantled")
    make_enterprise("360803", name="演示无码小铸造", no_code_reason="未登记：小作坊")
    closed = {"status_document": "吉府〔2017〕3号", "closed_on": "2017-06-30"}
    for status in ("exited", "banned", "revived"):
        make_enterprise("360803", status=status, is_key=True, key_reason="other", **closed)
    make_enterprise("3608", status="under_construction", industry="coal", supervision_class="other")
    return ledger


def exported(officer, container: str) -> bytes:
    asked = exports.Asked({}, [], list(sheets.COLUMNS), container)
    path = exports.write_file(asked, officer)
    try:
        return path.read_bytes()
    finally:
        path.unlink()


@pytest.mark.parametrize("container", ["xlsx", "csv"])
def test_export_comes_back_and_changes_nothing(full_ledger, container):
    one = look(exported(full_ledger, container), by=full_ledger, name=f"企业台账.{container}")
    assert [found.message for found in one.understood.findings] == []
    assert actions(one) == ["unchanged"] * 6


# --- the public tracker -----------------------------------------------------------------------------------------------
MAPS = [
    "project_other=name", "steel_capacity=capacity:crude_steel@千吨/年", "iron_capacity=capacity:pig_iron@千吨/年",
    "status=status", "province=", "region=",
]  # fmt: skip
STATUSES = {
    "operating": "in_production",
    "construction": "under_construction",
    "mothballed": "suspended",
    "retired": "exited",
}


def test_plants_of_the_public_tracker(ledger, shared_suites):
    text = (shared_suites / "gem_steel_old_data.csv").read_text(encoding="utf-8-sig")
    plants = [row for row in csv.DictReader(io.StringIO(text)) if row["country"] == "China"]
    target = io.StringIO()
    writer = csv.DictWriter(target, plants[0])
    writer.writeheader()
    writer.writerows(plants)
    one = look(target.getvalue().encode(), by=ledger, maps=MAPS, name="gem.csv")
    rows = one.understood.comparison.rows
    assert (len(rows), [row.title for row in rows]) == (
        557,
        [plant["project_other"].strip() for plant in plants],
    )
    for row, plant in zip(rows, plants, strict=True):
        if row.values:
            assert capacities(row) == wanted(plant)
            assert row.values["fields"]["status"] == STATUSES.get(plant["status"], "in_production")
    unclear = {finding.row for finding in one.understood.findings if finding.level == Level.CONFIRM}
    odd = {
        number
        for number, plant in enumerate(plants, start=2)
        if plant["status"] == "announced" or plant["iron_capacity"] == "unknown"
    }
    assert unclear == odd
    assert all(rows[number - 2].action == "blocked" for number in unclear)


def capacities(row) -> list[Decimal]:
    return sorted(Decimal(one["value"]) for one in row.values.get("capacities", ()))


def wanted(plant: dict) -> list[Decimal]:
    """ttpa is 0.1 万吨."""
    given = (plant[name] for name in ("steel_capacity", "iron_capacity"))
    return sorted(Decimal(amount) / 10 for amount in given if amount.replace(".", "").isdigit())
