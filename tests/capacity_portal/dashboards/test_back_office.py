"""The back office: only our models, no doors of its own, closed to every business role."""

import pytest
from django.contrib import admin

from capacity_portal.dashboards.back_office import OWN_APPS
from capacity_portal.organization.roles import ADMINISTRATORS, ROLES
from tests.makers import make_officer

pytestmark = pytest.mark.django_db


def test_only_the_portals_own_models_are_registered():
    assert {model._meta.app_label for model in admin.site._registry} <= OWN_APPS
    assert len(admin.site._registry) > 10


@pytest.mark.parametrize("role", ROLES)
def test_only_administrators_enter(client, role):
    client.force_login(make_officer(role))
    response = client.get("/admin/", follow=True)
    assert response.status_code == (200 if role in ADMINISTRATORS else 404)


def test_strangers_are_sent_to_the_one_sign_in_page(client):
    assert client.get("/admin/login/")["Location"] == "/accounts/sign-in/?next=/admin/"
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/accounts/sign-in/?next=/admin/"


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [("logout/", "/desk/"), ("password_change/", "/accounts/"), ("password_change/done/", "/accounts/")],
)
def test_djangos_own_account_pages_lead_to_ours(client, address, leads_to):
    client.force_login(make_officer("system_admin"))
    assert client.get(f"/admin/{address}")["Location"] == leads_to
