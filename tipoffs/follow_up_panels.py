"""Panels of the tip's page about what follows the outcome: reward, satisfaction and objection, publication."""

from datetime import date

from django.urls import reverse

from capacity_portal.organization.roles import Permission
from tipoffs import panels
from tipoffs.choices import Conclusion, RefusalReason, RequestState, RewardState, TipState
from tipoffs.models import Objection, Reward, Satisfaction, Tip
from tipoffs.panels import Panel
from tipoffs.queries.objections import keeps_off
from tipoffs.queries.scope import is_office
from tipoffs.rules.rewards import yuan

_REWARD_KINDS = {
    "proposed": "warn",
    "granted": "running",
    "denied": "neutral",
    "paid": "good",
    "lapsed": "neutral",
}
_FOUND = (Conclusion.CONFIRMED, Conclusion.PARTLY)


def register() -> None:
    """Called from AppConfig.ready."""
    panels.register(reward, position=70)
    panels.register(opinion, position=72)
    panels.register(published, position=74)


def reward(tip: Tip, officer, today: date) -> Panel | None:
    """The reward, to the office alone; the button for whoever may take the next step."""
    if not is_office(officer):
        return None
    found = (
        Reward.objects.filter(tip=tip)
        .select_related("scheme", "proposed_by", "decided_by", "paid_by")
        .first()
    )
    actions = _reward_actions(tip, found, officer)
    if found is None and not actions:
        return None
    context = {"reward": found, "yuan": yuan(found.fen), "kind": _REWARD_KINDS[found.state]} if found else {}
    context["is_repeat"] = tip.state == TipState.REFUSED and tip.refusal == RefusalReason.REPEATED
    return Panel("reward", "奖励", "tipoffs/_reward.html", context, actions)


def _reward_actions(tip: Tip, found: Reward | None, officer) -> tuple[tuple[str, str], ...]:
    handles = officer.may(Permission.HANDLE_TIPOFFS)
    state = found.state if found else ""
    if (
        handles
        and state in ("", RewardState.DENIED)
        and (tip.conclusion in _FOUND or tip.state == TipState.REFUSED)
        and not keeps_off(tip, officer)
    ):
        return (("提出奖励", reverse("tipoffs:reward-propose", args=[tip.pk])),)
    if officer.may(Permission.DECIDE_TIPOFFS) and state == RewardState.PROPOSED:
        return (("审定奖励", reverse("tipoffs:reward-decide", args=[tip.pk])),)
    if handles and state == RewardState.GRANTED:
        return (("登记发放", reverse("tipoffs:reward-pay", args=[tip.pk])),)
    return ()


def opinion(tip: Tip, officer, today: date) -> Panel | None:
    """What the reporter thinks, and what he objects to."""
    if not is_office(officer):
        return None
    satisfaction = Satisfaction.objects.filter(tip=tip).first()
    objection = Objection.objects.filter(tip=tip).select_related("decided_by", "new_handler").first()
    if satisfaction is None and objection is None:
        return None
    actions = ()
    if objection and objection.state == RequestState.ASKED and officer.may(Permission.DECIDE_TIPOFFS):
        actions = (("决定异议", reverse("tipoffs:objection-decide", args=[tip.pk])),)
    is_late = objection is not None and objection.state == RequestState.ASKED and today > objection.due_on
    context = {"satisfaction": satisfaction, "objection": objection, "is_late": is_late}
    return Panel("opinion", "举报人的评价和异议", "tipoffs/_opinion.html", context, actions)


def published(tip: Tip, officer, today: date) -> Panel | None:
    """What was made public of it."""
    if not is_office(officer):
        return None
    outcomes = list(tip.published.select_related("published_by", "withdrawn_by").order_by("-id"))
    actions = ()
    if tip.state == TipState.CLOSED and officer.may(Permission.PUBLISH_OUTCOMES):
        actions = (("公布结果", reverse("tipoffs:publish", args=[tip.pk])),)
    if not outcomes and not actions:
        return None
    return Panel("published", "公布", "tipoffs/_published.html", {"outcomes": outcomes}, actions)
