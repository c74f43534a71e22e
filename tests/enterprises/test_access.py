import pytest
from django.core.exceptions import PermissionDenied

from capacity_portal.organization.roles import Permission
from enterprises import access
from tests.makers import NOON, make_enterprise, make_link, make_officer

pytestmark = pytest.mark.django_db


def test_the_system_may_do_everything():
    assert access.permissions_of(None) is None
    access.insist(None, Permission.MERGE_FILES, "3608", "")
    assert access.may_see(None, make_enterprise()) is True


def test_permissions_follow_the_role_and_end_with_the_account():
    county = make_officer("county_staff", "360802")
    assert access.permissions_of(county) == county.role_entry.permissions
    gone = make_officer("county_staff", "360802", is_active=False, deactivated_at=NOON)
    assert access.permissions_of(gone) == frozenset()


@pytest.mark.parametrize("codes", [["360803"], ["360802", "360803"], ["3608"], [""]])
def test_every_region_must_be_ones_own(codes):
    county = make_officer("county_staff", "360802")
    access.insist(county, Permission.EDIT_LEDGER, "360802", "360802001")
    with pytest.raises(PermissionDenied, match="不在您负责的地区内"):
        access.insist(county, Permission.EDIT_LEDGER, *codes)


def test_a_missing_permission_is_said():
    with pytest.raises(PermissionDenied, match="您的角色没有这项权限"):
        access.insist(make_officer("member_unit", "360802"), Permission.EDIT_LEDGER, "360802")


def test_who_decides_about_a_pair():
    inside = make_link(make_enterprise("360802"), make_enterprise("360802001"))
    across = make_link(make_enterprise("360802"), make_enterprise("360803"))
    decides = {
        (role, region): (
            access.may_decide(make_officer(role, region), inside),
            access.may_decide(make_officer(role, region), across),
        )
        for role, region in [
            ("office_staff", "3608"),
            ("county_staff", "360802"),
            ("grid_officer", "360802001"),
            ("member_unit", "3608"),
        ]
    }
    assert decides == {
        ("office_staff", "3608"): (True, True),
        ("county_staff", "360802"): (True, False),
        ("grid_officer", "360802001"): (False, False),
        ("member_unit", "3608"): (False, False),
    }


def test_power_company_sees_no_file():
    assert access.may_see(make_officer("power_company", "3608"), make_enterprise()) is False
