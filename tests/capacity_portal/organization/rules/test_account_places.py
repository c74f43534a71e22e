"""Places of accounts."""

import pytest

from capacity_portal.organization.rules.account_places import place_errors


@pytest.mark.parametrize(
    ("role", "kind", "code", "unit", "wrong"),
    [
        ("county_staff", "county", "360802", None, set()),
        ("county_staff", "zone", "3608K01", "3608", set()),
        ("county_staff", "prefecture", "3608", None, {"region"}),
        ("office_staff", "prefecture", "3608", "360802", {"department"}),
        ("grid_officer", "county", "360802", "360803", {"region", "department"}),
        ("no_such_role", "county", "360802", None, set()),
    ],
)
def test_region_fits_the_role_and_the_unit_lies_above(role, kind, code, unit, wrong):
    assert set(place_errors(role, kind, code, unit)) == wrong


def test_messages_name_what_would_fit():
    assert place_errors("county_staff", "town", "360802001", "3609") == {
        "region": "县市区经办账户的地区应为县（市、区）、功能区。",
        "department": "单位应当是账户所在地区或上级地区的成员单位。",
    }
