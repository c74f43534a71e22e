"""Eleven roles; three administrators apart from each other and from everything else."""

import pytest

from capacity_portal.organization.roles import ADMINISTRATORS, ROLES, Permission

BUSINESS = [role for role in ROLES.values() if not role.is_administrator]
SHARED = {Permission.DECIDE_ADMINISTRATOR_REQUESTS}


def test_eleven_roles_with_a_sentence_each():
    assert len(ROLES) == 11
    assert all(role.sentence.endswith("。") and role.levels for role in ROLES.values())


def test_three_administrators_share_nothing_but_deciding_about_each_other():
    sets = [ROLES[role].permissions for role in ADMINISTRATORS]
    assert len(sets) == 3
    for one in sets:
        for other in sets:
            assert one is other or one & other == SHARED


@pytest.mark.parametrize("role", BUSINESS, ids=lambda role: role.code)
def test_business_roles_have_nothing_of_administrators(role):
    administration = frozenset().union(*(ROLES[code].permissions for code in ADMINISTRATORS))
    assert role.permissions & administration == frozenset()


def test_every_permission_belongs_to_somebody():
    assert frozenset().union(*(role.permissions for role in ROLES.values())) == frozenset(Permission)
