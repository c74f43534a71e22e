"""The sign-in page: the same words for every refusal, the lock-out page, the journal."""

import pytest
from django.conf import settings
from django.test import override_settings

from capacity_portal.journal.models import Entry
from capacity_portal.organization.models import OfficerSession
from capacity_portal.organization.views.signing import REFUSED
from tests.clients import PortalClient, signed_in
from tests.makers import PASSWORD, make_officer

pytestmark = pytest.mark.django_db
PAGE = "/accounts/sign-in/"


def sign_in(username, password=PASSWORD, *, client=None, **more):
    client = client or PortalClient(REMOTE_ADDR="10.1.1.1")
    return client.post(PAGE, {"username": username, "password": password, **more})


def text_of(response) -> str:
    return response.content.decode()


def steps(**wanted):
    return list(Entry.objects.filter(**wanted).order_by("id").values_list("step", flat=True))


def test_right_password_leads_to_the_desk():
    response = sign_in(make_officer().username)
    assert (response.status_code, response["Location"]) == (302, "/desk/")


@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("/enterprises/?q=1", "/enterprises/?q=1"),
        ("https://evil.example/", "/desk/"),
        ("//evil.example/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("/x\0", "/desk/"),
    ],
)
def test_next_page_is_one_of_ours(wanted, target):
    assert sign_in(make_officer().username, next=wanted)["Location"] == target


@pytest.mark.parametrize("kind", ["wrong", "unknown", "inactive", "expired"])
def test_every_refusal_reads_the_same(kind):
    values = {
        "inactive": {"is_active": False, "deactivated_at": "2026-01-01T00:00Z"},
        "expired": {"expires_on": "2020-01-01"},
    }.get(kind, {})
    officer = make_officer(**values)
    response = sign_in(
        "nobody" if kind == "unknown" else officer.username,
        "wrong-Password-1" if kind == "wrong" else PASSWORD,
    )
    assert response.status_code == 200
    assert REFUSED in text_of(response)
    assert "<title>错误：" in text_of(response)


def test_pages_of_refusals_are_equal_but_for_what_was_typed():
    pages = []
    for name in (make_officer().username, "nobody"):
        page = text_of(sign_in(name, "wrong-Password-1"))
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        pages.append(page.replace(token, "").replace(name, ""))
    assert pages[0] == pages[1]


def test_password_is_never_drawn_back():
    assert "wrong-Password-1" not in text_of(sign_in("nobody", "wrong-Password-1"))


@pytest.mark.parametrize("username", [None, "nobody"])
def test_fifth_failure_and_everything_after_shows_the_lock_in_chinese(username):
    username = username or make_officer(username="chen.wu").username
    answers = [sign_in(username, "wrong") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200] * 4
    for password in ("wrong", PASSWORD, "wrong"):
        answer = sign_in(username, password)
        assert answer.status_code == 429
        assert answer["Retry-After"] == "900"
        assert "15 分钟" in text_of(answer)


@pytest.mark.parametrize(
    "data",
    [
        {"username": "", "password": ""},
        {"username": "\0", "password": "\0"},
        {"username": "x" * 5000, "password": "y" * 5000},
        {"username": "\u200b", "password": "x"},
        {},
    ],
)
def test_odd_input_is_an_error_of_the_form(data):
    assert PortalClient().post(PAGE, data).status_code == 200


def test_session_is_a_new_one_and_knows_where_from():
    client = PortalClient(
        REMOTE_ADDR="10.7.7.7", HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"
    )
    officer = make_officer()
    sign_in(officer.username, client=client)
    first = client.session.session_key
    sign_in(officer.username, client=client)
    row = OfficerSession.objects.get(officer=officer)
    assert (row.address, row.browser) == ("10.7.7.7", "Firefox（Windows）")
    client.post("/accounts/sign-out/")
    sign_in(officer.username, client=client)
    assert client.session.session_key != first


def test_signed_in_officers_are_not_asked_again():
    assert signed_in(make_officer()).get(PAGE)["Location"] == "/desk/"


def test_sign_in_failure_lock_and_sign_out_are_in_the_journal():
    officer, client = make_officer(), PortalClient()
    sign_in(officer.username, client=client)
    client.post("/accounts/sign-out/")
    for _ in range(7):
        sign_in(officer.username, "wrong")
    expected = ["sign_in", "sign_out", *["sign_in_failed"] * 4, "sign_in_locked"]
    assert steps(subject="officer", subject_id=officer.pk) == expected


def test_typed_name_of_an_unknown_account_is_not_written_down():
    sign_in("my-secret-password", "wrong")
    entry = Entry.objects.get()
    assert (entry.step, entry.subject_id) == ("sign_in_failed", 0)
    assert entry.note == "用户名不存在。来源地址 10.1.1.1"


def test_signing_out_clears_cookies_and_cache_but_no_drafts():
    client = signed_in(make_officer())
    response = client.post("/accounts/sign-out/")
    assert response["Clear-Site-Data"] == '"cache", "cookies"'
    assert client.get("/accounts/").status_code == 302


def test_signing_out_by_get_is_refused():
    assert signed_in(make_officer()).get("/accounts/sign-out/").status_code == 405


def test_page_needs_a_csrf_token():
    client = PortalClient(enforce_csrf_checks=True)
    assert sign_in(make_officer().username, client=client).status_code == 403


def test_stranger_is_told_to_sign_in_first():
    assert "请先登录" in text_of(PortalClient().get("/accounts/", follow=True))


def test_with_the_real_hasher():
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"]):
        officer = make_officer()
        assert officer.password.startswith("argon2$argon2id$")
        assert sign_in(officer.username)["Location"] == "/desk/"


def test_accounts_are_shown_in_the_demonstration_and_nowhere_else(client):
    make_officer("county_staff", username="county_staff")
    assert "演示账户" not in client.get("/accounts/sign-in/").content.decode()
    with override_settings(DEMO=True):
        page = client.get("/accounts/sign-in/").content.decode()
    assert settings.DEMO_PASSWORD in page
    assert '<span class="code">county_staff</span>' in page
