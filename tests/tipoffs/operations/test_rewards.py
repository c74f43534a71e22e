from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from tests.makers import NOON, make_officer
from tests.tip_makers import make_custody_key, make_scheme, make_tip
from tests.tipoffs.lives import Life
from tipoffs.models import Opening, Reward, SameMatter, Tip
from tipoffs.operations.rewards import Payout, decide_reward, lapse_rewards, pay_reward, propose_reward
from tipoffs.rules import receipt

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
CODE = receipt.code_from("secret of the form", b"x")


@pytest.fixture
def handler():
    return make_officer("tipoff_handler")


@pytest.fixture
def payer():
    """Another handler than who proposed."""
    return make_officer("tipoff_handler")


@pytest.fixture
def leader():
    return make_officer("office_leader")


@pytest.fixture
def amount():
    return make_scheme().amounts.get()


def confirmed(**values):
    digest = receipt.code_digest(CODE, settings.TIPOFF_PEPPER.encode())
    return make_tip("closed", conclusion="confirmed", **{"code_digest": digest} | values)


def proposed(amount, handler, **values) -> Reward:
    return propose_reward(tip=confirmed(**values), amount=amount, by=handler, at=NOON)


def granted(amount, handler, leader, **values) -> Reward:
    return decide_reward(reward=proposed(amount, handler, **values), is_granted=True, by=leader, at=NOON)


def payout(tip, **values) -> Payout:
    usual = {
        "paid_on": TODAY,
        "voucher": "演财凭〔2026〕12号",
        "checks": True,
        "number": tip.label,
        "code": CODE,
    }
    return Payout(**usual | values)


# --- propose ----------------------------------------------------------------------------------------------------------
def test_a_proposal_is_stored_journalled_and_on_the_timeline(amount, handler):
    reward = proposed(amount, handler)
    assert (reward.fen, reward.shares, reward.state, reward.proposed_by) == (
        2_000_000,
        1,
        "proposed",
        handler,
    )
    entry = Entry.objects.get(subject="reward")
    assert (entry.step, entry.file_key) == ("propose", f"tip:{reward.tip_id}")
    event = reward.tip.events.get()
    assert (event.step, event.public_text) == ("propose_reward", "")


def test_it_is_proposed_once(amount, handler):
    reward = proposed(amount, handler)
    with pytest.raises(StepRefused, match="不能重复提出"):
        propose_reward(tip=reward.tip, amount=amount, by=handler, at=NOON)


def test_a_denied_one_may_be_proposed_anew(amount, handler, leader):
    reward = proposed(amount, handler)
    decide_reward(reward=reward, is_granted=False, text="情形不符", by=leader, at=NOON)
    again = propose_reward(tip=reward.tip, amount=amount, by=handler, at=NOON)
    assert (again.pk, again.state, again.decided_by, again.decision) == (reward.pk, "proposed", None, "")


@pytest.mark.parametrize("role", ["office_leader", "office_staff", "county_staff", "member_unit", "auditor"])
def test_only_a_handler_proposes(amount, role):
    with pytest.raises(PermissionDenied):
        propose_reward(tip=confirmed(), amount=amount, by=make_officer(role), at=NOON)


def test_a_handler_of_another_prefecture_does_not(amount):
    with pytest.raises(PermissionDenied):
        propose_reward(tip=confirmed(), amount=amount, by=make_officer("tipoff_handler", "6207"), at=NOON)


def test_what_is_unfounded_is_not_rewarded(amount, handler):
    tip = make_tip("closed", conclusion="unfounded")
    with pytest.raises(ValidationError, match="不能奖励"):
        propose_reward(tip=tip, amount=amount, by=handler, at=NOON)


def test_a_telephone_number_does_not_get_into_the_note(amount, handler):
    with pytest.raises(ValidationError, match="手机号码"):
        propose_reward(tip=confirmed(), amount=amount, text="打13900000000", by=handler, at=NOON)
    assert not Reward.objects.exists()


def test_the_number_of_signatories_is_bounded(amount, handler):
    with pytest.raises(ValidationError, match="联名人数"):
        propose_reward(tip=confirmed(), amount=amount, signatories=0, by=handler, at=NOON)


def test_a_scheme_of_another_region_does_not_apply(handler):
    other = make_scheme("6207").amounts.get()
    with pytest.raises(ValidationError, match="不适用于这件举报所在的地区"):
        propose_reward(tip=confirmed(), amount=other, by=handler, at=NOON)


def test_reporters_of_one_matter_share_and_the_first_gets_the_rest(handler):
    amount = make_scheme(split="equal", yuan=10_000).amounts.get()
    first = confirmed()
    second = make_tip("refused", refusal="repeated")
    third = make_tip("refused", refusal="repeated")
    stranger = make_tip("refused", refusal="repeated")
    for later in (second, third):
        SameMatter.objects.create(first=first, later=later, is_same=True, decided_at=NOON, decided_by=handler)
    SameMatter.objects.create(first=first, later=stranger, is_same=False, decided_at=NOON, decided_by=handler)
    fen = [propose_reward(tip=tip, amount=amount, by=handler, at=NOON).fen for tip in (third, first, second)]
    assert fen == [333_333, 333_334, 333_333]
    with pytest.raises(ValidationError, match="不能奖励"):
        propose_reward(tip=stranger, amount=amount, by=handler, at=NOON)


def test_the_first_alone_gets_it_where_the_scheme_says_so(amount, handler):
    first = confirmed()
    later = make_tip("closed", conclusion="confirmed")
    SameMatter.objects.create(first=first, later=later, is_same=True, decided_at=NOON, decided_by=handler)
    with pytest.raises(ValidationError, match=f"最先收到的是{first.label}"):
        propose_reward(tip=later, amount=amount, by=handler, at=NOON)


@pytest.mark.parametrize("state", ["denied", "proposed", "granted", "paid", "lapsed"])
def test_a_matter_has_one_first_reporter_whatever_became_of_the_order(amount, handler, leader, state):
    """The later one was rewarded before anybody saw that the two are one matter."""
    first, later = confirmed(), confirmed(code_digest="b" * 64)
    reward = propose_reward(tip=later, amount=amount, by=handler, at=NOON)
    settled = {} if state == "proposed" else {"decided_at": NOON, "decided_by": leader}
    paid = {"paid_on": TODAY, "paid_by": make_officer("tipoff_handler")} if state == "paid" else {}
    Reward.objects.filter(pk=reward.pk).update(state=state, **settled, **paid)
    SameMatter.objects.create(first=first, later=later, is_same=True, decided_at=NOON, decided_by=handler)
    if state == "denied":
        assert propose_reward(tip=first, amount=amount, by=handler, at=NOON).fen == 2_000_000
        return
    with pytest.raises(ValidationError, match=f"同一事项的{later.label}已提出奖励"):
        propose_reward(tip=first, amount=amount, by=handler, at=NOON)


@pytest.mark.parametrize("split", ["first", "equal"])
@pytest.mark.parametrize(
    ("state", "is_free"),
    [("received", False), ("refusing", False), ("verifying", False), ("refused", True), ("closed", True)],
)
def test_a_later_one_waits_for_the_outcome_of_the_earlier(handler, split, state, is_free):
    amount = make_scheme(split=split).amounts.get()
    earlier = make_tip(state, **({"conclusion": "unfounded"} if state == "closed" else {}))
    later = confirmed()
    SameMatter.objects.create(first=earlier, later=later, is_same=True, decided_at=NOON, decided_by=handler)
    if is_free:
        assert propose_reward(tip=later, amount=amount, by=handler, at=NOON).fen == 2_000_000
        return
    with pytest.raises(ValidationError, match=f"同一事项在先的{earlier.label}还没有结果"):
        propose_reward(tip=later, amount=amount, by=handler, at=NOON)


# --- decide -----------------------------------------------------------------------------------------------------------
def test_granted_it_is_kept_for_the_claim_window(amount, handler, leader):
    reward = granted(amount, handler, leader)
    assert (reward.state, reward.decided_by, reward.claim_until) == ("granted", leader, date(2026, 5, 1))
    told = reward.tip.events.get(step="grant").public_text
    assert told == "经审定给予奖励，请在2026年5月1日以前（含当日）凭举报编号和查询码领取。"


def test_denied_it_needs_a_reason(amount, handler, leader):
    reward = proposed(amount, handler)
    with pytest.raises(ValidationError, match="写明理由"):
        decide_reward(reward=reward, is_granted=False, text=" ", by=leader, at=NOON)
    decide_reward(reward=reward, is_granted=False, text="情形不符", by=leader, at=NOON)
    reward.refresh_from_db()
    assert (reward.state, reward.decision, reward.claim_until) == ("denied", "情形不符", None)


def test_it_is_decided_once(amount, handler, leader):
    reward = granted(amount, handler, leader)
    with pytest.raises(StepRefused, match="不能审定"):
        decide_reward(reward=reward, is_granted=False, text="改", by=leader, at=NOON)


@pytest.mark.parametrize("part", ["accepted_by", "handed_over_by", "closed_by", "entered_by"])
def test_the_leader_who_handled_the_tip_does_not_decide(amount, handler, leader, part):
    more = {"channel": "phone"} if part == "entered_by" else {}
    reward = proposed(amount, handler, **{part: leader} | more)
    with pytest.raises(PermissionDenied, match="没有经办"):
        decide_reward(reward=reward, is_granted=True, by=leader, at=NOON)
    assert Reward.objects.get().state == "proposed"


def test_nor_the_leader_who_answered_or_verified_it(amount, handler, leader):
    reward = proposed(amount, handler)
    reward.tip.replies.create(text="答复", answered_at=NOON, answered_by=leader)
    with pytest.raises(PermissionDenied, match="没有经办"):
        decide_reward(reward=reward, is_granted=True, by=leader, at=NOON)


def test_a_handler_never_decides(amount, handler):
    reward = proposed(amount, handler)
    with pytest.raises(PermissionDenied):
        decide_reward(reward=reward, is_granted=True, by=make_officer("tipoff_handler"), at=NOON)


def test_the_database_knows_that_the_proposer_does_not_decide(amount, handler):
    reward = proposed(amount, handler)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reward.objects.filter(pk=reward.pk).update(decided_by=handler)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"state": "accepted", "closed_at": None, "closed_by": None}, "还没有答复举报人"),
        ({"conclusion": "unfounded"}, "核查结论不是“属实”或“部分属实”"),
    ],
)
def test_what_no_longer_stands_is_not_granted_but_may_be_denied(amount, handler, leader, values, sentence):
    reward = proposed(amount, handler)
    Tip.objects.filter(pk=reward.tip_id).update(**values)
    with pytest.raises(ValidationError, match=sentence):
        decide_reward(reward=reward, is_granted=True, by=leader, at=NOON)
    denied = decide_reward(reward=reward, is_granted=False, text="复核后不属实", by=leader, at=NOON)
    assert denied.state == "denied"


def test_shares_that_changed_since_the_proposal_are_not_granted(handler, leader):
    amount = make_scheme(split="equal").amounts.get()
    reward = proposed(amount, handler)
    later = make_tip("refused", refusal="repeated")
    SameMatter.objects.create(
        first=reward.tip, later=later, is_same=True, decided_at=NOON, decided_by=handler
    )
    with pytest.raises(ValidationError) as refused:
        decide_reward(reward=reward, is_granted=True, by=leader, at=NOON)
    assert refused.value.messages == [
        "提出后分配有变化：提出时20,000.00元（1件分配），现在应为10,000.00元（2件分配）。",
        "请选择不予奖励并写明理由；仍应奖励的，由举报专管员重新提出。",
    ]
    assert Reward.objects.get().state == "proposed"


def test_a_leader_who_only_took_it_up_once_more_decides():
    """His reopening of a refused tip puts his name where the handler's stands; it bars him from nothing."""
    life = Life(received_on=TODAY).go(
        "propose_refusal", "confirm_refusal", "reopen", "hand_over", "verify", "deal", "answer", "close"
    )
    assert life.tip.accepted_by == life.who.leader
    amount, at = make_scheme().amounts.get(), life.at
    reward = propose_reward(tip=life.tip, amount=amount, by=life.who.handler, at=at)
    assert decide_reward(reward=reward, is_granted=True, by=life.who.leader, at=at).state == "granted"


# --- pay --------------------------------------------------------------------------------------------------------------
def test_whoever_shows_number_and_code_is_paid_and_nothing_of_him_is_kept(amount, handler, leader, payer):
    reward = granted(amount, handler, leader)
    pay_reward(reward=reward, payout=payout(reward.tip), by=payer, at=NOON)
    reward.refresh_from_db()
    assert (reward.state, reward.paid_on, reward.paid_by, reward.voucher) == (
        "paid",
        TODAY,
        payer,
        "演财凭〔2026〕12号",
    )
    entry = Entry.objects.get(subject="reward", step="pay")
    assert entry.note == "凭举报编号和查询码核对"
    assert CODE not in str(entry.changes)


def test_what_is_typed_at_the_desk_does_not_show_in_a_traceback():
    assert CODE not in repr(payout(make_tip()))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"code": "0000-0000-0000-0000"}, "与这件举报不符"),
        ({"number": "2026-999999"}, "与这件举报不符"),
        ({"number": "", "code": ""}, "请输入领奖人出示的举报编号和查询码"),
        ({"checks": False}, "逐项核对"),
        ({"voucher": ""}, "请填写凭证号"),
        ({"voucher": "a\x00;drop"}, "请填写凭证号"),
        ({"voucher": "13900000000"}, "像是手机号码"),
        ({"paid_on": date(2026, 3, 3)}, "发放日期应在"),
        ({"paid_on": date(2026, 3, 1)}, "发放日期应在"),
    ],
)
def test_what_the_desk_gets_wrong_is_refused(amount, handler, leader, payer, values, sentence):
    reward = granted(amount, handler, leader)
    with pytest.raises(ValidationError, match=sentence):
        pay_reward(reward=reward, payout=payout(reward.tip, **values), by=payer, at=NOON)
    assert Reward.objects.get().state == "granted"


def test_the_code_of_another_tip_does_not_pay_this_one(amount, handler, leader, payer):
    reward = granted(amount, handler, leader)
    other_code = receipt.code_from("another", b"x")
    digest = receipt.code_digest(other_code, settings.TIPOFF_PEPPER.encode())
    other = make_tip(code_digest=digest)
    with pytest.raises(ValidationError, match="与这件举报不符"):
        pay_reward(reward=reward, payout=payout(other, code=other_code), by=payer, at=NOON)


def test_an_open_opening_proves_him_and_one_that_ended_does_not(amount, handler, leader, payer):
    reward = granted(amount, handler, leader)
    opening = Opening.objects.create(
        tip=reward.tip, custody=make_custody_key(), reason="领奖", state="open", requested_at=NOON, requested_by=handler,
        decided_at=NOON, decided_by=leader, joined_at=NOON, joined_by=make_officer("tipoff_handler"), opened_at=NOON,
        opened_by=handler, expires_at=NOON + timedelta(hours=24), session_public=b"0" * 32,
    )  # fmt: skip
    shown = payout(reward.tip, number="", code="")
    with pytest.raises(ValidationError, match="请输入领奖人出示"):
        pay_reward(reward=reward, payout=shown, by=payer, at=opening.expires_at)
    pay_reward(reward=reward, payout=shown, by=payer, at=NOON)
    assert Entry.objects.get(subject="reward", step="pay").note == "凭批准开启的身份信息核对"


def test_what_is_not_granted_or_lapsed_is_not_paid(amount, handler, leader, payer):
    reward = proposed(amount, handler)
    with pytest.raises(StepRefused, match="不能发放"):
        pay_reward(reward=reward, payout=payout(reward.tip), by=payer, at=NOON)
    decide_reward(reward=reward, is_granted=True, by=leader, at=NOON)
    late = NOON + timedelta(days=61)
    with pytest.raises(StepRefused, match="已逾期"):
        pay_reward(reward=reward, payout=payout(reward.tip), by=payer, at=late)


def test_the_leader_does_not_pay(amount, handler, leader):
    reward = granted(amount, handler, leader)
    with pytest.raises(PermissionDenied):
        pay_reward(reward=reward, payout=payout(reward.tip), by=leader, at=NOON)


def test_who_proposed_does_not_pay(amount, handler, leader, payer):
    reward = granted(amount, handler, leader)
    with pytest.raises(StepRefused, match="请由另一名举报专管员发放"):
        pay_reward(reward=reward, payout=payout(reward.tip), by=handler, at=NOON)
    assert pay_reward(reward=reward, payout=payout(reward.tip), by=payer, at=NOON).state == "paid"


def test_who_entered_the_tip_does_not_pay(amount, handler, leader, payer):
    reward = granted(amount, handler, leader, channel="phone", entered_by=payer)
    with pytest.raises(StepRefused, match="这件举报由您代录"):
        pay_reward(reward=reward, payout=payout(reward.tip), by=payer, at=NOON)
    assert Reward.objects.get().state == "granted"


@pytest.mark.parametrize(
    "values",
    [
        {"state": "accepted", "conclusion": "", "closed_at": None, "closed_by": None},
        {"state": "answered", "closed_at": None, "closed_by": None},
        {"conclusion": "unfounded"},
    ],
)
def test_nothing_is_paid_while_the_ground_for_it_is_gone(amount, handler, leader, payer, values):
    reward = granted(amount, handler, leader)
    Tip.objects.filter(pk=reward.tip_id).update(**values)
    with pytest.raises(StepRefused, match="奖励须在查实并办结后发放"):
        pay_reward(reward=reward, payout=payout(reward.tip), by=payer, at=NOON)
    assert Reward.objects.get().state == "granted"


# --- lapse ------------------------------------------------------------------------------------------------------------
def test_what_nobody_fetched_lapses_the_day_after(amount, handler, leader):
    reward = granted(amount, handler, leader)
    assert lapse_rewards(NOON + timedelta(days=60)) == 0
    assert lapse_rewards(NOON + timedelta(days=61)) == 1
    assert lapse_rewards(NOON + timedelta(days=61)) == 0
    reward.refresh_from_db()
    assert (reward.state, Entry.objects.get(subject="reward", step="lapse").by) == ("lapsed", None)
