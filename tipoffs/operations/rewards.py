"""Rewards: proposed by a handler, decided by the leader who had no hand in the tip, paid at the desk, lapsed by the clock.

Nothing of the payee is stored: who he is was sealed with his tip, and what he shows at the desk proves him and is forgotten.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib import dates
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import squeeze, storable
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from tipoffs import access
from tipoffs.choices import RewardState
from tipoffs.models import Reward, RewardAmount, Tip
from tipoffs.operations.door import insist_not_kept_off, note, worded
from tipoffs.queries.payees import open_opening_of, proves
from tipoffs.queries.rewards import against_paying, facts_of, handled_by, rules_of, schemes_for
from tipoffs.rules import rewards as rules
from tipoffs.rules.personal import numbers_in

_DENY_FIRST = "请选择不予奖励并写明理由；仍应奖励的，由举报专管员重新提出。"
_VOUCHER = re.compile(r"[0-9A-Za-z\u4e00-\u9fff〔〕()/\-]{2,80}")


@dataclass(frozen=True)
class Payout:
    """What is done at the desk. ``number`` and ``code``: what the payee shows, or both "" when his identity was opened for it;
    ``checks``: every point of the list was ticked. Only day and voucher are stored."""

    paid_on: date
    voucher: str
    checks: bool
    number: str = field(default="", repr=False)
    code: str = field(default="", repr=False)


@refused_in_chinese
@transaction.atomic
def propose_reward(
    *, tip: Tip, amount: RewardAmount, signatories: int = 1, text: str = "", by, at: datetime
) -> Reward:
    """A handler proposes the reward of the case ``amount``; a denied one may be proposed anew.

    Raises PermissionDenied, StepRefused (there is one already), ValidationError with what blocks.
    """
    access.insist(by, Permission.HANDLE_TIPOFFS, tip)
    insist_not_kept_off(tip, by)
    tip = Tip.objects.select_for_update(of=("self",)).get(pk=tip.pk)
    current = Reward.objects.select_for_update(of=("self",)).filter(tip=tip).first()
    if current is not None and current.state != RewardState.DENIED:
        raise StepRefused(f"这件举报已提出奖励（{current.get_state_display()}），不能重复提出。")
    scheme, facts = amount.scheme, facts_of(tip)
    if found := _blocking(tip, facts, amount, signatories, text):
        raise ValidationError(found)
    fen, shares = rules.own_share(facts, rules_of(scheme), amount.yuan)
    values = {
        "scheme": scheme, "case": amount.case, "full_yuan": amount.yuan, "shares": shares, "fen": fen,
        "signatories": signatories, "note": storable(text).strip(), "state": RewardState.PROPOSED, "proposed_at": at,
        "proposed_by": by, "decided_at": None, "decided_by": None, "decision": "",
    }  # fmt: skip
    reward = _stored(current, tip, values, by, at)
    note(
        tip,
        "propose_reward",
        "提出奖励",
        text=f"{scheme.title}，{amount.case}，{rules.yuan(fen)}元",
        by=by,
        at=at,
    )
    return reward


def _blocking(tip: Tip, facts, amount: RewardAmount, signatories: int, text: str) -> list[str]:
    found = rules.blocking(facts, rules_of(amount.scheme), amount.yuan)
    if not schemes_for(tip).filter(pk=amount.scheme_id).exists() and not found:
        found.append(f"《{amount.scheme.title}》不适用于这件举报所在的地区。")
    if not 1 <= signatories <= rules.MOST_SIGNATORIES:
        found.append(f"联名人数应在 1 至 {rules.MOST_SIGNATORIES} 之间，现为 {signatories}。")
    return found + _clear_words(text)


def _clear_words(text: str) -> list[str]:
    return [f"说明里像有{name}，请删去：奖励记录里不留领奖人的信息。" for name in numbers_in(text)]


def _stored(current: Reward | None, tip: Tip, values: dict, by, at: datetime) -> Reward:
    if current is None:
        reward = Reward.objects.create(tip=tip, **values)
        journal.record_created(reward, step="propose", by=by, at=at)
        return reward
    with journal.recording(current, step="propose", by=by, at=at):
        for name, value in values.items():
            setattr(current, name, value)
        current.save()
    return current


@refused_in_chinese
@transaction.atomic
def decide_reward(*, reward: Reward, is_granted: bool, text: str = "", by, at: datetime) -> Reward:
    """The leader grants or denies (with a reason); what is granted must still hold as it was proposed.

    Raises PermissionDenied for who handled the tip, StepRefused, ValidationError.
    """
    access.insist(by, Permission.DECIDE_TIPOFFS, reward.tip)
    reward = _in_state(reward, RewardState.PROPOSED, "审定")
    if by is not None and handled_by(reward.tip, by):
        raise PermissionDenied("您办理过这件举报或提出了这项奖励，请由没有经办的负责人审定。")
    text = storable(text).strip()
    if found := _clear_words(text):
        raise ValidationError({"text": found})
    if not is_granted:
        text = worded(text, longest=500, wanted="不予奖励请写明理由。")
    elif changed := _changed(reward):
        raise ValidationError([*changed, _DENY_FIRST])
    with journal.recording(reward, step="grant" if is_granted else "deny", by=by, at=at, note=text[:200]):
        reward.state = RewardState.GRANTED if is_granted else RewardState.DENIED
        reward.decided_at, reward.decided_by, reward.decision = at, by, text[:500]
        if is_granted:
            reward.claim_until = rules.claim_until(localdate(at), reward.scheme.claim_days)
        reward.save()
    label = "审定奖励" if is_granted else "不予奖励"
    note(
        reward.tip,
        "grant" if is_granted else "deny",
        label,
        text=text,
        public_text=_told(reward),
        by=by,
        at=at,
    )
    return reward


def _changed(reward: Reward) -> list[str]:
    """What stands against the reward now, or what has become of the shares since it was proposed."""
    facts, scheme = facts_of(reward.tip), rules_of(reward.scheme)
    if found := rules.blocking(facts, scheme, reward.full_yuan):
        return found
    fen, shares = rules.own_share(facts, scheme, reward.full_yuan)
    if (fen, shares) == (reward.fen, reward.shares):
        return []
    return [f"提出后分配有变化：提出时{_shared(reward.fen, reward.shares)}，现在应为{_shared(fen, shares)}。"]


def _shared(fen: int, shares: int) -> str:
    return f"{rules.yuan(fen)}元（{shares}件分配）"


def _told(reward: Reward) -> str:
    if reward.state == RewardState.DENIED:
        return "经审定，这件举报不予奖励。"
    return f"经审定给予奖励，请在{dates.label(reward.claim_until)}以前（含当日）凭举报编号和查询码领取。"


@refused_in_chinese
@transaction.atomic
def pay_reward(*, reward: Reward, payout: Payout, by, at: datetime) -> Reward:
    """Note the payment at the desk, to whom number and code prove to be the reporter, or whose identity is open just now.

    Raises PermissionDenied, StepRefused (not granted, lapsed, what ``against_paying`` says), ValidationError.
    """
    access.insist(by, Permission.HANDLE_TIPOFFS, reward.tip)
    reward, today = _in_state(reward, RewardState.GRANTED, "发放"), localdate(at)
    if reward.claim_until and rules.is_lapsed(reward.claim_until, today):
        raise StepRefused(f"领取期限到{reward.claim_until:%Y-%m-%d}为止，已逾期，不能发放。")
    if sentence := against_paying(reward, by):
        raise StepRefused(sentence)
    voucher, proof = _payable(reward, payout, at)
    with journal.recording(reward, step="pay", by=by, at=at, note=proof):
        reward.state, reward.paid_at, reward.paid_by = RewardState.PAID, at, by
        reward.paid_on, reward.voucher = payout.paid_on, voucher
        reward.save()
    note(reward.tip, "pay", "发放奖励", text=proof, public_text="奖励已发放。", by=by, at=at)
    return reward


def _payable(reward: Reward, payout: Payout, at: datetime) -> tuple[str, str]:
    """(voucher, how the payee was proved). Raises ValidationError by field."""
    voucher, decided_on, today = (
        squeeze(storable(payout.voucher)),
        localdate(reward.decided_at),
        localdate(at),
    )
    errors = _of_voucher(voucher)
    proof, refused = _proved(reward.tip, payout, at)
    if refused:
        errors["code"] = refused
    if not payout.checks:
        errors["checks"] = "请逐项核对并勾选全部各项。"
    if not decided_on <= payout.paid_on <= today:
        errors["paid_on"] = f"发放日期应在审定之日（{decided_on}）至今天（{today}）之间。"
    if errors:
        raise ValidationError(errors)
    return voucher, proof


def _of_voucher(voucher: str) -> dict[str, str]:
    if not _VOUCHER.fullmatch(voucher):
        return {"voucher": "请填写凭证号：2 至 80 个字，只用汉字、字母、数字、括号、- 和 /。"}
    if numbers := numbers_in(voucher):
        return {"voucher": f"像是{numbers[0]}，请填写财务凭证的编号：领奖人的号码不存入系统。"}
    return {}


def _proved(tip: Tip, payout: Payout, at: datetime) -> tuple[str, str]:
    """(how the payee was proved, "") or ("", what is wrong)."""
    if payout.number or payout.code:
        if proves(tip, payout.number, payout.code):
            return "凭举报编号和查询码核对", ""
        return "", "编号和查询码与这件举报不符，请领奖人核对后重新输入；确认不是本人的，不能发放。"
    if open_opening_of(tip, at) is not None:
        return "凭批准开启的身份信息核对", ""
    return "", "请输入领奖人出示的举报编号和查询码；没有查询码的，先申请开启身份信息，再与证件核对。"


@transaction.atomic
def lapse_rewards(at: datetime) -> int:
    """Regular work: granted rewards whose last day is over lapse; returns how many."""
    over = Reward.objects.select_for_update(of=("self",)).filter(
        state=RewardState.GRANTED, claim_until__lt=localdate(at)
    )
    count = 0
    for reward in over.select_related("tip").order_by("id"):
        with journal.recording(reward, step="lapse", by=None, at=at):
            reward.state = RewardState.LAPSED
            reward.save(update_fields=["state"])
        note(reward.tip, "lapse", "逾期未领", public_text="奖励逾期未领，按规定视为放弃。", by=None, at=at)
        count += 1
    return count


def _in_state(reward: Reward, state: RewardState, act: str) -> Reward:
    """The stored reward, its tip locked before it. Raises StepRefused unless it is in ``state``."""
    Tip.objects.select_for_update(of=("self",)).get(pk=reward.tip_id)
    current = Reward.objects.select_for_update(of=("self",)).select_related("tip", "scheme").get(pk=reward.pk)
    if current.state != state:
        raise StepRefused(
            f"这项奖励现为“{current.get_state_display()}”，不能{act}。可能已有他人处理，请刷新页面查看。"
        )
    return current
