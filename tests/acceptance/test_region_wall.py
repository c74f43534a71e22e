"""The region wall: every URL, every role, one's own records, another county's, another prefecture's, and none at all."""

import pytest

from tests.acceptance.matrix import LINES
from tests.acceptance.walking import Walk, url_names

pytestmark = pytest.mark.django_db

VIEWERS = [
    "office_leader", "office_staff", "tipoff_handler", "county_leader", "county_staff", "grid_officer", "member_unit",
    "power_company", "system_admin", "security_admin", "auditor", "member_unit_of_prefecture", "zone_staff",
    "staff_of_other_prefecture", "stranger",
]  # fmt: skip


def test_every_url_has_a_line_in_the_matrix():
    names = set(url_names())
    assert (sorted(names - LINES.keys()), sorted(LINES.keys() - names)) == ([], [])


@pytest.mark.parametrize("name", VIEWERS)
def test_a_county_official_sees_counts_exports_prints_completes_and_finds_only_his_rows(world, name):
    walk = Walk(world, world.viewers[name]).through()
    assert not walk.findings, "\n".join(walk.findings[:100])
