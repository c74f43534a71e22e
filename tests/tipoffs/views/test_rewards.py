import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.clients import signed_in
from tests.makers import NOON, make_officer
from tests.tip_makers import make_scheme, make_tip
from tipoffs.models import Reward
from tipoffs.operations.rewards import decide_reward, propose_reward
from tipoffs.rules import receipt

pytestmark = pytest.mark.django_db
CODE = receipt.code_from("secret of the form", b"x")


@pytest.fixture
def handler():
    return make_officer("tipoff_handler")


@pytest.fixture
def leader():
    return make_officer("office_leader")


def closed(**values):
    digest = receipt.code_digest(CODE, settings.TIPOFF_PEPPER.encode())
    return make_tip("closed", **{"code_digest": digest} | values)


def rewarded(handler, leader=None) -> Reward:
    reward = propose_reward(tip=closed(), amount=make_scheme().amounts.get(), by=handler, at=NOON)
    return decide_reward(reward=reward, is_granted=True, by=leader, at=NOON) if leader else reward


def url(name: str, tip) -> str:
    return reverse(f"tipoffs:reward-{name}", args=[tip.pk])


def test_a_handler_proposes(handler):
    tip, amount = closed(), make_scheme().amounts.get()
    page = signed_in(handler).get(url("propose", tip)).content.decode()
    assert "正在生产：20,000元（演示奖励办法）" in page
    answer = signed_in(handler).post(url("propose", tip), {"amount": amount.pk, "signatories": "1"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("tipoffs:tip", args=[tip.pk]))
    assert Reward.objects.get().fen == 2_000_000


def test_what_blocks_stands_instead_of_the_form(handler):
    make_scheme()
    tip = closed(conclusion="unfounded")
    page = signed_in(handler).get(url("propose", tip)).content.decode()
    assert "核查结论不是“属实”或“部分属实”，不能奖励。" in page
    assert 'name="amount"' not in page


@pytest.mark.parametrize(
    ("amount", "signatories"), [("999999", "1"), ("", "1"), ("\x00", "1"), ("1", "9" * 5000), ("1", "-3")]
)
def test_nonsense_is_answered_with_the_form(handler, amount, signatories):
    tip = closed()
    make_scheme()
    answer = signed_in(handler).post(url("propose", tip), {"amount": amount, "signatories": signatories})
    assert (answer.status_code, Reward.objects.exists()) == (200, False)


def test_without_a_scheme_the_page_says_so(handler):
    page = signed_in(handler).get(url("propose", closed())).content.decode()
    assert "本地区没有奖励办法，请系统管理员先登记" in page
    scheme = make_scheme()
    scheme.amounts.all().delete()
    assert "没有登记金额" in signed_in(handler).get(url("propose", closed(code_digest="x"))).content.decode()


def test_a_second_proposal_is_not_offered(handler):
    reward = rewarded(handler)
    assert "不能重复提出" in signed_in(handler).get(url("propose", reward.tip)).content.decode()


def test_the_leader_decides(handler, leader):
    reward = rewarded(handler)
    assert "20,000.00元" in signed_in(leader).get(url("decide", reward.tip)).content.decode()
    answer = signed_in(leader).post(url("decide", reward.tip), {"decision": "deny", "text": ""})
    assert "不予奖励请写明理由" in answer.content.decode()
    signed_in(leader).post(url("decide", reward.tip), {"decision": "grant", "text": ""})
    reward.refresh_from_db()
    assert (reward.state, reward.decided_by) == ("granted", leader)
    assert "不能办理这一步" in signed_in(leader).get(url("decide", reward.tip)).content.decode()


def test_the_leader_who_handled_it_is_told_so(handler, leader):
    tip = closed(accepted_by=leader)
    reward = propose_reward(tip=tip, amount=make_scheme().amounts.get(), by=handler, at=NOON)
    assert "请由没有经办的负责人审定" in signed_in(leader).get(url("decide", tip)).content.decode()
    answer = signed_in(leader).post(url("decide", tip), {"decision": "grant"})
    assert answer.status_code == 200
    reward.refresh_from_db()
    assert reward.state == "proposed"


def test_the_desk_pays_whoever_shows_number_and_code(handler, leader, monkeypatch):
    reward = rewarded(handler, leader)
    monkeypatch.setattr("tipoffs.views.reward_acts.timezone.now", lambda: NOON)
    typed = {"number": reward.tip.label, "code": "wrong", "paid_on": "2026-03-02", "voucher": "财凭12号", "checks": ["person", "received"]}  # fmt: skip
    own = signed_in(handler).get(url("pay", reward.tip)).content.decode()
    assert "请由另一名举报专管员发放" in own
    payer = make_officer("tipoff_handler")
    refused = signed_in(payer).post(url("pay", reward.tip), typed).content.decode()
    assert "与这件举报不符" in refused
    assert "逐项核对" in refused
    typed |= {"code": receipt.grouped(CODE).lower(), "checks": ["person", "received", "nothing_kept"]}
    assert signed_in(payer).post(url("pay", reward.tip), typed).status_code == 302
    reward.refresh_from_db()
    assert (reward.state, reward.voucher) == ("paid", "财凭12号")


@pytest.mark.parametrize(
    "role", ["office_staff", "county_leader", "county_staff", "member_unit", "system_admin", "auditor"]
)
def test_nobody_else_sees_anything_of_rewards(handler, leader, role):
    reward = rewarded(handler, leader)
    client = signed_in(make_officer(role))
    addresses = [
        reverse("tipoffs:rewards"),
        *(url(name, reward.tip) for name in ("propose", "decide", "pay")),
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * 4


def test_roles_keep_to_their_own_step(handler, leader):
    reward = rewarded(handler)
    assert [
        signed_in(leader).get(url(name, reward.tip)).status_code for name in ("propose", "decide", "pay")
    ] == [404, 200, 404]
    assert [signed_in(handler).get(url(name, reward.tip)).status_code for name in ("decide", "pay")] == [
        404,
        200,
    ]


def test_another_prefectures_tip_does_not_exist(handler, leader):
    reward = rewarded(handler)
    stranger = signed_in(make_officer("tipoff_handler", "6207"))
    assert [stranger.get(url(name, reward.tip)).status_code for name in ("propose", "pay")] == [404, 404]
    assert "20,000.00" not in stranger.get(reverse("tipoffs:rewards"), {"year": "2026"}).content.decode()


def test_the_list_shows_a_year_and_what_waits_of_any_year(handler, leader):
    reward = rewarded(handler)
    client, address = signed_in(leader), reverse("tipoffs:rewards")
    year = client.get(address, {"year": "2026"})
    assert reward.tip.label in year.content.decode()
    assert [(line.label, line.count) for line, _, _ in year.context["totals"]][0] == ("待审定", 1)
    assert reward.tip.label in client.get(address, {"state": "proposed"}).content.decode()
    assert reward.tip.label not in client.get(address, {"year": "2020"}).content.decode()
    assert client.get(address, {"year": "9" * 5000, "state": "\x00"}).status_code == 200


def test_the_list_asks_as_often_for_three_as_for_one(handler, leader, django_assert_num_queries):
    rewarded(handler)
    client, address = signed_in(leader), reverse("tipoffs:rewards") + "?year=2026"
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    amount = make_scheme().amounts.get()
    for number in range(2):
        propose_reward(tip=closed(code_digest=str(number)), amount=amount, by=handler, at=NOON)
    with django_assert_num_queries(len(one)):
        client.get(address)
