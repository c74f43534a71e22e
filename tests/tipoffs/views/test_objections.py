import pytest
from django.urls import reverse

from tests.clients import signed_in
from tests.makers import make_officer
from tests.tip_makers import MONDAY, make_tip
from tipoffs.models import Objection, TipRead

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader():
    return make_officer("office_leader")


def objected(**values) -> Objection:
    tip = make_tip("closed", **values)
    return Objection.objects.create(tip=tip, text="夜里又开炉了", made_on=MONDAY, due_on=MONDAY)


def url(objection: Objection) -> str:
    return reverse("tipoffs:objection-decide", args=[objection.tip_id])


def test_the_leader_reads_the_reason_which_is_logged_and_decides(leader):
    objection, other = objected(), make_officer("tipoff_handler")
    page = signed_in(leader).get(url(objection)).content.decode()
    assert ("夜里又开炉了" in page, other.name in page) == (True, True)
    assert TipRead.objects.get().read_by == leader
    assert f'<a href="{reverse("tipoffs:queue")}">举报办理</a>' in page
    answer = signed_in(leader).post(
        url(objection), {"decision": "uphold", "new_handler": other.pk, "text": "换人"}
    )
    assert (answer.status_code, answer["Location"]) == (302, reverse("tipoffs:tip", args=[objection.tip_id]))
    assert "这项异议已有决定：换人" in signed_in(leader).get(url(objection)).content.decode()


def test_who_handled_it_is_not_on_the_list(leader):
    handler = make_officer("tipoff_handler")
    objection = objected(officer=handler)
    page = signed_in(leader).get(url(objection)).content.decode()
    assert "没有未经办这件举报的举报专管员可选。异议成立的，请先由安全管理员开立举报专管员账户" in page
    assert "改由谁办理（异议成立的必选）" in page
    typed = {"decision": "uphold", "new_handler": handler.pk, "text": "换人"}
    assert "不在可选范围内" in signed_in(leader).post(url(objection), typed).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"decision": "uphold", "text": "换人"},
        {"decision": "\x00", "text": "x"},
        {"decision": "reject", "text": ""},
    ],
)
def test_what_is_missing_is_said(leader, typed):
    objection = objected()
    make_officer("tipoff_handler")
    answer = signed_in(leader).post(url(objection), typed)
    assert (answer.status_code, Objection.objects.get().state) == (200, "asked")


@pytest.mark.parametrize("role", ["tipoff_handler", "office_staff", "county_leader", "auditor"])
def test_nobody_else_decides(role):
    assert signed_in(make_officer(role)).get(url(objected())).status_code == 404


def test_another_prefectures_or_none_at_all(leader):
    objection = objected(region_code="6207")
    client = signed_in(leader)
    assert client.get(url(objection)).status_code == 404
    assert client.get(reverse("tipoffs:objection-decide", args=[make_tip().pk])).status_code == 404


def test_a_refused_decision_shows_the_reporters_words_only_once_they_were_read(leader):
    objection, client = objected(), signed_in(leader)
    assert "夜里又开炉了" not in client.post(url(objection), {}).content.decode()
    assert not TipRead.objects.exists()
    client.get(url(objection))
    assert "夜里又开炉了" in client.post(url(objection), {}).content.decode()
