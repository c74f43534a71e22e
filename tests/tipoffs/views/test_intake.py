"""The five steps without a browser: nothing is lost, nothing is written by looking, one receipt whatever happens."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.hostile import VALUES
from tests.makers import make_office, make_region
from tests.tip_makers import make_custody_key
from tests.tipoffs.views.intake_walk import (
    ANONYMOUS,
    NAMED,
    WHAT,
    WHERE,
    check_form,
    code_on,
    filled,
    started,
    submitted,
)
from tipoffs.models import SealedIdentity, Tip, TipDraft
from tipoffs.operations import drafts
from tipoffs.queries.lookup import find_tip
from tipoffs.rules import robots
from tipoffs.views import intake_check
from tipoffs.views.draft_cookie import COOKIE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.TIPOFF_LIMITER = False
    make_region("360802001")
    make_region("360802")
    make_region("360803")
    return make_office()


def page(response) -> str:
    assert response.status_code in (200, 410, 429), response.status_code
    return response.content.decode()


# --- the start --------------------------------------------------------------------------------------------------------
def test_looking_at_the_start_gives_no_cookie_and_no_draft():
    client = Client()
    text = page(client.get("/tipoffs/new/"))
    assert "一件举报只写一处地点、一件事" in text
    assert COOKIE not in client.cookies
    assert TipDraft.objects.count() == 0


def test_starting_gives_a_strict_cookie_for_the_steps_alone():
    cookie = started().cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/tipoffs/new/", True, "Strict")
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert TipDraft.objects.count() == 1


def test_start_again_begins_another_draft_and_resuming_is_offered():
    client = filled()
    assert "继续填写上次的举报" in page(client.get("/tipoffs/new/"))
    before = client.cookies[COOKIE].value
    client.post("/tipoffs/new/")
    assert client.cookies[COOKIE].value != before


def test_without_cookies_the_browser_is_told_so():
    response = Client(enforce_csrf_checks=True).post("/tipoffs/new/")
    assert response.status_code == 403
    assert "浏览器没有保存 Cookie，没有提交" in response.content.decode()


@pytest.mark.parametrize("step", ["where", "what", "evidence", "contact", "check"])
def test_a_step_without_a_draft_leads_to_the_start(step):
    response = Client().get(f"/tipoffs/new/{step}/")
    assert (response.status_code, response.url) == (302, "/tipoffs/new/")


def test_there_are_no_other_steps():
    assert started().get("/tipoffs/new/nothing/").status_code == 404


@pytest.mark.parametrize(
    "value",
    ["", "x", "===", "AAAA", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "A" * 5_000],
)
def test_a_cookie_that_is_none(value):
    client = Client()
    client.cookies[COOKIE] = value
    assert client.get("/tipoffs/new/what/").status_code == 302


# --- the steps --------------------------------------------------------------------------------------------------------
def test_answers_are_shown_again_when_one_comes_back():
    client = filled()
    assert "河边的旧砖瓦厂" in page(client.get("/tipoffs/new/where/"))
    assert "三台中频炉，夜里开炉" in page(client.get("/tipoffs/new/what/"))


def test_steps_follow_each_other():
    client = started()
    assert client.post("/tipoffs/new/where/", WHERE).url == "/tipoffs/new/what/"
    assert client.post("/tipoffs/new/what/", WHAT).url == "/tipoffs/new/evidence/"
    assert client.post("/tipoffs/new/contact/", ANONYMOUS).url == "/tipoffs/new/check/"


def test_a_change_leads_back_to_the_check():
    client = filled()
    assert "更改" in page(client.get("/tipoffs/new/check/"))
    text = page(client.get("/tipoffs/new/what/?back=check"))
    assert 'name="back" value="check"' in text
    assert "返回核对页" in text
    answer = client.post("/tipoffs/new/what/", WHAT | {"text": "改过的话", "back": "check"})
    assert answer.url == "/tipoffs/new/check/"
    assert "改过的话" in page(client.get("/tipoffs/new/check/"))


def test_without_a_script_the_towns_come_with_a_button():
    client = started()
    text = page(client.post("/tipoffs/new/where/", WHERE | {"pick": "1"}))
    assert '<option value="360802001">' in text
    assert "河边的旧砖瓦厂" in text
    assert "错误" not in text


def test_a_town_of_another_county_is_refused():
    text = page(started().post("/tipoffs/new/where/", WHERE | {"county": "360803", "town": "360802001"}))
    assert "<title>错误：" in text


def test_nothing_said_of_the_place_is_asked_for_at_the_field():
    text = page(started().post("/tipoffs/new/where/", dict.fromkeys(WHERE, "")))
    assert "data-error-summary" in text
    assert "填一项即可" in text


def test_faults_come_first_and_what_was_typed_stays():
    text = page(started().post("/tipoffs/new/what/", WHAT | {"kind": "", "text": "字" * 2001}))
    assert "<title>错误：" in text
    assert "字" * 2001 in text
    assert "最多 2000 个字" in text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"telephone": ""}, "至少一项"),
        ({"named": ""}, "请选择是否留下联系方式"),
    ],
)
def test_a_named_report_needs_name_and_a_way_back(values, sentence):
    make_custody_key()
    assert sentence in page(started().post("/tipoffs/new/contact/", NAMED | values))


def test_the_contact_step_says_how_it_is_opened():
    make_custody_key()
    text = page(started().get("/tipoffs/new/contact/"))
    assert ("由两名保管人分别输入口令" in text, "同时到场" in text) == (True, False)


def test_whoever_chooses_to_be_anonymous_leaves_nothing():
    make_custody_key()
    client = filled(NAMED | {"named": "anonymous"})
    text = page(client.get("/tipoffs/new/check/"))
    assert "演示举报人" not in text
    assert "匿名举报，不留联系方式" in text


def test_without_a_key_contact_is_not_offered_and_says_why():
    client = filled(NAMED)
    assert "保管密钥还没有生成" in page(client.get("/tipoffs/new/contact/"))
    assert "演示举报人" not in page(client.get("/tipoffs/new/check/"))
    assert submitted(client).status_code == 200
    assert not Tip.objects.get().has_identity


@pytest.mark.parametrize(
    ("step", "typed"), [("where", WHERE), ("what", WHAT | {"text": "还在这里"}), ("contact", NAMED)]
)
def test_a_page_left_open_does_not_begin_a_submitted_draft_again(step, typed):
    """Its words come back, and nothing of them is stored."""
    make_custody_key()
    client = filled()
    submitted(client)
    answer = client.post(f"/tipoffs/new/{step}/", typed)
    assert (answer.status_code, "草稿已失效" in answer.content.decode()) == (410, True)
    assert {"where": "河边的旧砖瓦厂", "what": "还在这里", "contact": "演示举报人"}[
        step
    ] in answer.content.decode()
    assert TipDraft.objects.count() == 0
    assert Client().post(f"/tipoffs/new/{step}/", typed).status_code == 410


def test_a_step_saved_in_another_window_meanwhile_is_seen_before_it_is_sent(monkeypatch):
    """Between reading the draft and receiving it: nothing is received of what nobody looked at, nothing is lost."""
    client = filled()
    form = check_form(client)
    original = intake_check.receive_tip

    def later(**given):
        changed = {**WHAT, "text": "另一个窗口改过的话"}
        assert drafts.save_step(key=given["draft_key"], step="what", answers=changed, at=given["at"])
        monkeypatch.setattr(intake_check, "receive_tip", original)
        return original(**given)

    monkeypatch.setattr(intake_check, "receive_tip", later)
    text = page(client.post("/tipoffs/new/check/", form))
    assert ("在另一个窗口改过" in text, "另一个窗口改过的话" in text, Tip.objects.count()) == (True, True, 0)
    submitted(client)
    assert Tip.objects.get().text == "另一个窗口改过的话"


def test_a_draft_that_is_gone_loses_only_what_went_before():
    client = filled()
    TipDraft.objects.all().delete()
    answer = client.post("/tipoffs/new/what/", WHAT | {"text": "还在这里"})
    assert ("草稿已失效" in answer.content.decode(), "还在这里" in answer.content.decode()) == (True, True)
    client.post("/tipoffs/new/")
    assert client.post("/tipoffs/new/what/", WHAT | {"text": "还在这里"}).status_code == 302
    text = page(client.get("/tipoffs/new/check/"))
    assert "请选择所在地区" in text
    assert "还在这里" in text
    assert "提交举报" not in text


def test_an_expired_draft_is_gone():
    client = filled()
    TipDraft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get("/tipoffs/new/what/").status_code == 302


@pytest.mark.parametrize("step", ["where", "what", "contact"])
def test_hostile_answers_never_break(step):
    make_custody_key()
    client = started()
    for text in VALUES:
        typed = dict.fromkeys([*WHERE, *WHAT, *NAMED, "back"], text)
        good = {"kind": "other", "named": "named", "county": "", "town": "", "daytime": "day"}
        assert client.post(f"/tipoffs/new/{step}/", typed).status_code in (200, 302)
        assert client.post(f"/tipoffs/new/{step}/", typed | good).status_code in (200, 302)
    assert client.get("/tipoffs/new/check/").status_code == 200


# --- the submission ---------------------------------------------------------------------------------------------------
def test_the_receipt_is_the_answer_to_the_post():
    client = filled()
    response = submitted(client)
    text, tip = page(response), Tip.objects.get()
    assert tip.label in text
    assert find_tip(tip.label, code_on(response)) == tip
    assert response["Cache-Control"] == "no-store, private"
    assert "第10个工作日" in text
    assert "以前（含当日）" in text
    assert "除您本人到窗口领取奖励外，任何人在电话、网上向您要查询码的，都是骗子" in text
    assert (tip.kind, tip.place.code, tip.daytime, tip.channel) == ("production", "360802", "night", "web")
    assert TipDraft.objects.count() == 0


def test_a_refresh_gives_the_same_receipt():
    client = filled()
    form = check_form(client)
    first, again = (client.post("/tipoffs/new/check/", form) for _ in range(2))
    assert code_on(first) == code_on(again)
    assert "没有重复登记" in page(again)
    assert Tip.objects.count() == 1


def test_the_retry_needs_no_cookie():
    client = filled()
    form = check_form(client)
    first = client.post("/tipoffs/new/check/", form)
    assert code_on(Client().post("/tipoffs/new/check/", form)) == code_on(first)


def test_another_window_with_the_same_draft_is_told():
    client = filled()
    forms = [check_form(client), check_form(client)]
    assert forms[0]["secret"] != forms[1]["secret"]
    client.post("/tipoffs/new/check/", forms[0])
    response = client.post("/tipoffs/new/check/", forms[1])
    assert response.status_code == 410
    assert "没有可以提交的内容" in response.content.decode()
    assert "请返回该页面再按一次提交，会得到同一个编号" in response.content.decode()
    assert Tip.objects.count() == 1


def test_windows_at_the_same_moment_make_one_tip(monkeypatch):
    """The other window was faster between looking at the draft and taking it."""
    from tipoffs.operations.receiving import DraftGone

    def faster(**_):
        raise DraftGone

    client = filled()
    monkeypatch.setattr("tipoffs.views.intake_check.receive_tip", faster)
    assert submitted(client).status_code == 410


def test_the_tick_is_asked_for_and_the_secret_stays():
    client = filled()
    form = check_form(client)
    del form["truthful"]
    text = page(client.post("/tipoffs/new/check/", form))
    assert "请先确认内容真实" in text
    assert f'value="{form["secret"]}"' in text


def test_programs_are_asked_again_and_lose_nothing():
    client = filled()
    text = page(submitted(client, **{robots.TRAP: "http://spam"}))
    assert "核对内容后再提交一次" in text
    assert "太快" in page(submitted(client, **{robots.STAMP: _stamp_now()}))
    assert Tip.objects.count() == 0
    assert submitted(client).status_code == 200
    assert Tip.objects.count() == 1


def _stamp_now() -> str:
    from tipoffs.queries.receipts import pepper

    return robots.stamp(timezone.now(), pepper())


def test_contact_that_can_no_longer_be_sealed_is_told_at_the_check():
    key = make_custody_key()
    client = filled(NAMED)
    type(key).objects.update(state="lost", retired_at=timezone.now(), retired_by=key.created_by)
    assert "不能封存保管" in page(submitted(client))
    assert Tip.objects.count() == 0


def test_named_is_sealed_and_shown_to_himself_alone():
    make_custody_key()
    client = filled(NAMED)
    assert "演示举报人" in page(client.get("/tipoffs/new/check/"))
    assert "演示举报人" not in page(submitted(client))
    assert SealedIdentity.objects.count() == 1


def test_hostile_secrets_never_break():
    client = filled()
    form = check_form(client)
    for value in VALUES:
        assert client.post("/tipoffs/new/check/", form | {"secret": value[:40]}).status_code in (200, 410)
        assert client.post(
            "/tipoffs/new/check/", form | dict.fromkeys(["secret", "stamp", "homepage"], value)
        ).status_code in (200, 410)


def test_a_likely_duplicate_is_never_shown():
    texts = [page(submitted(filled())) for _ in range(2)]
    assert ["重复" in text or "类似" in text or "相似" in text for text in texts] == [False, False]


# --- limits -----------------------------------------------------------------------------------------------------------
def test_too_often_is_told_with_everything_kept(settings, monkeypatch):
    from tipoffs.rules import limits

    settings.TIPOFF_LIMITER = True
    none = limits.Limit(0, 3600, 0)
    client = filled()
    for purpose in ("draft", "tip", "file", "lookup"):
        monkeypatch.setitem(limits.LIMITS, purpose, limits.Limits(none, none))
    answers = [
        client.post("/tipoffs/new/"),
        client.post("/tipoffs/new/what/", WHAT | {"text": "不会丢"}),
        client.post("/tipoffs/new/evidence/"),
        submitted(client),
        client.post("/tipoffs/receipt/", {"number": "2026-1", "code": "x"}),
    ]
    assert [(answer.status_code, "Retry-After" in answer.headers) for answer in answers] == [(429, True)] * 5
    assert "不会丢" in answers[1].content.decode()
    assert "提交举报" in answers[3].content.decode()


# --- afterwards -------------------------------------------------------------------------------------------------------
def test_saved_takes_the_cookie_back():
    client = filled()
    submitted(client)
    response = client.post("/tipoffs/new/saved/")
    assert response.status_code == 200
    assert client.cookies[COOKIE].value == ""
    assert ("本机的草稿已清除" in page(response), "Cookie" in page(response)) == (True, False)
    assert Client().get("/tipoffs/new/saved/").status_code == 405


def test_receipt_as_pdf_for_who_knows_number_and_code():
    client = filled()
    code, tip = code_on(submitted(client)), Tip.objects.get()
    response = Client().post("/tipoffs/receipt/", {"number": f"{tip.year}-{tip.number}", "code": code})
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store, private"
    assert response.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "typed",
    [{}, {"number": "2026-1", "code": "AAAA-BBBB-CCCC-DDDD"}, {"number": "\x00", "code": "９" * 5_000}],
)
def test_receipt_of_nobody(typed):
    assert Client().post("/tipoffs/receipt/", typed).status_code == 404


def test_receipt_that_cannot_be_typeset_says_so(monkeypatch):
    from capacity_portal.lib import typesetting

    def broken(*_):
        raise typesetting.RenderFailed("x")

    client = filled()
    code, tip = code_on(submitted(client)), Tip.objects.get()
    monkeypatch.setattr("tipoffs.views.receipts.documents.receipt_pdf", broken)
    assert (
        client.post("/tipoffs/receipt/", {"number": f"{tip.year}-{tip.number}", "code": code}).status_code
        == 503
    )


def test_who_comes_while_his_twin_is_received_gets_the_same_receipt(monkeypatch):
    """The twin was not there when the page asked, and had ended the draft when it opened it."""
    client = filled()
    form = check_form(client)
    first = client.post("/tipoffs/new/check/", form)
    known, asked = intake_check.receipt_for, []

    def later(secret: str):
        asked.append(secret)
        return known(secret) if len(asked) > 1 else None

    monkeypatch.setattr(intake_check, "receipt_for", later)
    monkeypatch.setattr(intake_check, "draft_of", lambda request, at: (None, None))
    late = client.post("/tipoffs/new/check/", form)
    assert (late.status_code, code_on(late)) == (200, code_on(first))
