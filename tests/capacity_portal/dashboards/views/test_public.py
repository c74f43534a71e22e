"""The home page and the health check."""

import pytest
from django.db import connection

from tests.makers import make_office, make_officer

pytestmark = pytest.mark.django_db


def test_home_shows_the_office_and_its_hotline(client):
    make_office(hotline_work="000-0000001", hotline_off_hours="000-0000002")
    page = client.get("/").content.decode()
    assert "吉安市化解过剩产能工作领导小组办公室" in page
    assert "000-0000001" in page
    assert "000-0000002" in page
    assert "工作人员登录" in page


def test_home_leads_officers_to_their_desk(client):
    client.force_login(make_officer("county_staff"))
    assert 'href="/desk/"' in client.get("/").content.decode()


def test_healthz_is_well(client):
    response = client.get("/healthz")
    found = response.json()
    assert response.status_code == 200
    assert (found["ok"], found["database"], found["storage"], found["journal"]) == (True, True, True, True)


def test_healthz_is_ill_without_the_journals_triggers(client):
    from capacity_portal.journal import triggers

    with triggers.lifted(connection):
        response = client.get("/healthz")
    assert (response.status_code, response.json()["journal"]) == (503, False)
