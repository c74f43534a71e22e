"""The beginning of a portal, and the accounts of its demonstration."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import override_settings

from capacity_portal.journal.models import Entry
from capacity_portal.organization import operations
from capacity_portal.organization.models import Office, Officer, RoleRequirement
from capacity_portal.organization.roles import ROLES
from tests.makers import NOON, make_region

pytestmark = pytest.mark.django_db
NAMES = {"system_admin": "甲一", "security_admin": "乙二", "auditor": "丙三"}


def bootstrap(**values):
    values = {
        "region": make_region("3608"),
        "full_name": "办公室",
        "document_code": "吉化解产能办字",
        **values,
    }
    return operations.bootstrap_office(values=values, names=NAMES, at=NOON)


def test_office_and_three_administrators():
    opened = bootstrap()
    assert [(one.officer.role, one.officer.name) for one in opened] == list(NAMES.items())
    assert all(one.officer.check_password(one.one_time_password) for one in opened)
    assert all(one.officer.must_change_password and not one.officer.is_superuser for one in opened)
    assert Officer.objects.count() == 3
    assert Office.objects.get().region.code == "3608"


def test_it_works_once():
    bootstrap()
    before = list(Officer.objects.values())
    with pytest.raises(operations.AccountRefused, match="不能再次初始化"):
        bootstrap(region=make_region("6207"))
    assert list(Officer.objects.values()) == before


def test_office_without_a_name_leaves_nothing():
    with pytest.raises(ValidationError):
        bootstrap(full_name="")
    assert Officer.objects.count() == 0
    assert Entry.objects.count() == 0


def test_second_factor_is_compulsory_for_administrators():
    bootstrap()
    compulsory = RoleRequirement.objects.filter(needs_second_factor=True).values_list("role", flat=True)
    assert set(compulsory) == set(NAMES)
    assert RoleRequirement.objects.count() == len(ROLES)


def test_everything_is_journalled():
    bootstrap()
    subjects = sorted(Entry.objects.values_list("subject", flat=True))
    assert subjects == ["office", *["officer"] * 3, *["role_requirement"] * 11]


@pytest.fixture
def territory():
    for code in ("3608", "360802", "3608K01", "360802001"):
        make_region(code)


def test_one_demonstration_account_a_role(territory):
    officers = operations.create_demo_accounts(region="3608", at=NOON)
    assert [officer.username for officer in officers] == list(ROLES)
    assert [officer.role for officer in officers] == list(ROLES)
    assert all(officer.check_password(settings.DEMO_PASSWORD) for officer in officers)
    assert {officer.region_code for officer in officers if officer.role.startswith("county")} == {"360802"}


def test_demonstration_accounts_stay_as_they_are(territory):
    operations.create_demo_accounts(region="3608", at=NOON)
    officer = Officer.objects.get(username="county_staff")
    officer.set_password("anders-Gesetzt-9")
    officer.save()
    operations.create_demo_accounts(region="3608", at=NOON)
    assert Officer.objects.count() == len(ROLES)
    assert Officer.objects.get(username="county_staff").check_password("anders-Gesetzt-9")


def test_outside_the_demonstration_there_are_none(territory):
    with (
        override_settings(DEMO=False, TESTING=False),
        pytest.raises(operations.AccountRefused, match="只能在演示环境"),
    ):
        operations.create_demo_accounts(region="3608", at=NOON)
    assert Officer.objects.count() == 0
