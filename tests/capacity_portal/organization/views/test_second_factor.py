"""Setting the second factor up, being asked for it, doing without the telephone."""

from datetime import timedelta

import pytest
import time_machine
from django_otp.plugins.otp_totp.models import TOTPDevice

from capacity_portal.organization.models import RecoveryCode, RoleRequirement
from tests.capacity_portal.organization.totp import code_of, with_second_factor
from tests.clients import signed_in
from tests.makers import NOON, PASSWORD, make_officer

pytestmark = pytest.mark.django_db
CHECK, CONFIRM, CODES = (f"/accounts/second-factor/{page}/" for page in ("check", "confirm", "codes"))


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def text_of(response) -> str:
    return response.content.decode()


def asked(client) -> bool:
    return client.get("/accounts/").headers.get("Location") == f"{CHECK}?next=/accounts/"


def test_setting_up_from_the_qr_code_to_the_recovery_codes(clock):
    officer = make_officer()
    client = signed_in(officer)
    assert client.post("/accounts/second-factor/begin/")["Location"] == CONFIRM
    page = text_of(client.get(CONFIRM))
    device = TOTPDevice.objects.get(user=officer)
    assert "<svg" in page
    assert "style=" not in page
    assert client.post(CONFIRM, {"code": code_of(device)})["Location"] == CODES
    codes = client.get(CODES).context["codes"]
    assert [code[0] for code in codes] == list("12345678")
    assert client.get("/accounts/").status_code == 200


def test_recovery_codes_are_shown_once_and_stored_as_hashes(clock):
    officer = make_officer()
    client = signed_in(officer)
    client.post("/accounts/second-factor/begin/")
    client.post(CONFIRM, {"code": code_of(TOTPDevice.objects.get(user=officer))})
    client.head(CODES)
    codes = client.get(CODES).context["codes"]
    assert client.get(CODES).context["codes"] is None
    stored = list(RecoveryCode.objects.values_list("digest", flat=True))
    assert len(stored) == len(codes) == 8
    assert not any(code.replace("-", "") in digest for code in codes for digest in stored)


def test_wrong_first_code_puts_nothing_into_use(clock):
    officer = make_officer()
    client = signed_in(officer)
    client.post("/accounts/second-factor/begin/")
    right = code_of(TOTPDevice.objects.get(user=officer))
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    assert "口令不正确" in text_of(client.post(CONFIRM, {"code": wrong}))
    assert not TOTPDevice.objects.get(user=officer).confirmed


def test_confirming_what_was_not_begun(clock):
    assert signed_in(make_officer()).get(CONFIRM)["Location"] == "/accounts/second-factor/"


def test_next_sign_in_asks_for_the_code(clock):
    officer = make_officer()
    with_second_factor(officer)
    client = signed_in(officer)
    assert asked(client)
    clock.shift(timedelta(seconds=60))
    assert client.post(CHECK, {"code": code_of(TOTPDevice.objects.get(user=officer))})["Location"] == "/desk/"
    assert not asked(client)
    assert asked(signed_in(officer))


def test_code_works_once(clock):
    officer = make_officer()
    with_second_factor(officer)
    clock.shift(timedelta(seconds=60))
    code = code_of(TOTPDevice.objects.get(user=officer))
    signed_in(officer).post(CHECK, {"code": code})
    second = signed_in(officer)
    second.post(CHECK, {"code": code})
    assert asked(second)


@pytest.mark.parametrize(
    "code", ["000000", "", "\0", "x" * 5000, "１２３４５６", "-1", "9-00000-00000", "1-00000-00000"]
)
def test_wrong_codes_are_refused(clock, code):
    officer = make_officer()
    with_second_factor(officer)
    client = signed_in(officer)
    assert client.post(CHECK, {"code": code}).status_code == 200
    assert asked(client)


def test_failures_make_the_next_try_wait(clock):
    officer = make_officer()
    codes = with_second_factor(officer)
    client = signed_in(officer)
    clock.shift(timedelta(seconds=60))
    for _ in range(5):
        client.post(CHECK, {"code": "1-00000-00000"})
        clock.shift(timedelta(seconds=60))
    client.post(CHECK, {"code": "000000"})
    device = TOTPDevice.objects.get(user=officer)
    for code in (code_of(device), codes[0]):
        assert "后再试" in text_of(client.post(CHECK, {"code": code}))
    clock.shift(timedelta(seconds=33))
    client.post(CHECK, {"code": code_of(device)})
    assert not asked(client)


@pytest.mark.parametrize(
    "write", [str, str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("0", "O")]
)
def test_recovery_code_works_once_however_it_is_written(clock, write):
    officer = make_officer()
    code = with_second_factor(officer)[3]
    first, second = signed_in(officer), signed_in(officer)
    assert first.post(CHECK, {"code": write(code)})["Location"] == "/desk/"
    second.post(CHECK, {"code": write(code)})
    assert asked(second)
    assert "恢复码还剩 7 个" in text_of(first.get("/accounts/"))


def test_new_recovery_codes_make_the_old_ones_worthless(clock):
    officer = make_officer()
    old = with_second_factor(officer)
    client = signed_in(officer)
    client.post(CHECK, {"code": old[0]})
    client.post(CODES)
    new = client.get(CODES).context["codes"]
    other = signed_in(officer)
    other.post(CHECK, {"code": old[1]})
    assert asked(other)
    clock.shift(timedelta(seconds=5))
    other.post(CHECK, {"code": new[1]})
    assert not asked(other)


def test_without_a_second_factor_there_are_no_recovery_codes():
    response = signed_in(make_officer()).post(CODES, follow=True)
    assert "还没有启用动态口令" in text_of(response)


def test_doing_without_needs_the_password(clock):
    officer = make_officer()
    code = with_second_factor(officer)[0]
    client = signed_in(officer)
    client.post(CHECK, {"code": code})
    assert "密码不正确" in text_of(client.post("/accounts/second-factor/drop/", {"password": "wrong"}))
    assert TOTPDevice.objects.filter(user=officer).exists()
    client.post("/accounts/second-factor/drop/", {"password": PASSWORD})
    assert not TOTPDevice.objects.filter(user=officer).exists()
    assert not asked(signed_in(officer))


def test_roles_that_must_have_one_cannot_do_without(clock):
    officer = make_officer()
    code = with_second_factor(officer)[0]
    client = signed_in(officer)
    client.post(CHECK, {"code": code})
    RoleRequirement.objects.create(role=officer.role, needs_second_factor=True)
    assert "必须使用" in text_of(client.post("/accounts/second-factor/drop/", {"password": PASSWORD}))
    assert TOTPDevice.objects.filter(user=officer).exists()


def test_another_telephone_replaces_the_old_one(clock):
    officer = make_officer()
    code = with_second_factor(officer)[0]
    old = TOTPDevice.objects.get(user=officer)
    client = signed_in(officer)
    client.post(CHECK, {"code": code})
    client.post("/accounts/second-factor/begin/")
    new = TOTPDevice.objects.get(user=officer, confirmed=False)
    client.post(CONFIRM, {"code": code_of(new)})
    assert list(TOTPDevice.objects.filter(user=officer)) == [new]
    assert old.pk != new.pk
    assert client.get("/accounts/").status_code == 200


def test_check_page_of_somebody_without_a_factor_leads_on():
    assert signed_in(make_officer()).get(CHECK)["Location"] == "/desk/"


def test_after_the_code_comes_the_page_that_was_asked_for(clock):
    officer = make_officer()
    code = with_second_factor(officer)[0]
    client = signed_in(officer)
    sent = client.get("/accounts/password/?x=1")["Location"]
    assert sent == f"{CHECK}?next=/accounts/password/%3Fx%3D1"
    assert 'value="/accounts/password/?x=1"' in text_of(client.get(sent))
    assert (
        client.post(CHECK, {"code": code, "next": "/accounts/password/?x=1"})["Location"]
        == "/accounts/password/?x=1"
    )
