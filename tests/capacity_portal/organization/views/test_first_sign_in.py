"""From the one-time password to the desk: what the first administrators go through."""

import pytest
import time_machine
from django_otp.plugins.otp_totp.models import TOTPDevice

from capacity_portal.organization import operations
from capacity_portal.organization.models import Officer
from tests.capacity_portal.organization.totp import code_of
from tests.clients import PortalClient
from tests.makers import NOON, make_region

NAMES = {"system_admin": "甲一", "security_admin": "乙二", "auditor": "丙三"}


@pytest.mark.django_db
def test_first_sign_in_of_an_administrator():
    values = {"region": make_region("3608"), "full_name": "办公室", "document_code": "吉化解产能办字"}
    with time_machine.travel(NOON, tick=False):
        opened = operations.bootstrap_office(values=values, names=NAMES, at=NOON)[1]
        client = PortalClient()
        first = opened.one_time_password
        client.post("/accounts/sign-in/", {"username": "security-admin", "password": first})
        assert client.get("/desk/")["Location"] == "/accounts/password/"
        new = "gan-Jiang-dong-qu-88"
        client.post("/accounts/password/", {"old": first, "new": new, "again": new})
        assert client.get("/desk/")["Location"] == "/accounts/second-factor/"
        client.post("/accounts/second-factor/begin/")
        device = TOTPDevice.objects.get(user=opened.officer)
        client.post("/accounts/second-factor/confirm/", {"code": code_of(device)})
        assert len(client.get("/accounts/second-factor/codes/").context["codes"]) == 8
        assert client.get("/desk/").status_code == 200
        assert client.get("/accounts/officers/").status_code == 200
    assert Officer.objects.get(username="security-admin").must_change_password is False
