"""Plain builders of records: each saves one record with sensible values, and takes any field by name.

They write around the operations on purpose (no journal entry); a test of an operation calls the operation.
"""

from datetime import UTC, datetime
from itertools import count

from capacity_portal.lib.credit_code import make_code
from capacity_portal.lib.territory import Level, is_zone, level_of
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Department, Office, Officer, Region
from enterprises.models import (
    Capacity,
    Enterprise,
    Equipment,
    EquipmentKind,
    FormerName,
    Licence,
    Link,
    Product,
)
from enterprises.operations import derived, search_index

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""A Monday, 12:00 in Beijing."""
PASSWORD = "qing-Shan-lv-Shui-88"

_numbers = count(1)
_KINDS = {
    Level.PREFECTURE: RegionKind.PREFECTURE,
    Level.COUNTY: RegionKind.COUNTY,
    Level.TOWN: RegionKind.TOWN,
    Level.VILLAGE: RegionKind.VILLAGE,
}
_NAMES = {
    "3608": "吉安市",
    "360802": "吉州区",
    "360803": "青原区",
    "360821": "吉安县",
    "3608K01": "井冈山经开区",
    "6207": "张掖市",
    "620702": "甘州区",
}


# --- organization -----------------------------------------------------------------------------------------------------
def make_region(code: str = "3608", **values) -> Region:
    """The region with this code, made when it is missing; its kind follows from the code."""
    kind = RegionKind.ZONE if is_zone(code) else _KINDS[level_of(code)]
    region, _ = Region.objects.get_or_create(
        code=code, defaults={"name": _NAMES.get(code, f"区划{code}"), "kind": kind, **values}
    )
    return region


def make_department(region: Region | None = None, **values) -> Department:
    values = {"name": f"演示单位{next(_numbers)}", **values}
    return Department.objects.create(region=region or make_region(), **values)


def make_office(region: Region | None = None, **values) -> Office:
    values = {
        "full_name": "吉安市化解过剩产能工作领导小组办公室",
        "document_code": "吉化解产能办字",
        **values,
    }
    return Office.objects.create(region=region or make_region(), **values)


def make_officer(role: str = "county_staff", region: str | Region | None = None, **values) -> Officer:
    """An account that may sign in with PASSWORD. ``region`` may be a code; without one it fits the role."""
    if not isinstance(region, Region):
        region = make_region(region or _home_of(role))
    number = next(_numbers)
    password = values.pop("password", PASSWORD)
    values = {
        "username": f"{role.replace('_', '-')}-{number}",
        "name": f"测试员{number}",
        "must_change_password": False,
        "password_changed_at": NOON,
        "created_at": NOON,
        **values,
    }
    officer = Officer(role=role, region=region, region_code=region.code, **values)
    officer.set_password(password)
    officer.save(force_insert=True)
    return officer


def _home_of(role: str) -> str:
    return {"county_leader": "360802", "county_staff": "360802", "grid_officer": "360802001"}.get(
        role, "3608"
    )


# --- enterprises ------------------------------------------------------------------------------------------------------
def credit_code_number(number: int) -> str:
    """A valid code; different numbers (below 100 million) give different codes."""
    return make_code("9", "1", "360800", f"{number:08d}")


def make_enterprise(region: str | Region = "360802", **values) -> Enterprise:
    """A file with keys and search index, as the operations would leave it."""
    region = region if isinstance(region, Region) else make_region(region)
    number = next(_numbers)
    values = {
        "name": f"演示铸造{number}有限公司",
        "credit_code": "" if "no_code_reason" in values else credit_code_number(number),
        "industry": "steel",
        "supervision_class": "foundry",
        "status": "in_production",
        "confirmed_at": NOON,
        "created_at": NOON,
        "updated_at": NOON,
        **values,
    }
    enterprise = Enterprise(region=region, **values)
    derived.place(enterprise)
    derived.keys(enterprise)
    enterprise.save(force_insert=True)
    search_index.index([enterprise])
    return enterprise


def make_former_name(enterprise: Enterprise, name: str, **values) -> FormerName:
    former = FormerName(enterprise=enterprise, name=name, **values)
    former.name_key = derived.memory.name_key(name)
    former.save(force_insert=True)
    derived.keys(enterprise)
    enterprise.save(update_fields=["search_text"])
    search_index.index([enterprise])
    return former


def make_kind(code: str = "medium_frequency_furnace", **values) -> EquipmentKind:
    values = {"name": "中频炉", "industry": "steel", "size_unit": "t", **values}
    kind, _ = EquipmentKind.objects.get_or_create(code=code, defaults=values)
    return kind


def make_product(code: str = "crude_steel", **values) -> Product:
    values = {"name": "粗钢", "industry": "steel", "unit": "万吨/年", **values}
    product, _ = Product.objects.get_or_create(code=code, defaults=values)
    return product


def make_equipment(enterprise: Enterprise | None = None, **values) -> Equipment:
    values = {"kind": values.get("kind") or make_kind(), "size": 5, **values}
    part = Equipment(enterprise=enterprise or make_enterprise(), **values)
    part.size_unit = part.size_unit or part.kind.size_unit
    derived.equipment(part)
    part.save(force_insert=True)
    return part


def make_capacity(enterprise: Enterprise | None = None, **values) -> Capacity:
    values = {"product": values.get("product") or make_product(), "filed": 60, **values}
    values.setdefault("unit", values["product"].unit)
    return Capacity.objects.create(enterprise=enterprise or make_enterprise(), **values)


def make_licence(enterprise: Enterprise | None = None, **values) -> Licence:
    values = {"kind": "business", "number": f"YZ{next(_numbers)}", **values}
    return Licence.objects.create(enterprise=enterprise or make_enterprise(), **values)


def make_link(one: Enterprise, other: Enterprise, **values) -> Link:
    first, second = sorted((one, other), key=lambda enterprise: enterprise.pk)
    values = {"reasons": ["same_name"], "found_at": NOON, **values}
    regions = {"first_region_code": first.region_code, "second_region_code": second.region_code}
    return Link.objects.create(first=first, second=second, **regions, **values)
