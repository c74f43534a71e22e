"""Number and code: limiter first, one answer for whatever is wrong, a cookie that tells nobody anything."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from capacity_portal.organization.models import OfficerSession
from tests.hostile import VALUES
from tests.makers import NOON
from tests.tipoffs.views.tracking_walk import ADDRESS, CODE, at_case, everything_stored, lookup, tip_with_code
from tipoffs.models import RateWindow
from tipoffs.rules import receipt
from tipoffs.rules.limits import LIMITS
from tipoffs.views import track_cookie

pytestmark = pytest.mark.django_db
WRONG = receipt.code_from("another secret", b"another pepper")


def summary_of(response) -> str:
    return response.content.decode().split('id="error-summary-title"')[-1].split("</div>")[0]


def test_number_and_code_lead_to_the_case():
    tip = tip_with_code()
    response = lookup(tip.label, receipt.grouped(CODE).lower())
    assert (response.status_code, response["Location"]) == (302, "/tipoffs/track/case/")
    cookie = response.cookies["tip-track"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["path"]) == (
        True,
        "Strict",
        1_800,
        "/tipoffs/track/",
    )
    assert CODE not in cookie.value
    assert "no-store" in response["Cache-Control"]


def test_the_form_is_not_remembered_and_posts():
    page = Client().get("/tipoffs/track/").content.decode()
    form = page.split('<form class="form narrow"')[1].split("</form>")[0]
    assert 'method="post"' in form
    assert form.count('autocomplete="off"') == 3


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("2026-999999", CODE),
        (None, WRONG),
        ("x", CODE),
        (None, "x"),
        ("2026-999999", WRONG),
        (None, "0" * 16),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(number, code):
    tip = tip_with_code()
    expected = summary_of(lookup(tip.label, WRONG))
    with CaptureQueriesContext(connection) as right:
        lookup(tip.label, CODE)
    with CaptureQueriesContext(connection) as wrong:
        response = lookup(tip.label if number is None else number, code)
    assert response.status_code == 200
    assert summary_of(response) == expected
    assert "编号或查询码不正确" in expected
    page = response.content.decode()
    assert "<title>错误：查询举报" in page
    assert "tip-track" not in response.cookies
    asked = [query["sql"].partition("WHERE")[0] for query in wrong if "tipoffs_" in query["sql"]]
    assert [sql for sql in asked if "reportchannel" not in sql] == [
        query["sql"].partition("WHERE")[0] for query in right if "tipoffs_" in query["sql"]
    ]


def test_what_was_typed_comes_back():
    page = lookup("2026-77", "ABCD").content.decode()
    assert 'value="2026-77"' in page
    assert 'value="ABCD"' in page


@pytest.mark.parametrize("text", VALUES)
def test_anything_may_be_typed(text):
    tip_with_code()
    assert lookup(text, text).status_code == 200


def test_the_limiter_is_asked_first_and_holds(time_machine):
    time_machine.move_to(NOON)  # the full hour: later within it, more tries are free
    tip, most = tip_with_code(), LIMITS["lookup"].source.most
    client, answers = Client(REMOTE_ADDR=ADDRESS), []
    for _ in range(most + 5):
        answers.append(lookup(tip.label, WRONG, client).status_code)
    free = LIMITS["lookup"].source.free
    assert answers[:free] == [200] * free
    assert set(answers[free + 1 :]) == {429}
    with CaptureQueriesContext(connection) as queries:
        refused = lookup(tip.label, CODE, client)
    assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)
    assert "操作过于频繁" in refused.content.decode()
    assert CODE in refused.content.decode()  # nothing typed is lost
    assert not [query for query in queries if '"tipoffs_tip"' in query["sql"]]
    assert lookup(tip.label, CODE, Client(REMOTE_ADDR="10.1.1.1")).status_code == 302


def test_with_the_limiter_off_wrong_codes_never_answer_and_the_right_one_does():
    tip, client = tip_with_code(), Client()
    with override_settings(TIPOFF_LIMITER=False):
        guesses = [receipt.code_from(str(number), b"guess") for number in range(60)]
        assert {lookup(tip.label, guess, client).status_code for guess in guesses} == {200}
        assert lookup(tip.label, CODE, client).status_code == 302


def test_no_session_no_address_no_code_is_stored():
    tip = tip_with_code()
    client = at_case(tip)
    client.get("/tipoffs/track/case/")
    lookup(tip.label, WRONG, client)
    stored = everything_stored()
    assert OfficerSession.objects.count() == 0
    assert RateWindow.objects.count() > 0
    for secret in (ADDRESS, CODE, receipt.grouped(CODE), WRONG):
        assert secret not in stored


def test_a_planted_address_is_found():
    RateWindow.objects.create(key=ADDRESS, began_at=timezone.now())
    assert ADDRESS in everything_stored()


# --- the cookie
def request_with(value: str):
    request = RequestFactory().get("/")
    request.COOKIES["tip-track"] = value
    return request


def handed_out(pk: int, at) -> str:
    from django.http import HttpResponse

    response = HttpResponse()
    track_cookie.hand_out(response, pk, at)
    return response.cookies["tip-track"].value


def test_the_cookie_names_a_tip_for_thirty_minutes():
    now = timezone.now()
    request = request_with(handed_out(7, now))
    assert track_cookie.tip_named(request, now + timedelta(minutes=29)) == 7
    assert track_cookie.tip_named(request, now + timedelta(minutes=31)) is None


def test_two_cookies_for_one_tip_differ_and_do_not_show_it():
    now = timezone.now()
    first, second = handed_out(123_456, now), handed_out(123_456, now)
    assert first != second
    assert "123456" not in first


@pytest.mark.parametrize("value", ["", "x", "AAAA", "=" * 300, "\ud800", "é", "EQ" + "A" * 60, "A" * 100_000])
def test_forged_cookies_name_nothing(value):
    assert track_cookie.tip_named(request_with(value), timezone.now()) is None


def test_a_changed_cookie_and_one_of_another_key_name_nothing():
    now = timezone.now()
    value = handed_out(7, now)
    changed = value[:30] + ("A" if value[30] != "A" else "B") + value[31:]
    assert track_cookie.tip_named(request_with(changed), now) is None
    with override_settings(SECRET_KEY="another key of another portal"):
        assert track_cookie.tip_named(request_with(value), now) is None


# --- 快速离开
def test_leaving_goes_to_the_neutral_page_and_takes_both_cookies():
    client = at_case(tip_with_code())
    response = client.get("/tipoffs/leave/")
    assert (
        (response.status_code, response["Location"])
        == (302, settings.LEAVE_URL)
        == (302, "https://www.gov.cn/")
    )
    assert {
        name: (cookie.value, cookie["max-age"], cookie["path"]) for name, cookie in response.cookies.items()
    } == {
        "tip-draft": ("", 0, "/tipoffs/new/"),
        "tip-track": ("", 0, "/tipoffs/track/"),
    }
    assert client.get("/tipoffs/track/case/").status_code == 302


@override_settings(LEAVE_URL="https://www.example.gov.cn/")
def test_where_it_leads_is_a_setting():
    assert Client().get("/tipoffs/leave/")["Location"] == "https://www.example.gov.cn/"
