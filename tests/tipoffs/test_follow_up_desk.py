"""Panels of the tip's page and lines of the desk about what follows the outcome; the words the reporter reads of his reward."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from capacity_portal.jobs import schedule
from tests.clients import signed_in
from tests.makers import NOON, make_office, make_officer
from tests.tip_makers import MONDAY, make_scheme, make_tip
from tipoffs import duties_rewards, follow_up_panels
from tipoffs.models import Objection, PublishedOutcome, Reward, Satisfaction
from tipoffs.queries.reward_words import reward_words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)
_STATES = {
    "proposed": {},
    "granted": {"claim_until": date(2026, 5, 1)},
    "paid": {"claim_until": date(2026, 5, 1), "paid_on": date(2026, 3, 9), "voucher": "财凭12号"},
    "denied": {"decision": "情形不符"},
    "lapsed": {"claim_until": date(2026, 3, 2)},
}


@pytest.fixture
def handler():
    return make_officer("tipoff_handler")


@pytest.fixture
def leader():
    return make_officer("office_leader")


def reward(handler, leader, state: str = "proposed", **values) -> Reward:
    known = _STATES[state] | ({"decided_at": NOON, "decided_by": leader} if state != "proposed" else {})
    known |= {"paid_by": handler, "paid_at": NOON} if state == "paid" else {}
    return Reward.objects.create(
        tip=make_tip("closed"), scheme=make_scheme(), case="正在生产", full_yuan=20_000, fen=2_000_000, state=state, proposed_at=NOON,
        proposed_by=handler, **known | values,
    )  # fmt: skip


# --- panels -----------------------------------------------------------------------------------------------------------
def buttons(source, tip, *officers) -> list:
    return [
        [label for label, _ in panel.actions] if (panel := source(tip, one, TODAY)) else None
        for one in officers
    ]


def test_why_a_refused_repeat_may_be_rewarded_is_said(handler):
    def shown(refusal: str) -> str:
        return signed_in(handler).get(f"/tipoffs/{make_tip('refused', refusal=refusal).pk}/").content.decode()

    sentence = "同一事项的在先举报查实的，重复举报也按查实对待"
    assert (sentence in shown("repeated"), sentence in shown("untraceable")) == (True, False)


@pytest.mark.parametrize(
    ("state", "offered"),
    [("proposed", [[], ["审定奖励"], None]), ("granted", [["登记发放"], [], None]), ("denied", [["提出奖励"], [], None]), ("paid", [[], [], None])],
)  # fmt: skip
def test_the_next_step_is_offered_to_whoever_takes_it(handler, leader, state, offered):
    tip = reward(handler, leader, state).tip
    assert buttons(follow_up_panels.reward, tip, handler, leader, make_officer("county_leader")) == offered


def test_a_confirmed_tip_offers_the_proposal_an_unfounded_one_nothing(handler, leader):
    tip, unfounded = make_tip("closed"), make_tip("closed", conclusion="unfounded")
    assert buttons(follow_up_panels.reward, tip, handler, leader) == [["提出奖励"], None]
    assert buttons(follow_up_panels.reward, unfounded, handler) == [None]


def test_the_objection_is_decided_by_the_leader(handler, leader):
    tip = make_tip("closed")
    assert buttons(follow_up_panels.opinion, tip, handler) == [None]
    Satisfaction.objects.create(tip=tip, score=2, given_on=MONDAY)
    objection = Objection.objects.create(tip=tip, text="又开炉了", made_on=MONDAY, due_on=MONDAY)
    assert buttons(follow_up_panels.opinion, tip, handler, leader, make_officer("county_leader")) == [
        [],
        ["决定异议"],
        None,
    ]
    assert follow_up_panels.opinion(tip, leader, TODAY).context["is_late"]
    objection.state, objection.decided_at, objection.decided_by = "refused", NOON, leader
    objection.save()
    assert buttons(follow_up_panels.opinion, tip, leader) == [[]]


def test_closed_tips_may_be_published(handler, leader):
    tip, other = make_tip("closed"), make_tip("verifying")
    assert buttons(follow_up_panels.published, tip, handler, leader, make_officer("county_leader")) == [
        ["公布结果"],
        ["公布结果"],
        None,
    ]
    assert buttons(follow_up_panels.published, other, handler) == [None]
    PublishedOutcome.objects.create(
        tip=other, title="题", text="文", published_on=MONDAY, published_at=NOON, published_by=handler
    )
    assert buttons(follow_up_panels.published, other, handler) == [[]]


# --- desk -------------------------------------------------------------------------------------------------------------
def desk(source, officer) -> list[tuple]:
    return [(duty.title, duty.count, duty.due_label, duty.is_overdue) for duty in source(officer, TODAY)]


def test_the_leader_decides_rewards_and_objections(handler, leader):
    reward(handler, leader)
    for days in (-1, 3):
        tip = make_tip("closed")
        Objection.objects.create(
            tip=tip, text="又开炉了", made_on=MONDAY, due_on=TODAY + timedelta(days=days)
        )
    late, soon = Objection.objects.order_by("due_on")
    assert desk(duties_rewards.of_leader, leader) == [
        ("等待审定的举报奖励", 1, "", False),
        (f"决定{late.tip.label}的异议", 1, "逾期1个工作日", True),
        (f"决定{soon.tip.label}的异议", 1, "还有3个工作日", False),
    ]
    assert desk(duties_rewards.of_leader, handler) == []


def test_the_desk_pays_what_is_granted(handler, leader):
    assert desk(duties_rewards.of_handler, handler) == []
    reward(handler, leader, "granted")
    assert desk(duties_rewards.of_handler, handler) == [
        ("等待领取的举报奖励", 1, "最早一件还有59天失效", False)
    ]
    Reward.objects.update(claim_until=date(2026, 3, 1))
    assert desk(duties_rewards.of_handler, handler) == [("等待领取的举报奖励", 1, "已过领取期限", False)]
    assert desk(duties_rewards.of_handler, leader) == []


def test_lapsing_is_regular_work():
    assert schedule.label_of("tipoffs.rewards") == "举报奖励逾期"


# --- what the reporter reads ------------------------------------------------------------------------------------------
def test_without_a_reward_there_is_nothing_to_read():
    assert reward_words(make_tip()) is None


@pytest.mark.parametrize(
    ("state", "label", "sentence"),
    [
        ("proposed", "奖励正在审定", "审定后请再来查看。"),
        ("granted", "奖励待领取", "请在2026年5月1日以前（含当日）领取，逾期视为放弃。"),
        ("paid", "奖励已发放", "奖励已于2026年3月9日发放。领取人的信息没有留存。"),
        ("denied", "不予奖励", "理由：情形不符"),
        ("lapsed", "奖励逾期未领", "领取期限到2026年3月2日为止，逾期未领，按规定视为放弃。"),
    ],
)
def test_each_state_says_what_to_do(handler, leader, state, label, sentence):
    words = reward_words(reward(handler, leader, state).tip)
    assert (words.label, sentence in "".join(words.sentences)) == (label, True)


def test_a_granted_one_says_where_and_with_whom(handler, leader):
    make_office(address="演示路1号", telephone="0796-1")
    text = "".join(reward_words(reward(handler, leader, "granted", signatories=3, shares=2).tip).sentences)
    assert "地址：演示路1号，电话：0796-1" in text
    assert ("联名举报由一名代表领取" in text, "2件举报平分" in text) == (True, True)


def test_the_page_of_the_tip_draws_the_panels(handler, leader):
    tip = reward(handler, leader, "granted").tip
    Objection.objects.create(tip=tip, text="又开炉了", made_on=MONDAY, due_on=MONDAY)
    PublishedOutcome.objects.create(
        tip=tip, title="公布题", text="文", published_on=MONDAY, published_at=NOON, published_by=handler
    )
    page = signed_in(handler).get(reverse("tipoffs:tip", args=[tip.pk])).content.decode()
    assert [words in page for words in ("待领取", "又开炉了", "公布题", "登记发放")] == [True] * 4
