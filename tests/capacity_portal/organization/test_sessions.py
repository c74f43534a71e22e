"""How long a session lasts, and what an account owes first."""

from datetime import timedelta

import pytest
import time_machine
from django.test import override_settings
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from capacity_portal.organization.models import OfficerSession, RoleRequirement
from tests.clients import signed_in
from tests.makers import NOON, make_officer

ACCOUNT = "/accounts/"
pytestmark = pytest.mark.django_db


def is_signed_in(client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def test_session_ends_after_thirty_idle_minutes():
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(make_officer())
        clock.shift(timedelta(minutes=30))
        assert is_signed_in(client)
        clock.shift(timedelta(minutes=30, seconds=1))
        assert not is_signed_in(client)


def test_idle_session_is_gone_from_the_database():
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(make_officer())
        clock.shift(timedelta(minutes=31))
        client.get(ACCOUNT)
        assert OfficerSession.objects.exclude(officer=None).count() == 0


def test_session_ends_after_twelve_hours_however_busy():
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(make_officer())
        for _ in range(24):
            clock.shift(timedelta(minutes=30))
            assert is_signed_in(client)
        clock.shift(timedelta(seconds=1))
        assert not is_signed_in(client)


def test_activity_is_written_once_a_minute_at_most():
    with time_machine.travel(NOON, tick=False) as clock:
        officer = make_officer()
        client = signed_in(officer)
        client.get(ACCOUNT)
        clock.shift(timedelta(seconds=59))
        client.get(ACCOUNT)
        assert OfficerSession.objects.get(officer=officer).last_seen_at == NOON
        clock.shift(timedelta(seconds=1))
        client.get(ACCOUNT)
        assert OfficerSession.objects.get(officer=officer).last_seen_at == NOON + timedelta(seconds=60)


def test_form_that_comes_too_late_gives_its_text_back():
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(make_officer())
        clock.shift(timedelta(minutes=31))
        response = client.post(
            "/accounts/password/", {"remarks": "写了很久的话", "old": "x", "password": "geheim"}
        )
    assert response.status_code == 403
    assert "写了很久的话" in response.content.decode()
    assert "geheim" not in response.content.decode()


def test_signing_in_from_a_page_that_outlived_its_session_works():
    with time_machine.travel(NOON, tick=False) as clock:
        officer = make_officer()
        client = signed_in(officer)
        clock.shift(timedelta(minutes=31))
        response = client.post(
            reverse("organization:sign-in"),
            {"username": officer.username, "password": "qing-Shan-lv-Shui-88"},
        )
        assert (response.status_code, response["Location"]) == (302, "/desk/")


def test_session_knows_its_officer_and_when_it_began():
    with time_machine.travel(NOON, tick=False):
        officer = make_officer()
        signed_in(officer)
        row = OfficerSession.objects.get(officer=officer)
        assert (row.began_at, row.last_seen_at) == (NOON, NOON)


# --- duties -----------------------------------------------------------------------------------------------------------
def sent_to(client, path=ACCOUNT) -> str:
    response = client.get(path)
    return response.headers.get("Location", "stays")


def test_one_time_password_must_be_changed_first():
    client = signed_in(make_officer(must_change_password=True))
    assert sent_to(client) == "/accounts/password/"
    assert sent_to(client, "/desk/") == "/accounts/password/"
    assert sent_to(client, "/accounts/password/") == "stays"


def test_in_the_demonstration_nobody_is_made_to_change_a_password():
    client = signed_in(make_officer(must_change_password=True))
    with override_settings(DEMO=True):
        assert sent_to(client) == "stays"


def test_signing_out_is_always_possible():
    client = signed_in(make_officer(must_change_password=True))
    assert client.post("/accounts/sign-out/")["Location"] == "/accounts/sign-in/"


@pytest.mark.parametrize(("days", "target"), [(179, "stays"), (180, "/accounts/password/")])
def test_with_dengbao_a_password_lasts_180_days(days, target):
    with (
        time_machine.travel(NOON + timedelta(days=days), tick=False),
        override_settings(PASSWORD_MAX_AGE_DAYS=180),
    ):
        assert sent_to(signed_in(make_officer())) == target


def test_without_dengbao_a_password_lasts():
    with time_machine.travel(NOON + timedelta(days=4000), tick=False):
        assert sent_to(signed_in(make_officer())) == "stays"


def test_second_factor_is_asked_for_before_anything_else():
    officer = make_officer(must_change_password=True)
    TOTPDevice.objects.create(user=officer, confirmed=True)
    client = signed_in(officer)
    for path in (ACCOUNT, "/accounts/password/", "/accounts/second-factor/", "/desk/"):
        assert sent_to(client, path) == f"/accounts/second-factor/check/?next={path}"


def test_begun_second_factor_is_not_asked_for():
    officer = make_officer()
    TOTPDevice.objects.create(user=officer, confirmed=False)
    assert sent_to(signed_in(officer)) == "stays"


def test_compulsory_second_factor_must_be_set_up():
    RoleRequirement.objects.create(role="county_staff", needs_second_factor=True)
    client = signed_in(make_officer("county_staff"))
    assert sent_to(client) == "/accounts/second-factor/"
    assert sent_to(client, "/accounts/second-factor/") == "stays"
    assert sent_to(signed_in(make_officer("county_leader"))) == "stays"


def test_a_new_password_comes_before_setting_up():
    RoleRequirement.objects.create(role="county_staff", needs_second_factor=True)
    assert sent_to(signed_in(make_officer(must_change_password=True))) == "/accounts/password/"
