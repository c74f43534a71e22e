"""The reporter's page: where his tip stands, what he may do; never what he reported, nothing without his cookie."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from capacity_portal.organization.models import OfficerSession, Submission
from tests.crawl import form_with
from tests.makers import NOON, make_officer
from tests.tipoffs.views.tracking_walk import ADDRESS, CODE, at_case, everything_stored, tip_with_code
from tipoffs.models import Answer, Objection, Satisfaction, Tip, TipFile, TipMessage
from tipoffs.rules.limits import LIMITS, Limit, Limits

pytestmark = pytest.mark.django_db
CASE = "/tipoffs/track/case/"
WORDS = "夜里十一点开炉，早上五点收工"
POSTS = ["reply", "file", "rate", "object"]


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def answered(state="answered") -> Tip:
    tip = tip_with_code(state)
    Answer.objects.create(
        tip=tip, text="经查属实，已经拆除。", answered_at=NOON, answered_by=make_officer("tipoff_handler")
    )
    return tip


def page_of(client: Client, query: str = "") -> str:
    response = client.get(CASE + query)
    assert response.status_code == 200
    return response.content.decode()


def secret_on(client: Client) -> str:
    return form_with(page_of(client), "secret").values["secret"][0]


def post(client: Client, name: str, data: dict):
    return client.post(f"{CASE}{name}/", data)


# --- what it shows
def test_promised_days_include_the_day_and_words_say_who_reads_them():
    page = page_of(at_case(tip_with_code("received")))
    for words in (
        "2026年3月3日以前（含当日）",
        "这里的内容举报专管员和办公室负责人看得到；姓名、电话请不要写在这里。",
    ):
        assert words in page, words
    assert "承办人员看得到" not in page


def test_it_shows_where_the_tip_stands_and_not_what_was_reported():
    tip = tip_with_code(text="秘密的原话", place_text="秘密的地点", firm_name="秘密的厂名")
    page = page_of(at_case(tip))
    for words in (
        tip.label,
        "核查中",
        "交办承办单位",
        "从2026年3月2日的次日起算第1个工作日",
        "不显示您举报的内容",
    ):
        assert words in page, words
    assert "秘密的" not in page
    assert CODE not in page


def test_answers_questions_and_the_reporters_own_words_are_there():
    tip = answered()
    officer = make_officer("tipoff_handler")
    TipMessage.objects.create(
        tip=tip,
        is_from_office=True,
        text="炉子在哪一间？",
        posted_on=NOON.date(),
        posted_at=NOON,
        posted_by=officer,
    )
    TipMessage.objects.create(tip=tip, is_from_office=False, text="第三间", posted_on=NOON.date())
    page = page_of(at_case(tip))
    for words in (
        "经查属实，已经拆除。",
        "炉子在哪一间？",
        "第三间",
        "可以在2026年3月23日以前（含当日）提出一次异议",
        "您满意吗",
    ):
        assert words in page, words
    assert officer.name not in page


def test_a_refused_tip_says_why():
    page = page_of(at_case(tip_with_code("refused")))
    assert "线索不够具体，无法核查" in page
    assert "不予受理的理由" in page


def test_a_refused_tip_shows_neither_another_reporters_number_nor_the_offices_own_words():
    tip = tip_with_code("refused", refusal="repeated", refusal_text="与举报〔2026〕000077号重复，系邻居")
    page = page_of(at_case(tip))
    assert "将与在先的举报一并办理" in page
    assert "000077" not in page
    assert "邻居" not in page


def test_a_tip_out_of_the_offices_remit_says_where_to_turn():
    tip = tip_with_code("refused", refusal="out_of_remit", refusal_text="请向市生态环境局反映。")
    assert "请向市生态环境局反映。" in page_of(at_case(tip))


def test_objection_rating_and_decision_are_told():
    tip = answered()
    Satisfaction.objects.create(tip=tip, score=2, given_on=NOON.date())
    objection = Objection.objects.create(tip=tip, text="不同意", made_on=NOON.date(), due_on="2026-03-16")
    page = page_of(at_case(tip))
    assert "评了2分" in page
    assert "办公室负责人在2026年3月16日以前（含当日）答复" in page
    objection.state, objection.decision = "approved", "确有遗漏"
    objection.decided_at, objection.decided_by = NOON, make_officer("office_leader")
    objection.save()
    assert "已有决定：异议成立，重新办理。确有遗漏" in page_of(at_case(tip))


def test_sentences_of_what_was_done_are_from_a_list():
    client = at_case(tip_with_code())
    assert "留言已送达办公室。" in page_of(client, "?said=reply")
    assert "notice success" not in page_of(client, "?said=%3Cb%3E")


# --- who may
@pytest.mark.parametrize("address", [CASE, *(f"{CASE}{name}/" for name in POSTS)])
def test_without_the_cookie_it_asks_for_number_and_code(address):
    tip_with_code()
    response = Client().get(address)
    assert (response.status_code, response["Location"]) == (302, "/tipoffs/track/?over=1")
    assert "请重新输入编号和查询码" in Client().get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    "role", ["tipoff_handler", "office_leader", "county_staff", "auditor", "system_admin"]
)
def test_signing_in_opens_nobodys_page(role):
    client = Client()
    client.force_login(make_officer(role))
    tip_with_code()
    assert client.get(CASE).status_code == 302


@pytest.mark.parametrize("name", POSTS)
def test_an_address_opened_by_hand_leads_to_the_page(name):
    response = at_case(tip_with_code()).get(f"{CASE}{name}/")
    assert (response.status_code, response["Location"]) == (302, CASE)


def test_thirty_minutes_after_the_last_page_it_is_over(at_noon):
    client = at_case(tip_with_code())
    for _ in range(3):
        at_noon.shift(timedelta(minutes=20))
        assert client.get(CASE).status_code == 200
    at_noon.shift(timedelta(minutes=31))
    assert client.get(CASE).status_code == 302


def test_what_was_typed_too_late_comes_back(at_noon):
    client = at_case(tip_with_code())
    secret = secret_on(client)
    at_noon.shift(timedelta(minutes=31))
    response = post(client, "reply", {"text": WORDS, "secret": secret})
    page = response.content.decode()
    assert (response.status_code, WORDS in page, secret in page) == (403, True, False)
    assert TipMessage.objects.count() == 0


def test_a_tip_that_is_gone_opens_nothing():
    from django.http import HttpResponse

    from tipoffs.views import track_cookie

    response, client = HttpResponse(), Client()
    track_cookie.hand_out(response, 999_999, timezone.now())
    client.cookies["tip-track"] = response.cookies["tip-track"].value
    assert client.get(CASE).status_code == 302


# --- what he may do
def test_a_word_is_sent_once_however_often_it_is_posted():
    client = at_case(tip_with_code())
    data = {"text": WORDS, "secret": secret_on(client)}
    for _ in range(3):
        response = post(client, "reply", data)
        assert (response.status_code, response["Location"]) == (302, f"{CASE}?said=reply#reply")
    assert list(TipMessage.objects.values_list("text", "posted_at")) == [(WORDS, None)]
    assert WORDS in page_of(client)


def test_every_page_has_a_secret_of_its_own():
    client = at_case(tip_with_code())
    assert secret_on(client) != secret_on(client)


def test_refused_words_come_back_with_the_summary_first():
    client = at_case(tip_with_code())
    secret = secret_on(client)
    response = post(client, "reply", {"text": "字" * 1_001, "secret": secret})
    page = response.content.decode()
    assert response.status_code == 200
    assert "<title>错误：" in page
    assert 'href="#reply_text"' in page
    assert 'id="reply_text"' in page
    assert "字" * 1_001 in page
    assert page.index("data-error-summary") < page.index("<h1>")
    assert form_with(page, "secret").values["secret"] == [secret]


def test_without_its_secret_a_word_is_asked_for_again():
    page = post(at_case(tip_with_code()), "reply", {"text": WORDS}).content.decode()
    assert "页面不完整，请核对内容后再提交一次。" in page
    assert WORDS in page


def test_rating_and_objecting_once():
    tip = answered()
    client = at_case(tip)
    assert post(client, "rate", {"score": "4", "text": "还行"})["Location"] == f"{CASE}?said=rate#rate"
    assert post(client, "object", {"text": WORDS})["Location"] == f"{CASE}?said=object#object"
    assert post(client, "object", {"text": WORDS}).status_code == 302
    assert "每件举报可以提出一次" in post(client, "object", {"text": "别的理由"}).content.decode()
    assert "您已评价过" in post(client, "rate", {"score": "1"}).content.decode()
    assert (Satisfaction.objects.get().score, Objection.objects.get().text) == (4, WORDS)


@pytest.mark.parametrize("score", ["", "0", "6", "9" * 5_000, "\x00", "四"])
def test_a_score_that_is_none_is_asked_again(score):
    tip = answered()
    assert post(at_case(tip), "rate", {"score": score}).status_code == 200
    assert Satisfaction.objects.count() == 0


def test_a_photo_is_added_and_kept_once(settings, tmp_path):
    from io import BytesIO

    from PIL import Image

    settings.MEDIA_ROOT = tmp_path
    picture = BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG")
    tip = tip_with_code()
    client = at_case(tip)
    for _ in range(2):
        upload = SimpleUploadedFile("a.jpg", picture.getvalue(), "image/jpeg")
        assert post(client, "file", {"file": upload})["Location"] == f"{CASE}?said=file#file"
    assert TipFile.objects.filter(tip=tip).count() == 1
    assert "已有您的材料1份" in page_of(client)
    assert tip.events.filter(step="attach").count() == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [({}, "请先选择文件。"), ({"file": SimpleUploadedFile("a.html", b"<script>", "image/png")}, "a.html")],
)
def test_refused_files_are_said_to_be(data, sentence):
    response = post(at_case(tip_with_code()), "file", data)
    assert response.status_code == 200
    assert "has-error" in response.content.decode()
    assert TipFile.objects.count() == 0


def test_too_large_a_file_is_refused_with_advice():
    upload = SimpleUploadedFile("a.mp4", b"\0" * (20 * 1024 * 1024 + 2), "video/mp4")
    page = post(at_case(tip_with_code()), "file", {"file": upload}).content.decode()
    assert "文件超过 20 MB，没有上传。" in page


def test_the_limiter_keeps_the_text(monkeypatch):
    monkeypatch.setitem(LIMITS, "reply", Limits(Limit(1, 60, 5), Limit(100, 1, 200)))
    client = at_case(tip_with_code())
    post(client, "reply", {"text": "第一句", "secret": secret_on(client)})
    response = post(client, "reply", {"text": WORDS, "secret": secret_on(client)})
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert WORDS in response.content.decode()
    assert "请在60秒后再试" in response.content.decode()
    assert TipMessage.objects.count() == 1


def test_leaving_forgets_the_tip():
    client = at_case(tip_with_code())
    assert client.get(f"{CASE}leave/").status_code == 302
    assert client.get(CASE).status_code == 200
    assert client.post(f"{CASE}leave/")["Location"] == "/tipoffs/track/"
    assert client.get(CASE).status_code == 302


def test_a_foreign_site_posts_nothing():
    client = at_case(tip_with_code())
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    for name in (*POSTS, "leave"):
        assert strict.post(f"{CASE}{name}/", {"text": WORDS, "secret": "s" * 32}).status_code == 403
    assert TipMessage.objects.count() == 0


def test_no_session_no_submission_no_address_no_code_is_stored():
    tip = answered()
    client = at_case(tip)
    post(client, "reply", {"text": WORDS, "secret": secret_on(client)})
    post(client, "rate", {"score": "5"})
    post(client, "object", {"text": "不同意"})
    assert (OfficerSession.objects.count(), Submission.objects.count()) == (0, 0)
    stored = everything_stored()
    assert ADDRESS not in stored
    assert CODE not in stored
    assert "django" not in str(client.cookies).lower()


def test_as_many_queries_for_three_words_as_for_one(django_assert_num_queries):
    tip = answered()
    client = at_case(tip)
    for _ in range(2):
        TipMessage.objects.create(tip=tip, is_from_office=False, text="x", posted_on=NOON.date())
        client.get(CASE)
        with django_assert_num_queries(11):
            client.get(CASE)
        Answer.objects.create(tip=tip, text="x", answered_at=NOON, answered_by=make_officer("tipoff_handler"))
