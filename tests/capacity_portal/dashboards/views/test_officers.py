"""The desk and the component page."""

import pytest
from django.test import override_settings

from capacity_portal.organization.roles import ROLES
from tests.makers import make_officer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ROLES)
def test_everybody_has_a_desk(client, role):
    officer = make_officer(role)
    client.force_login(officer)
    page = client.get("/desk/").content.decode()
    assert ROLES[role].label in page
    assert officer.name in page


def test_component_page_is_for_the_demonstration_only(client):
    client.force_login(make_officer("county_staff"))
    assert client.get("/desk/components/").status_code == 404
    with override_settings(DEMO=True):
        assert client.get("/desk/components/").status_code == 200
