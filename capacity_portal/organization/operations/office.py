"""The beginning of a portal: its office and the first three administrators; and the accounts of the demonstration."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from capacity_portal.organization import queries, recorder
from capacity_portal.organization.models import Department, Office, Officer, Region
from capacity_portal.organization.operations.accounts import AccountRefused, Opened, create_officer
from capacity_portal.organization.operations.dictionaries import set_role_requirements
from capacity_portal.organization.roles import ROLES, RoleCode

FIRST_ADMINISTRATORS = (RoleCode.SYSTEM_ADMIN, RoleCode.SECURITY_ADMIN, RoleCode.AUDITOR)


@transaction.atomic
def create_office(*, values: Mapping[str, Any], by: Officer | None, at: datetime) -> Office:
    """Make the office; ``values`` by model field. There is one a portal. Raises AccountRefused, ValidationError."""
    if Office.objects.exists():
        raise AccountRefused("领导小组办公室已经建立，不能再次初始化。")
    office = Office(**values)
    office.full_clean()
    office.save(force_insert=True)
    recorder.record_created(office, step="create", by=by, at=at)
    return office


@transaction.atomic
def bootstrap_office(*, values: Mapping[str, Any], names: Mapping[str, str], at: datetime) -> list[Opened]:
    """Make the office, its system, security and audit administrators, and the requirements of the roles.

    ``names``: role -> name of the person, for the three roles. Works once. Raises AccountRefused.
    """
    office = create_office(values=values, by=None, at=at)
    set_role_requirements(by=None, at=at)
    return [
        create_officer(
            values={
                "username": role.value.replace("_", "-"),
                "name": names[role],
                "role": role.value,
                "region": office.region,
            },
            by=None,
            at=at,
        )
        for role in FIRST_ADMINISTRATORS
    ]


@transaction.atomic
def create_demo_accounts(*, region: str, at: datetime) -> list[Officer]:
    """One account a role, user name = role, all with settings.DEMO_PASSWORD; those that exist stay. Only for demonstrations.

    County roles get the first county below ``region``, the grid officer its first town.
    """
    if not (settings.DEMO or settings.TESTING):
        raise AccountRefused("演示账户只能在演示环境中开立。")
    known = {officer.username: officer for officer in Officer.objects.filter(username__in=ROLES)}
    return [known.get(role) or _demo_account(role, region, at) for role in ROLES]


def _demo_account(role: str, region: str, at: datetime) -> Officer:
    place = _demo_place(role, region, at)
    unit = _DEMO_UNITS.get(role)
    department = (
        Department.objects.filter(region=place, short_name=unit).order_by("id").first() if unit else None
    )
    values = {
        "username": role,
        "name": f"演示{ROLES[role].label}"[:40],
        "role": role,
        "region": place,
        "department": department,
    }
    officer = create_officer(values=values, by=None, at=at).officer
    with recorder.recording(officer, step="change_password", by=None, at=at):
        officer.set_password(settings.DEMO_PASSWORD)
        officer.must_change_password, officer.password_changed_at = False, at
        officer.save()
    return officer


_OFFICE_UNIT = "工信局"
_DEMO_UNITS = {
    RoleCode.OFFICE_LEADER: _OFFICE_UNIT,
    RoleCode.OFFICE_STAFF: _OFFICE_UNIT,
    RoleCode.TIPOFF_HANDLER: _OFFICE_UNIT,
    RoleCode.COUNTY_LEADER: _OFFICE_UNIT,
    RoleCode.COUNTY_STAFF: _OFFICE_UNIT,
    RoleCode.MEMBER_UNIT: "市场监管局",
    RoleCode.POWER_COMPANY: "供电公司",
}


def _demo_place(role: str, region: str, at: datetime) -> Region:
    levels = ROLES[role].levels
    if "prefecture" in levels:
        return Region.objects.get(code=region)
    county = queries.counties_of(region, at.date()).filter(kind="county").first()
    if "county" in levels:
        return county
    return Region.objects.within(county.code).filter(kind="town").order_by("code").first()
