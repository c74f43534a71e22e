"""Invented accounts beside those of the roles: county leaders and staff, grid officers. Nobody can sign in with them, but for colleagues."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from capacity_portal.lib import bulk_rows
from capacity_portal.organization import operations as organization
from capacity_portal.organization import recorder
from capacity_portal.organization.models import Department, Officer, Region
from capacity_portal.organization.roles import RoleCode

UNIT, ZONE_UNIT = "工信局", "管委会"


def unit_of(county: Region) -> Department | None:
    """The member unit of the county that answers for the inspections."""
    units = Department.objects.filter(region=county, short_name__in=(UNIT, ZONE_UNIT))
    return units.order_by("id").first()


def county_people(counties: Sequence[Region], *, at: datetime) -> None:
    """A leader and a member of staff for every county that has none yet."""
    roles = {RoleCode.COUNTY_LEADER: "负责人", RoleCode.COUNTY_STAFF: "经办"}
    held = set(Officer.objects.filter(role__in=roles).values_list("role", "region_code"))
    drafts = [
        {
            "username": f"{'fz' if role == RoleCode.COUNTY_LEADER else 'jb'}{county.code.lower()}",
            "name": f"演示{county.name}{label}",
            "role": str(role),
            "region": county,
            "department": unit_of(county),
        }
        for county in counties
        for role, label in roles.items()
        if (role, county.code) not in held
    ]
    open_accounts(drafts, at=at)


def open_accounts(drafts: Sequence[dict], *, at: datetime) -> list[Officer]:
    """Accounts without a usable password, in bulk and journalled; ``drafts`` hold fields of Officer."""
    officers = []
    for number, draft in enumerate(drafts, start=1):
        officer = Officer(
            **draft,
            region_code=draft["region"].code,
            telephone=f"000-1{number:06d}",
            must_change_password=False,
            created_at=at,
        )
        officer.set_unusable_password()
        officers.append(officer)
    bulk_rows.insert_records(officers)
    recorder.record_all_created(officers, step="create", by=None, at=at)
    return officers


@transaction.atomic
def colleague(username: str, name: str, *, like: Officer, at: datetime) -> Officer:
    """A second officer of the same role and unit as ``like``, who signs in with the demonstration's password."""
    values = {
        "username": username,
        "name": name,
        "role": like.role,
        "region": like.region,
        "department": like.department,
    }
    officer = organization.create_officer(values=values, by=None, at=at).officer
    with recorder.recording(officer, step="change_password", by=None, at=at):
        officer.set_password(settings.DEMO_PASSWORD)
        officer.must_change_password, officer.password_changed_at = False, at
        officer.save()
    return officer
