"""Plain builders of records: each saves one record with sensible values, and takes any field by name.

They write around the operations on purpose (no journal entry); a test of an operation calls the operation.
"""

from datetime import UTC, datetime
from itertools import count

from capacity_portal.lib.territory import Level, is_zone, level_of
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Department, Office, Officer, Region

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
