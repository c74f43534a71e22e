"""Rewards (有奖举报): who of several reporters of one matter gets what, what blocks a proposal, until when it is kept.

湖北 2018: the first in time; those of equal standing share equally; joint signatories name one representative. 唐山丰润 2021: the
first alone. Money is counted in fen, so that nothing is lost in sharing.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tipoffs.choices import RewardSplit

FEN = 100
MOST_SIGNATORIES = 500


@dataclass(frozen=True)
class Reported:
    """One tip of a matter. ``is_valid``: confirmed itself, or refused as repeating one that is; ``is_open``: neither refused nor
    told its outcome yet."""

    pk: int
    label: str
    is_valid: bool
    is_open: bool = False


@dataclass(frozen=True)
class Rules:
    """What a scheme says of sharing."""

    title: str
    split: str
    needs_name: bool
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Facts:
    """What is asked of the tip that shall be rewarded; ``matter`` holds all tips of the matter in order of receipt.

    ``shared``: (tip, number of shares, full amount in yuan) of the rewards proposed for others of the matter and not denied.
    """

    pk: int
    received_on: date
    has_identity: bool
    is_answered: bool
    is_confirmed: bool
    matter: tuple[Reported, ...]
    shared: tuple[tuple[str, int, int], ...] = ()


def split_fen(full_yuan: int, count: int) -> list[int]:
    """``full_yuan`` in ``count`` shares in fen, the earliest first: equal, and what does not divide goes to the earliest.

    Raises ValueError for no shares.
    """
    if count < 1:
        raise ValueError(f"shares must be at least 1, not {count}")
    each, rest = divmod(full_yuan * FEN, count)
    return [each + rest] + [each] * (count - 1)


def sharers(matter: Sequence[Reported], split: str) -> list[Reported]:
    """Who is rewarded, in order of receipt: the first valid one, or all valid ones."""
    valid = [one for one in matter if one.is_valid]
    return valid[:1] if split == RewardSplit.FIRST else valid


def own_share(facts: Facts, rules: Rules, full_yuan: int) -> tuple[int, int]:
    """(fen, number of shares) of the tip; (0, ...) for one that gets none."""
    keys = [one.pk for one in sharers(facts.matter, rules.split)]
    if facts.pk not in keys:
        return 0, len(keys)
    return split_fen(full_yuan, len(keys))[keys.index(facts.pk)], len(keys)


def blocking(facts: Facts, rules: Rules, full_yuan: int) -> list[str]:
    """Sentences for what stands against the reward; none when it may be proposed."""
    return [
        sentence
        for sentence in (
            _against_outcome(facts),
            _against_time(facts, rules),
            _against_anonymous(facts, rules),
            _against_order(facts, rules),
            _against_earlier(facts),
            _against_shares(facts, rules, full_yuan),
        )
        if sentence
    ]


def _against_outcome(facts: Facts) -> str:
    if not facts.is_confirmed:
        return "核查结论不是“属实”或“部分属实”，不能奖励。"
    return "" if facts.is_answered else "还没有答复举报人，请先答复，再提出奖励。"


def _against_time(facts: Facts, rules: Rules) -> str:
    if facts.received_on < rules.valid_from:
        return f"{rules.title}从{rules.valid_from:%Y-%m-%d}起施行，这件举报在{facts.received_on:%Y-%m-%d}收到，不适用。"
    if rules.valid_to and facts.received_on > rules.valid_to:
        return f"{rules.title}到{rules.valid_to:%Y-%m-%d}为止，这件举报在{facts.received_on:%Y-%m-%d}收到，不适用。"
    return ""


def _against_anonymous(facts: Facts, rules: Rules) -> str:
    if rules.needs_name and not facts.has_identity:
        return f"{rules.title}要求实名，这件举报没有留下姓名和联系方式。"
    return ""


def _against_order(facts: Facts, rules: Rules) -> str:
    found = sharers(facts.matter, rules.split)
    if not facts.is_confirmed or facts.pk in [one.pk for one in found]:
        return ""
    if not found:
        return "同一事项的举报都没有查实，不能奖励。"
    return f"{rules.title}只奖励最先举报的人，同一事项最先收到的是{found[0].label}。"


def _against_earlier(facts: Facts) -> str:
    """Whoever came before may still prove to be the first."""
    before = itertools.takewhile(lambda one: one.pk != facts.pk, facts.matter)
    if not facts.is_confirmed or not (found := [one.label for one in before if one.is_open]):
        return ""
    return f"同一事项在先的{'、'.join(found)}还没有结果，请等其答复举报人或不予受理后再提出。"


def _against_shares(facts: Facts, rules: Rules, full_yuan: int) -> str:
    """What was promised to the others of the matter binds: the first one's reward is one, and shares of another number would not
    add up.
    """
    if rules.split == RewardSplit.FIRST and facts.shared:
        return f"{rules.title}只奖励最先举报的人，同一事项的{facts.shared[0][0]}已提出奖励，请先更正同一事项的认定或该件奖励。"
    count = own_share(facts, rules, full_yuan)[1]
    for label, shares, yuan in facts.shared:
        if (shares, yuan) != (count, full_yuan):
            return f"同一事项的{label}已按{yuan:,}元、{shares}件分配，与本件的{full_yuan:,}元、{count}件不一致，请先更正同一事项的认定或该件奖励。"
    return ""


def claim_until(decided_on: date, days: int) -> date:
    """The last day on which a granted reward is kept: calendar days, the day of the decision not counted."""
    return decided_on + timedelta(days=days)


def is_lapsed(until: date, today: date) -> bool:
    """Whether the last day is over."""
    return today > until


def yuan(fen: int) -> str:
    """``20,000.00`` of 2,000,000 fen."""
    return f"{fen // FEN:,}.{fen % FEN:02d}"
