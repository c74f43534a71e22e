import pytest
from django.urls import reverse

from tests.clients import signed_in
from tests.makers import make_officer
from tests.tip_makers import make_tip
from tipoffs.models import PublishedOutcome

pytestmark = pytest.mark.django_db
OUTCOMES = reverse("tipoffs:outcomes")
TYPED = {"title": "依法取缔一处窝点", "text": "设备已经全部拆除。"}


@pytest.fixture
def client():
    return signed_in(make_officer("tipoff_handler"))


def publish(tip) -> str:
    return reverse("tipoffs:publish", args=[tip.pk])


def test_a_closed_tip_is_published_shown_and_withdrawn(client):
    tip = make_tip("closed")
    assert tip.label in client.get(OUTCOMES).content.decode()
    assert client.post(publish(tip), TYPED)["Location"] == OUTCOMES
    outcome = PublishedOutcome.objects.get()
    shown = reverse("tipoffs:published-outcome", args=[outcome.pk])
    assert TYPED["title"] in client.get(shown).content.decode()
    withdraw = reverse("tipoffs:outcome-withdraw", args=[outcome.pk])
    for address in (OUTCOMES, publish(tip), withdraw):
        page = client.get(address).content.decode()
        assert f'<a href="{reverse("tipoffs:queue")}">举报办理</a></li>' in page
    assert client.post(withdraw, {"text": "案件移送"}).status_code == 302
    assert client.get(shown).status_code == 404
    assert "已撤下" in client.get(OUTCOMES).content.decode()
    assert "这条公布已撤下" in client.get(withdraw).content.decode()


def test_a_warning_comes_back_with_what_was_typed(client):
    tip = make_tip("closed", text="夜里十二点以后开炉，烟很大，卡车从后门出去")
    typed = TYPED | {"text": "夜里十二点以后开炉，烟很大，卡车"}
    page = client.post(publish(tip), typed).content.decode()
    assert "与举报原文一字不差" in page
    assert "卡车</textarea>" in page.replace("\n", "")
    assert client.post(publish(tip), typed | {"is_checked": "on"}).status_code == 302


def test_what_is_not_closed_has_no_form(client):
    assert "办结后才能公布" in client.get(publish(make_tip("answered"))).content.decode()


@pytest.mark.parametrize("role", ["office_staff", "county_leader", "member_unit", "system_admin"])
def test_nobody_else_publishes(role):
    client = signed_in(make_officer(role))
    assert [client.get(address).status_code for address in (OUTCOMES, publish(make_tip("closed")))] == [
        404,
        404,
    ]


def test_another_prefectures_does_not_exist(client):
    assert client.get(publish(make_tip("closed", region_code="6207"))).status_code == 404
