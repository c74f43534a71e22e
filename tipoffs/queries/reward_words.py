"""What the reporter reads of his reward on his page: the state, and until when, where and with what he fetches it."""

from dataclasses import dataclass

from capacity_portal.lib import dates
from capacity_portal.organization.models import Office
from tipoffs.choices import RewardState
from tipoffs.models import Reward, Tip
from tipoffs.rules.rewards import yuan


@dataclass(frozen=True)
class RewardWords:
    """``label``: the state; ``kind`` as in _partials/status.html; ``sentences``: what follows from it."""

    label: str
    kind: str
    sentences: tuple[str, ...]


def reward_words(tip: Tip) -> RewardWords | None:
    """None for a tip without a reward: whether there is one is told to the reporter alone."""
    reward = Reward.objects.filter(tip=tip).first()
    if reward is None:
        return None
    write, label, kind = _WORDS[reward.state]
    return RewardWords(label, kind, tuple(write(reward)))


def _proposed(reward: Reward) -> list[str]:
    return ["办公室已对您的举报提出奖励，正在由没有经办的负责人审定。审定后请再来查看。"]


def _granted(reward: Reward) -> list[str]:
    found = [
        f"应发{yuan(reward.fen)}元"
        + (f"（同一事项{reward.shares}件举报平分）。" if reward.shares > 1 else "。"),
        f"请在{dates.label(reward.claim_until)}以前（含当日）领取，逾期视为放弃。",
        "领取时带上举报编号和查询码，当面出示即可证明是您本人；匿名举报的也凭查询码领取。请不要把查询码告诉别人，也不要在网上或电话里报给任何人。",
    ]
    if reward.signatories > 1:
        found.append("联名举报由一名代表领取，请带上其他联名人的委托。")
    return [*found, *_where()]


def _where() -> list[str]:
    office = Office.objects.order_by("id").first()
    if office is None:
        return []
    place = f"，地址：{office.address}" if office.address else ""
    telephone = f"，电话：{office.telephone}" if office.telephone else ""
    return [f"领取地点：{office.full_name}{place}{telephone}。"]


def _paid(reward: Reward) -> list[str]:
    return [f"奖励已于{dates.label(reward.paid_on)}发放。领取人的信息没有留存。"]


def _denied(reward: Reward) -> list[str]:
    return ["经审定，这件举报不予奖励。", f"理由：{reward.decision}"]


def _lapsed(reward: Reward) -> list[str]:
    return [f"领取期限到{dates.label(reward.claim_until)}为止，逾期未领，按规定视为放弃。"]


_WORDS = {
    RewardState.PROPOSED: (_proposed, "奖励正在审定", "running"),
    RewardState.GRANTED: (_granted, "奖励待领取", "warn"),
    RewardState.PAID: (_paid, "奖励已发放", "good"),
    RewardState.DENIED: (_denied, "不予奖励", "neutral"),
    RewardState.LAPSED: (_lapsed, "奖励逾期未领", "neutral"),
}
