"""What every row is compared with the help of: regions, supervisors and dictionaries, read once."""

from dataclasses import dataclass

from capacity_portal.imports.registry import Context
from capacity_portal.lib import territory
from capacity_portal.organization.models import Department, Officer, Region
from capacity_portal.organization.roles import ROLES, Permission
from enterprises.models import EquipmentKind, Product
from enterprises.rules.incoming_parts import ProductEntry

Supervisor = tuple[int, str]  # id, code of the region answered for


@dataclass(frozen=True)
class Reference:
    """``regions``: names by code of the officer's area; departments and officers of the area by name; products by code."""

    regions: dict[str, str]
    departments: dict[str, list[Supervisor]]
    officers: dict[str, list[Supervisor]]
    products: dict[str, ProductEntry]
    kinds: dict[int, str]


def reference_for(context: Context) -> Reference:
    """Five queries."""
    own = context.officer.region_code
    departments = Department.objects.filter(is_active=True, region__in=Region.objects.within(own))
    readers = [code for code, role in ROLES.items() if Permission.VIEW_LEDGER in role.permissions]
    officers = Officer.objects.within(own).filter(is_active=True, role__in=readers)
    products = Product.objects.order_by("position", "code").values_list(
        "id", "code", "name", "industry", "unit"
    )
    return Reference(
        dict(Region.objects.within(own).values_list("code", "name")),
        _by_name(departments.order_by("id").values_list("name", "id", "region__code")),
        _by_name(officers.order_by("id").values_list("name", "id", "region_code")),
        {entry.code: entry for entry in (ProductEntry(*row) for row in products)},
        dict(EquipmentKind.objects.values_list("id", "name")),
    )


def _by_name(rows) -> dict[str, list[Supervisor]]:
    found: dict[str, list[Supervisor]] = {}
    for name, number, code in rows:
        found.setdefault(name, []).append((number, code))
    return found


def the_one(candidates: list[Supervisor], region_code: str) -> int | None:
    """The one who answers for the region, the nearest first; None when nobody does or two are equally near."""
    fitting = [(len(code), number) for number, code in candidates if territory.contains(code, region_code)]
    nearest = [number for length, number in fitting if length == max(fitting)[0]]
    return nearest[0] if len(nearest) == 1 else None
