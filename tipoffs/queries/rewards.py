"""Rewards as pages and operations ask for them: the matter of a tip, schemes that apply, who may decide, totals of a year."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from capacity_portal.lib.territory import ancestors
from tipoffs.choices import Conclusion, RefusalReason, RewardState, TipState
from tipoffs.models import Reward, RewardScheme, SameMatter, Tip, Verifier
from tipoffs.queries.scope import is_office, tips_visible_to
from tipoffs.rules.rewards import Facts, Reported, Rules

_FOUND = (Conclusion.CONFIRMED, Conclusion.PARTLY)
_ANSWERED = (TipState.ANSWERED, TipState.CLOSED)
_ENDED = (TipState.CLOSED, TipState.REFUSED)
_TOLD = (*_ANSWERED, TipState.REFUSED)
_MOST_TOGETHER = 500


def matter_of(tip: Tip) -> list[Tip]:
    """All tips of the same matter, this one too, in order of receipt: whatever is linked to one of them belongs to it."""
    known, new = {tip.pk}, {tip.pk}
    while new and len(known) < _MOST_TOGETHER:
        pairs = SameMatter.objects.filter(Q(first__in=new) | Q(later__in=new), is_same=True)
        new = {pk for pair in pairs.values_list("first", "later") for pk in pair} - known
        known |= new
    return list(Tip.objects.filter(pk__in=known).order_by("year", "number"))


def is_confirmed(tip: Tip) -> bool:
    """Whether the portal's own people found it true, wholly or in part, in this turn."""
    return tip.state not in (TipState.REFUSED, TipState.REFUSING) and tip.conclusion in _FOUND


def facts_of(tip: Tip) -> Facts:
    """What ``rules.rewards.blocking`` asks. What repeats a confirmed matter counts as confirmed with it."""
    together = matter_of(tip)
    any_confirmed = any(map(is_confirmed, together))
    matter = tuple(
        Reported(one.pk, one.label, _is_valid(one, any_confirmed), one.state not in _TOLD) for one in together
    )
    others = Reward.objects.filter(tip__in=together).exclude(tip=tip).exclude(state=RewardState.DENIED)
    return Facts(
        pk=tip.pk,
        received_on=tip.received_on,
        has_identity=tip.has_identity,
        is_answered=tip.state in _TOLD,
        is_confirmed=_is_valid(tip, any_confirmed),
        matter=matter,
        shared=tuple(
            (one.tip.label, one.shares, one.full_yuan) for one in others.select_related("tip").order_by("id")
        ),
    )


def _is_valid(tip: Tip, any_confirmed: bool) -> bool:
    repeats = tip.state == TipState.REFUSED and tip.refusal == RefusalReason.REPEATED
    return is_confirmed(tip) or (any_confirmed and repeats)


def rules_of(scheme: RewardScheme) -> Rules:
    return Rules(f"《{scheme.title}》", scheme.split, scheme.needs_name, scheme.valid_from, scheme.valid_to)


def schemes_for(tip: Tip) -> QuerySet[RewardScheme]:
    """Schemes of the regions around the place of the tip that were in force on the day of its receipt, the nearest first."""
    code = tip.place.code if tip.place_id else tip.region_code
    rows = RewardScheme.objects.filter(
        region__code__in=(code, *ancestors(code)), valid_from__lte=tip.received_on
    )
    in_force = rows.filter(Q(valid_to=None) | Q(valid_to__gte=tip.received_on))
    return (
        in_force.select_related("region")
        .prefetch_related("amounts")
        .order_by("-region__code", "-valid_from", "id")
    )


def handled_by(tip: Tip, officer) -> bool:
    """Whether the officer had a hand in the tip or in proposing its reward, so that he does not decide about it."""
    own = (tip.entered_by_id, tip.handed_over_by_id, tip.closed_by_id, tip.refusal_proposed_by_id)
    if officer.pk in own or (officer.pk == tip.accepted_by_id and not _only_reopened(tip, officer)):
        return True
    mine = (
        tip.replies.filter(answered_by=officer),
        tip.measures.filter(recorded_by=officer),
        tip.verifications.filter(recorded_by=officer),
        tip.assignments.filter(assigned_by=officer),
        Verifier.objects.filter(verification__tip=tip, officer=officer),
        Reward.objects.filter(tip=tip, proposed_by=officer),
    )
    return any(rows.exists() for rows in mine)


def against_paying(reward: Reward, officer) -> str:
    """Why this officer does not pay, or nobody just now; "" when he may: who entered the tip or proposed the reward does not, and
    the tip must be ended and found true as it was when the reward was granted.
    """
    if officer is not None and officer.pk in (reward.tip.entered_by_id, reward.proposed_by_id):
        return "这件举报由您代录，或者奖励由您提出，请由另一名举报专管员发放。"
    if reward.tip.state not in _ENDED or not facts_of(reward.tip).is_confirmed:
        state = reward.tip.get_state_display()
        return f"举报现为“{state}”，奖励须在查实并办结后发放；正在重新办理的，请等办结后再发放。"
    return ""


def _only_reopened(tip: Tip, officer) -> bool:
    """Whether the tip counts as accepted by the officer because he took it up once more: a leader's decision, no handling."""
    return tip.events.filter(step="reopen", happened_by=officer, happened_at=tip.accepted_at).exists()


def rewards_visible_to(officer) -> QuerySet[Reward]:
    """Rewards of the tips that the office sees; nobody else learns of one (安徽办法: 奖励情况不得透露)."""
    if not is_office(officer):
        return Reward.objects.none()
    return Reward.objects.filter(tip__in=tips_visible_to(officer).values("pk"))


@dataclass(frozen=True)
class Total:
    """One line of a year's totals: rewards and fen in a state."""

    label: str
    state: str
    count: int
    fen: int


def totals_of(officer, year: int) -> list[Total]:
    """Count and sum by state of the rewards proposed in ``year``; states without any are there with 0."""
    rows = rewards_visible_to(officer).filter(proposed_at__year=year).order_by()
    found = {row["state"]: row for row in rows.values("state").annotate(count=Count("id"), fen=Sum("fen"))}
    empty = {"count": 0, "fen": 0}
    return [
        Total(
            state.label,
            state.value,
            (found.get(state.value) or empty)["count"],
            (found.get(state.value) or empty)["fen"],
        )
        for state in RewardState
    ]


def paid_in(officer, year: int) -> tuple[int, int]:
    """(count, fen) of what was paid out with a day of payment in ``year``."""
    found = (
        rewards_visible_to(officer)
        .filter(state=RewardState.PAID, paid_on__year=year)
        .aggregate(count=Count("id"), fen=Sum("fen"))
    )
    return found["count"], found["fen"] or 0
